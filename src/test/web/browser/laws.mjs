/** The numbers of a law as the page shows them: {whole: 7, ...}; the law is `intake` or a sink's name. */
export const numbers = (page, name) =>
  page.$$eval('#laws li', (laws, wanted) => {
    const law = laws.find((each) => each.querySelector('.law-name').textContent === wanted);
    return Object.fromEntries([...law.querySelectorAll('.term')].map((term, i) =>
      [i === 0 ? 'whole' : term.dataset.term, Number(term.querySelector('b').textContent.replaceAll(',', ''))]));
  }, name);

/** What the page makes of each law. */
export const marks = (page) => page.$$eval('#laws .mark', (all) => all.map((each) => each.textContent));

export const sum = ({ whole, ...parts }) => Object.values(parts).reduce((all, each) => all + each, 0);
