import { backoff } from './backoff.js';

const KEY = 'weir.token';
const TIMEOUT_MILLIS = 10_000;

/** What the port answered with something else than 2xx, and why. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The private port that this page came from. The token is kept for as long as the tab is open, and goes nowhere else. */
export class Port {
  #fetch;
  #storage;

  constructor(fetch, storage) {
    this.#fetch = fetch;
    this.#storage = storage;
  }

  get token() {
    return this.#storage?.getItem(KEY) ?? null;
  }

  set token(token) {
    if (token) {
      this.#storage?.setItem(KEY, token);
    } else {
      this.#storage?.removeItem(KEY);
    }
  }

  get(path) {
    return this.#json(path, {});
  }

  post(path, body = {}) {
    return this.#json(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  }

  /** @returns the response, of which the body goes on until the signal says so */
  stream(path, headers, signal) {
    return this.#send(path, { headers, signal });
  }

  async #json(path, options) {
    const response = await this.#send(path, { ...options, signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
    return response.json();
  }

  async #send(path, options) {
    const headers = { ...options.headers };
    const token = this.token;
    if (token) {
      headers.Authorization = `Bearer ${token}`;
    }
    const response = await this.#fetch(path, { ...options, headers, cache: 'no-store', credentials: 'omit', redirect: 'error' });
    if (!response.ok) {
      throw new Refused(response.status, await reason(response));
    }
    return response;
  }
}

async function reason(response) {
  try {
    const { message } = await response.json();
    return typeof message === 'string' ? message : `status ${response.status}`;
  } catch {
    return `status ${response.status}`;
  }
}

/** Asks again and again while it is on; later and later while there is no answer. */
export class Poll {
  #ask;
  #heard;
  #timers;
  #everyMillis;
  #failures = 0;
  #timer;
  /** Counts the times it was switched on or off, so that an answer to an earlier time is not heard. */
  #turn = 0;
  #isOn = false;

  /** @param heard {answer(value), failure(error)} */
  constructor(ask, heard, everyMillis, timers = { set: (run, delay) => setTimeout(run, delay), clear: (timer) => clearTimeout(timer) }) {
    this.#ask = ask;
    this.#heard = heard;
    this.#everyMillis = everyMillis;
    this.#timers = timers;
  }

  start() {
    if (!this.#isOn) {
      this.#isOn = true;
      this.#failures = 0;
      return this.#round(++this.#turn);
    }
  }

  stop() {
    this.#isOn = false;
    this.#turn++;
    this.#timers.clear(this.#timer);
  }

  /** At once, as after something was changed. */
  again() {
    if (this.#isOn) {
      this.stop();
      return this.start();
    }
  }

  async #round(turn) {
    let answer;
    let error;
    try {
      answer = await this.#ask();
    } catch (failure) {
      error = failure;
    }
    if (turn !== this.#turn) {
      return;
    }
    this.#failures = error ? this.#failures + 1 : 0;
    const delay = error ? backoff(this.#failures) : this.#everyMillis;
    this.#timer = this.#timers.set(() => this.#round(turn), delay);
    // Last: what hears it may stop this.
    if (error) {
      this.#heard.failure(error);
    } else {
      this.#heard.answer(answer);
    }
  }
}
