/*
 * What can be told of a page's accessibility by looking at it: names of controls, one first heading, landmarks, contrast of
 * text (WCAG 2.2, 1.4.3: 4.5 to 1). Each function is run in the page, and gives what is wrong.
 */

export const faults = async (page) => [
  ...(await page.evaluate(structure)),
  ...(await unnamed(page)),
  ...(await page.evaluate(contrast)),
];

function structure() {
  const count = (selector) => document.querySelectorAll(selector).length;
  return Object.entries({ h1: 1, main: 1, header: 1, '[role=search]': 1, 'html[lang]': 1, title: 1 })
    .filter(([selector, expected]) => count(selector) !== expected)
    .map(([selector, expected]) => `${selector}: ${count(selector)} (expected: ${expected})`)
    .concat([...document.querySelectorAll('nav, aside')]
      .filter((landmark) => !landmark.ariaLabel && !document.getElementById(landmark.getAttribute('aria-labelledby')))
      .map((landmark) => `${landmark.tagName.toLowerCase()} without a name`))
    .concat(count('[aria-current=""]') ? ['aria-current without a value, which says that it is not the current one'] : []);
}

/** By the browser's own reckoning of names. */
async function unnamed(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const CONTROLS = ['button', 'link', 'checkbox', 'combobox', 'textbox', 'searchbox', 'DisclosureTriangle'];
  return nodes
    .filter(({ ignored, role, name }) => !ignored && CONTROLS.includes(role.value) && !name?.value?.trim())
    .map(({ role, backendDOMNodeId }) => `${role.value} without a name: node ${backendDOMNodeId}`);
}

function contrast() {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  /** The colour that results where each is painted over the one before. */
  const painted = (colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of ['white', ...colours]) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((each) => each / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const grounds = (element) => {
    const found = [];
    for (let at = element; at; at = at.parentElement) {
      found.unshift(getComputedStyle(at).backgroundColor);
    }
    return found;
  };
  const found = [];
  const check = (element, text, style) => {
    const behind = grounds(element);
    const is = ratio(painted([...behind, style.color]), painted(behind));
    if (is < 4.5) {
      found.push(`"${text.trim().slice(0, 40)}" in ${style.color} on ${behind.at(-1)}: ${is.toFixed(2)} (expected: at least 4.5)`);
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() && element.checkVisibility() && !element.closest('script, noscript, .hidden')) {
      check(element, walker.currentNode.data, getComputedStyle(element));
    }
  }
  for (const input of document.querySelectorAll('input:not([type=checkbox])')) {
    check(input, input.value || input.placeholder, getComputedStyle(input, input.value ? undefined : '::placeholder'));
  }
  return found;
}

/** What the focused element is called, and whether one sees that it has the focus. */
export const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    return {
      tag: element.tagName,
      name: (element.ariaLabel || element.labels?.[0]?.textContent || element.textContent || '').trim(),
      isVisible: element.getBoundingClientRect().width > 0 && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    };
  });
