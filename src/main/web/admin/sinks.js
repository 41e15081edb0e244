import { announce, byId, each, facts, make, say, set } from './dom.js';
import { age, bytes, count, millis } from './format.js';

export const MAY_NOT = 'Your token may read only: pausing, resuming and replaying need the one that may operate.';

const STYLES = { working: 'good', paused: 'warn', holding: 'warn', stalled: 'bad', faulted: 'bad', 'left-alone': 'bad' };

/** Each sink, and what can be done to it. */
export class Sinks {
  #port;
  #onChange;
  #openLetters;
  #status = null;

  /** @param onChange after something was changed */
  constructor(port, onChange, openLetters) {
    this.#port = port;
    this.#onChange = onChange;
    this.#openLetters = openLetters;
  }

  show(status) {
    this.#status = status;
    announce(byId('may-not'), this.#mayOperate() ? '' : MAY_NOT);
    each(byId('sink-cards'), status.sinks ?? [], ({ name }) => name, (sink) => this.#card(sink));
  }

  #mayOperate() {
    return this.#status?.role === 'operate';
  }

  #card({ name, type }) {
    const state = make('span', { class: 'badge' });
    const lever = make('button', { type: 'button', class: 'push', onclick: () => this.#pauseOrResume(name, lever) });
    const letters = make('button', { type: 'button', onclick: () => this.#openLetters(name) });
    const list = make('dl', { class: 'facts-grid' });
    const element = make('li', { class: 'card', 'data-sink': name },
      make('div', { class: 'card-head' }, make('h3', {}, name), make('span', { class: 'soft' }, type ?? ''), state, lever, letters), list);
    element.update = (sink) => {
      say(state, sink.state ?? 'not known');
      set(state, 'class', `badge ${STYLES[sink.state] ?? ''}`);
      this.#updateLever(lever, sink);
      say(letters, `Dead letters (${count(sink.letters)})`);
      set(letters, 'aria-label', `Dead letters of ${name} (${count(sink.letters)})`);
      facts(list, sinkFacts(sink));
    };
    return element;
  }

  #updateLever(lever, sink) {
    const verb = sink.paused ? 'Resume' : 'Pause';
    say(lever, verb);
    set(lever, 'aria-label', `${verb} ${sink.name}`);
    lever.disabled = !this.#mayOperate() || Boolean(lever.isBusy);
    set(lever, 'title', this.#mayOperate() ? null : MAY_NOT);
    set(lever, 'aria-describedby', this.#mayOperate() ? null : 'may-not');
  }

  async #pauseOrResume(name, lever) {
    const sink = this.#status.sinks.find((each) => each.name === name);
    const verb = sink?.paused ? 'resume' : 'pause';
    lever.isBusy = true;
    try {
      await this.#port.post(`/api/sinks/${encodeURIComponent(name)}/${verb}`);
      say(byId('done'), verb === 'pause' ? `${name} is paused: its events are kept.` : `${name} goes on.`);
    } catch (error) {
      say(byId('done'), `${name} was not ${verb}d: ${error.message}`);
    } finally {
      lever.isBusy = false;
      this.#onChange();
    }
  }
}

/** @returns what is said of a sink, as facts; without a page */
export function sinkFacts(sink) {
  const paces = (sink.paces ?? []).map(({ section, perSecond }) => `${section} ${count(perSecond)}/s`);
  return [
    ['Pace', paces.length > 0 ? paces.join(', ') : 'as fast as it takes them'],
    ['In flight', `${count(sink.inFlight)} of ${count(sink.limit)}`],
    ['Delivery p50, p99', `${millis(sink.deliveryP50Millis)}, ${millis(sink.deliveryP99Millis)}`],
    ['Breaker', sink.open == null ? '–' : sink.open ? 'open: it rests' : 'closed', sink.open ? 'bad-text' : ''],
    ['Backlog', `${age(sink.backlogAgeSeconds)}, ${bytes(sink.backlogBytes)}`, sink.backlogAgeSeconds > 60 ? 'warn-text' : ''],
    ['Retries', count(sink.retries)],
    ['Throttled', count(sink.throttled)],
    ['Held back', count(sink.heldBack)],
  ];
}
