import { byId, each, make, say, set } from './dom.js';
import { age, count, rate, share } from './format.js';

const COLUMNS = ['Section', 'Rate', 'Limit', 'Accepted', 'Limited', 'Coalesced', 'Oldest waiting'];

/** What each section sends against what it may. */
export function showSections({ sections }) {
  const table = byId('sections').querySelector('table');
  const [head, body] = table.children;
  if (!head.firstChild) {
    head.append(make('tr', { role: 'row' }, ...COLUMNS.map((name) => make('th', { role: 'columnheader', scope: 'col' }, name))));
  }
  each(body, sections ?? [], ({ name }) => name, row);
}

function row({ name, dialects }) {
  const cells = COLUMNS.slice(1).map((label) => make('td', { role: 'cell', 'data-label': label }, make('span')));
  const bar = make('i');
  cells[0].append(make('span', { class: 'gauge', 'aria-hidden': 'true' }, bar));
  const element = make('tr', { role: 'row' },
    make('th', { role: 'rowheader', scope: 'row' }, name, make('div', { class: 'soft' }, (dialects ?? []).join(', '))), ...cells);
  element.update = (section) => {
    const { limit } = section;
    const texts = [rate(section.ratePerSecond), limitText(limit), count(section.accepted), count(section.limited), count(section.superseded), age(section.backlogAgeSeconds)];
    texts.forEach((text, i) => say(cells[i].firstChild, text));
    const part = share(section.ratePerSecond, limit?.refill);
    bar.style.width = `${part}%`;
    set(bar, 'class', part >= 95 ? 'full' : null);
    set(cells[3], 'class', section.limited > 0 ? 'warn-text' : null);
  };
  return element;
}

function limitText(limit) {
  if (!limit) {
    return 'none';
  }
  const burst = limit.capacity === limit.refill ? '' : `, burst ${count(limit.capacity)}`;
  return `${count(limit.refill)}/s${burst}${limit.mode && limit.mode !== 'enforce' ? ` (${limit.mode})` : ''}`;
}
