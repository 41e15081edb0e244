import { announce, byId, each, make, say, set } from './dom.js';
import { count } from './format.js';
import { Watch, laws } from './law.js';

const watch = new Watch();

/** The conservation law, of the intake and of each sink. */
export function showBooks(status) {
  const all = laws(status);
  const states = watch.judge(all);
  each(byId('laws'), all.map((law, i) => ({ ...law, state: states[i], key: i === 0 ? '' : law.name })), ({ key }) => key, row);
  const broken = all.filter((law, i) => states[i] === 'broken');
  announce(byId('law-alarm'), broken.length > 0 ? `The numbers of ${broken.map(({ name }) => name).join(', ')} do not add up. This must not be: please report it.` : '');
  const reasons = [...(status.intake?.rejectedBy ?? [])].sort((a, b) => b.events - a.events);
  byId('rejected-by').hidden = reasons.length === 0;
  each(byId('reasons'), reasons, ({ dialect, reason }) => `${dialect} ${reason}`, reasonRow);
}

function row(law) {
  const marks = make('span', { class: 'mark' });
  const whole = term(law.whole);
  const terms = law.terms.map(term);
  const segments = law.terms.map(() => make('i'));
  const sum = make('span', { class: 'sum' }, whole);
  terms.forEach((each, i) => {
    const sign = i > 0 ? '+' : '=';
    // On a phone the sign is in the term, so that a line does not end with it.
    set(each, 'data-op', sign);
    sum.append(make('span', { class: 'op' }, sign), each);
  });
  const element = make('li', { class: 'law' }, make('span', { class: 'law-name' }, law.name), sum, marks,
    make('span', { class: 'bar', 'aria-hidden': 'true' }, ...segments));
  element.update = (now) => {
    whole.update(now.whole);
    terms.forEach((each, i) => each.update(now.terms[i]));
    segments.forEach((each, i) => { each.style.flexGrow = String(now.terms[i].value ?? 0n); });
    set(element, 'data-state', now.state);
    const [text, style] = mark(now);
    say(marks, text);
    set(marks, 'class', `mark ${style}`);
  };
  return element;
}

function mark({ state, off }) {
  switch (state) {
    case 'holds': return ['✓ adds up', 'good-text'];
    case 'checking': return ['… adding up', 'warn-text'];
    case 'broken': return [`✗ off by ${count(off < 0n ? -off : off)}`, 'bad-text'];
    default: return ['not known', 'soft'];
  }
}

function term({ label }) {
  const value = make('b');
  const element = make('span', { class: 'term', 'data-term': label }, value, make('small', {}, label));
  element.update = (now) => say(value, count(now.value));
  return element;
}

function reasonRow({ dialect, reason }) {
  const events = make('span');
  const element = make('li', {}, make('span', {}, dialect), make('span', {}, reason), events);
  element.update = (now) => say(events, count(now.events));
  return element;
}
