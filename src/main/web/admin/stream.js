import { backoff } from './backoff.js';
import { Refused } from './port.js';
import { EventParser } from './sse.js';

/** The server says something at least each 15 s. */
const SILENCE_MILLIS = 40_000;

/**
 * A stream of server-sent events, which is opened anew where it ended. By fetch, since EventSource sends no Authorization.
 */
export class LiveStream {
  #port;
  #heard;
  #abort = null;
  #lastId = '';

  /** @param heard {event(name, value), state(text, isOpen), refused(error)}; refused is the end */
  constructor(port, heard) {
    this.#port = port;
    this.#heard = heard;
  }

  get isOpen() {
    return this.#abort !== null;
  }

  /** From all that is kept on, unless it goes on from where it was. */
  open(path, goesOn = false) {
    this.close();
    if (!goesOn) {
      this.#lastId = '0';
    }
    const abort = new AbortController();
    this.#abort = abort;
    return this.#run(path, abort.signal);
  }

  close() {
    this.#abort?.abort();
    this.#abort = null;
  }

  async #run(path, signal) {
    for (let failures = 0; !signal.aborted;) {
      let least;
      try {
        this.#heard.state(failures ? 'connecting again …' : 'connecting …', false);
        least = await this.#read(path, signal, () => { failures = 0; });
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        if (error instanceof Refused && error.status < 500) {
          this.close();
          this.#heard.refused(error);
          return;
        }
        this.#heard.state(error instanceof Refused ? error.message : 'the line is cut', false);
      }
      failures++;
      await pause(backoff(failures, Math.random, least ?? undefined), signal);
    }
  }

  /** Until it ends. @returns how long the server asks to wait at least, or null */
  async #read(path, signal, onOpen) {
    const silence = new AbortController();
    let timer;
    const heardSomething = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MILLIS);
    };
    const either = anyOf([signal, silence.signal]);
    const parser = new EventParser(({ name, data }) => this.#heard.event(name, JSON.parse(data)), this.#lastId);
    try {
      heardSomething();
      const response = await this.#port.stream(path, { Accept: 'text/event-stream', ...(this.#lastId && { 'Last-Event-ID': this.#lastId }) }, either);
      onOpen();
      this.#heard.state('watching', true);
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) {
          return parser.retry;
        }
        heardSomething();
        parser.push(decoder.decode(value, { stream: true }));
        this.#lastId = parser.lastId;
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

/** AbortSignal.any is not in every browser that is in use. */
function anyOf(signals) {
  const abort = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) {
      abort.abort();
    }
    signal.addEventListener('abort', () => abort.abort(), { once: true });
  }
  return abort.signal;
}

function pause(millis, signal) {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
