import { drawer } from './dialogs.js';
import { byId, make, say, set } from './dom.js';
import { Entries, fates, streamPath, types } from './entries.js';
import { clock, count, micros, shortId } from './format.js';
import { entryView } from './entry.js';
import { LiveStream } from './stream.js';

const MOST_ROWS = 500;
/** Often enough to be live, seldom enough to be read. */
const RENDER_MILLIS = 250;
const OUTCOMES = ['accepted', 'duplicate', 'rejected', 'answered', '2xx', '4xx', '5xx'];
const GLYPHS = { delivered: '✓', pending: '…', superseded: '↷', 'dead-lettered': '✗', skipped: '–', 'not-routed': '·' };

/** The live log: a stream while its section is open, rows of the newest requests, and a drawer for one of them. */
export class Live {
  #entries = new Entries(MOST_ROWS);
  #rows = byId('rows');
  #rowOf = new Map();
  #changed = new Set();
  #timer = null;
  #isHeld = false;
  #heldCount = 0;
  #leftOut = 0;
  #missed = 0;
  #known = new Set();
  #stream;
  #fold = byId('live-fold');
  #filters = byId('filters');
  #dialog = drawer('entry', () => this.#closed());
  #shown = null;

  constructor(port) {
    this.#stream = new LiveStream(port, {
      event: (name, value) => this.#event(name, value),
      state: (text) => this.#say(text),
      refused: (error) => this.#say(error.message, 'bad-text'),
    });
    options(this.#filters.outcome, OUTCOMES);
    this.#fold.addEventListener('toggle', () => (this.#fold.open ? this.#restart() : this.stop()));
    this.#filters.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#restart();
    });
    for (const select of this.#filters.querySelectorAll('select')) {
      select.addEventListener('change', () => this.#restart());
    }
    byId('hold').addEventListener('click', () => this.#hold(!this.#isHeld));
    byId('clear').addEventListener('click', () => this.#clear());
    this.#rows.addEventListener('keydown', (event) => this.#walk(event));
    this.#rows.addEventListener('click', (event) => this.#open(event.target.closest('li')));
    this.#dialog.querySelector('[data-copy]').addEventListener('click', () => this.#copy());
  }

  /** What can be filtered by. */
  show({ sections }) {
    const names = (sections ?? []).map(({ name }) => name);
    options(this.#filters.section, [...names, 'none']);
    options(this.#filters.dialect, [...new Set((sections ?? []).flatMap(({ dialects }) => dialects ?? [])), 'none']);
  }

  /** Folds it up: nothing is watched any more. */
  stop() {
    this.#stream.close();
    this.#say('');
  }

  close() {
    this.#fold.open = false;
    this.stop();
    this.#clear();
  }

  #restart() {
    if (this.#fold.open) {
      this.#clear();
      this.#stream.open(streamPath(Object.fromEntries(new FormData(this.#filters))));
    }
  }

  #say(text, style = 'soft') {
    say(byId('stream-state'), text);
    set(byId('stream-state'), 'class', style);
  }

  #event(name, value) {
    if (name === 'request') {
      this.#entries.put(value);
      this.#changed.add(value.id);
      this.#heldCount += this.#isHeld ? 1 : 0;
      (value.events ?? []).forEach(({ type }) => this.#know(type));
    } else if (name === 'fate') {
      const entry = this.#entries.settle(value);
      if (entry) {
        this.#changed.add(entry.id);
      }
    } else if (name === 'sampled') {
      this.#leftOut += value.leftOut;
    } else if (name === 'missed') {
      this.#missed += value.leftOut;
    }
    this.#timer ??= setTimeout(() => this.#render(), RENDER_MILLIS);
  }

  #know(type) {
    if (type && !this.#known.has(type) && this.#known.size < 64) {
      this.#known.add(type);
      byId('known-types').append(make('option', { value: type }));
    }
  }

  #render() {
    this.#timer = null;
    this.#notes();
    this.#refreshDrawer();
    if (this.#isHeld) {
      // What is no longer known by the time that it goes on is not shown.
      this.#changed.forEach((id) => this.#entries.get(id) ?? this.#changed.delete(id));
      return;
    }
    const fresh = [];
    for (const id of this.#changed) {
      const entry = this.#entries.get(id);
      const row = this.#rowOf.get(id);
      if (entry && row) {
        row.update(entry);
      } else if (entry) {
        fresh.push(this.#row(entry));
      }
    }
    this.#changed.clear();
    this.#rows.prepend(...fresh.reverse());
    while (this.#rows.childElementCount > MOST_ROWS) {
      this.#forget(this.#rows.lastElementChild);
    }
    this.#oneStop();
  }

  /** The row that one reads now is the last to go. */
  #forget(row) {
    this.#rowOf.delete(row.entryId);
    row.remove();
  }

  #notes() {
    const notes = [];
    if (this.#isHeld) {
      notes.push(`paused, ${count(this.#heldCount)} more since`);
    }
    if (this.#leftOut > 0) {
      notes.push(`sampled: ${count(this.#leftOut)} left out under load`);
    }
    if (this.#missed > 0) {
      notes.push(`${count(this.#missed)} messages missed, since this page was too slow`);
    }
    if (this.#entries.forgotten > 0) {
      notes.push(`the newest ${MOST_ROWS} are kept`);
    }
    say(byId('stream-notes'), notes.join(' · '));
  }

  #row(entry) {
    const cells = Array.from({ length: 8 }, () => make('span'));
    const marks = make('span', { class: 'fates' });
    const button = make('button', { type: 'button', class: 'row', tabindex: '-1' }, ...cells, marks);
    const row = make('li', {}, button);
    row.entryId = entry.id;
    row.update = (now) => {
      row.entry = now;
      texts(now).forEach((text, i) => say(cells[i], text));
      set(cells[3], 'class', now.status >= 500 ? 'bad-text' : now.status >= 400 ? 'warn-text' : null);
      set(button, 'data-outcome', now.outcome ?? null);
      marks.replaceChildren(...fates(now).map(mark));
    };
    row.update(entry);
    this.#rowOf.set(entry.id, row);
    return row;
  }

  /** One row alone is a stop of the Tab key; arrows go on from there. */
  #oneStop() {
    if (!this.#rows.querySelector('[tabindex="0"]')) {
      this.#rows.querySelector('.row')?.setAttribute('tabindex', '0');
    }
  }

  #walk(event) {
    const row = event.target.closest('li');
    const to = {
      ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling,
      Home: this.#rows.firstElementChild, End: this.#rows.lastElementChild,
    }[event.key];
    if (to) {
      event.preventDefault();
      set(row.firstChild, 'tabindex', '-1');
      set(to.firstChild, 'tabindex', '0');
      to.firstChild.focus();
    }
  }

  #hold(isHeld) {
    this.#isHeld = isHeld;
    this.#heldCount = 0;
    set(byId('hold'), 'aria-pressed', String(isHeld));
    say(byId('hold'), isHeld ? 'Go on' : 'Pause');
    this.#render();
  }

  #clear() {
    clearTimeout(this.#timer);
    this.#entries.clear();
    this.#rowOf.clear();
    this.#changed.clear();
    this.#rows.replaceChildren();
    this.#leftOut = this.#missed = this.#heldCount = 0;
    this.#render();
  }

  #open(row) {
    const entry = row && (this.#entries.get(row.entryId) ?? row.entry);
    if (entry) {
      this.#shown = entry;
      say(this.#dialog.querySelector('h2'), `${entry.method ?? ''} ${entry.path ?? ''}`);
      say(this.#dialog.querySelector('[data-said]'), '');
      this.#refreshDrawer();
      this.#dialog.showModal();
    }
  }

  #refreshDrawer() {
    if (this.#shown) {
      const now = this.#entries.get(this.#shown.id) ?? this.#shown;
      const text = JSON.stringify(now, null, 2);
      if (text !== this.#dialog.text) {
        this.#dialog.text = text;
        this.#dialog.querySelector('[data-body]').replaceChildren(entryView(now));
      }
    }
  }

  #closed() {
    this.#shown = null;
    this.#dialog.text = null;
  }

  async #copy() {
    const said = this.#dialog.querySelector('[data-said]');
    try {
      await navigator.clipboard.writeText(this.#dialog.text);
      say(said, 'Copied.');
    } catch {
      // Not over plain HTTP from another machine.
      say(said, 'The browser does not let this page copy; select the JSON at the end instead.');
      this.#dialog.querySelector('details').open = true;
    }
  }
}

function texts(entry) {
  const device = entry.device ?? entry.events?.find((event) => event.device)?.device;
  return [
    clock(entry.time, true), `${entry.method ?? ''} ${entry.path ?? ''}`, [entry.section, entry.dialect].filter(Boolean).join(', '),
    String(entry.status ?? ''), entry.reason ?? types(entry), device ? shortId(device) : '', micros(entry.micros), entry.promise ?? '',
  ];
}

function mark({ sink, fate, count: some, of }) {
  return make('span', { class: 'fate', 'data-fate': fate, title: `${sink}: ${fate}` },
    `${sink} ${GLYPHS[fate] ?? '?'}`, some < of ? ` ${some}/${of}` : '', make('span', { class: 'hidden' }, ` ${fate}`));
}

/** All, and then each; what is chosen stays so. */
function options(select, values) {
  const key = values.join('\n');
  if (select.dataset.key !== key) {
    const chosen = select.value;
    select.dataset.key = key;
    select.replaceChildren(make('option', { value: '' }, 'all'), ...values.map((value) => make('option', { value }, value)));
    select.value = values.includes(chosen) ? chosen : '';
  }
}
