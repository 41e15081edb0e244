import { make } from './dom.js';
import { fateText } from './fate.js';
import { micros } from './format.js';

/** All that is known of a request: whatever the server tells is shown, under the server's own names. */
export function entryView(entry) {
  const { events = [], ...own } = entry;
  const view = make('div', { class: 'entry' }, list(own));
  events.forEach((event, i) => view.append(make('h3', {}, `Event ${i + 1}: ${event.type ?? 'not read'}`), list(event)));
  view.append(make('details', {}, make('summary', {}, 'As JSON'), make('pre', { class: 'mono', tabindex: '0' }, JSON.stringify(entry, null, 2))));
  return view;
}

function list(of) {
  const all = make('dl');
  for (const [name, value] of Object.entries(of)) {
    if (name === 'fates') {
      for (const [sink, fate] of Object.entries(value)) {
        all.append(make('dt', {}, sink), make('dd', { class: 'fate', 'data-fate': fate.fate }, fateText(fate)));
      }
    } else {
      all.append(make('dt', {}, name), make('dd', {}, name === 'micros' ? micros(value) : text(value)));
    }
  }
  return all;
}

function text(value) {
  if (Array.isArray(value)) {
    return value.map(text).join('; ');
  }
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).map(([name, each]) => `${name} ${text(each)}`).join(', ');
  }
  return String(value);
}
