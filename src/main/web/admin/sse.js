/** Reads a stream of server-sent events (the HTML standard, 9.2.6), in pieces as they come. */
export class EventParser {
  #onEvent;
  #rest = '';
  #isFirst = true;
  #data = [];
  #name = '';
  /** Of the last event that was whole; sent as Last-Event-ID. */
  lastId = '';
  #id = '';
  /** Milliseconds that the server asks to wait, or null. */
  retry = null;

  /** @param onEvent gets {name, data} */
  constructor(onEvent, lastId = '') {
    this.#onEvent = onEvent;
    this.lastId = this.#id = lastId;
  }

  push(text) {
    let all = this.#rest + text;
    if (this.#isFirst && all.length > 0) {
      this.#isFirst = false;
      all = all.replace(/^\uFEFF/, '');
    }
    let from = 0;
    for (;;) {
      const end = lineEnd(all, from);
      // A CR that is last may have its LF in the next piece.
      if (end < 0 || (all[end] === '\r' && end === all.length - 1)) {
        break;
      }
      this.#line(all.slice(from, end));
      from = end + (all[end] === '\r' && all[end + 1] === '\n' ? 2 : 1);
    }
    this.#rest = all.slice(from);
  }

  #line(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'event') {
      this.#name = value;
    } else if (field === 'id' && !value.includes('\0')) {
      this.#id = value;
    } else if (field === 'retry' && /^\d+$/.test(value)) {
      this.retry = Number(value);
    }
  }

  #dispatch() {
    this.lastId = this.#id;
    if (this.#data.length > 0) {
      this.#onEvent({ name: this.#name || 'message', data: this.#data.join('\n') });
    }
    this.#data = [];
    this.#name = '';
  }
}

function lineEnd(text, from) {
  const lf = text.indexOf('\n', from);
  const cr = text.indexOf('\r', from);
  return lf < 0 ? cr : cr < 0 ? lf : Math.min(lf, cr);
}
