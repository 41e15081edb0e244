import { confirmed, drawer } from './dialogs.js';
import { make, say, set } from './dom.js';
import { count } from './format.js';
import { MAY_NOT } from './sinks.js';

const MOST = 50;

/** The drawer of a sink's dead letters. */
export class Letters {
  #port;
  #mayOperate;
  #dialog = drawer('letters');
  #title = this.#dialog.querySelector('h2');
  #said = this.#dialog.querySelector('[data-said]');
  #body = this.#dialog.querySelector('[data-body]');
  #all = this.#dialog.querySelector('[data-replay]');
  #sink = null;

  /** @param mayOperate whether the reader may replay */
  constructor(port, mayOperate) {
    this.#port = port;
    this.#mayOperate = mayOperate;
    this.#all.addEventListener('click', () => this.#replay({ all: true }, `All dead letters of ${this.#sink} are`));
  }

  open(sink) {
    this.#sink = sink;
    say(this.#title, `Dead letters of ${sink}`);
    say(this.#said, '');
    this.#body.replaceChildren();
    this.#permit(this.#all, false);
    this.#dialog.showModal();
    return this.#load();
  }

  async #load() {
    const sink = this.#sink;
    try {
      const { total, letters } = await this.#port.get(`/api/deadletters/${encodeURIComponent(sink)}?limit=${MOST}`);
      if (sink !== this.#sink) {
        return;
      }
      this.#permit(this.#all, letters.length > 0);
      const note = letters.length === 0 ? 'There are none.' : total > letters.length ? `${count(letters.length)} of ${count(total)}:` : '';
      this.#body.replaceChildren(...(note ? [make('p', { class: 'soft' }, note)] : []), ...letters.map((letter) => this.#row(letter)));
    } catch (error) {
      say(this.#said, `They cannot be listed: ${error.message}`);
    }
  }

  #row(letter) {
    const { seq, time, section, type, reason, status, answer, attempts, state } = letter;
    const replay = make('button', {
      type: 'button', 'aria-label': `Replay ${seq}`, onclick: () => this.#replay({ seqs: [seq] }, `Dead letter ${seq} of ${this.#sink} is`),
    }, 'Replay');
    this.#permit(replay, true);
    const why = [reason, status ? `status ${status}` : null, attempts ? `${count(attempts)} attempts` : null].filter(Boolean).join(', ');
    return make('div', { class: 'letter', 'data-seq': seq },
      make('div', { class: 'line' }, make('strong', {}, [seq, section, type].filter(Boolean).join(' · ')), replay),
      make('p', {}, why, ' ', make('span', { class: 'soft' }, [state, time].filter(Boolean).join(' · '))),
      ...(answer ? [make('p', { class: 'mono' }, answer)] : []));
  }

  #permit(button, isThere) {
    button.disabled = !isThere || !this.#mayOperate();
    set(button, 'title', this.#mayOperate() ? null : MAY_NOT);
  }

  async #replay(which, what) {
    const sink = this.#sink;
    const question = `${what} sent again, at the sink's pace. Whatever was not mended is given up again.`;
    if (!(await confirmed('Replay?', question, 'Replay'))) {
      return;
    }
    let said;
    try {
      const answer = await this.#port.post(`/api/deadletters/${encodeURIComponent(sink)}/replay`, which);
      said = answer?.message ?? 'Asked for again.';
    } catch (error) {
      said = `Nothing is replayed: ${error.message}`;
    }
    if (sink === this.#sink) {
      await this.#load();
      say(this.#said, said);
    }
  }
}
