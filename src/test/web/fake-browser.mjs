/*
 * A browser as far as weir.js can tell: pages in contexts of their own that share storage, locks and cookies, a clock that
 * goes when it is told to, and a server that answers as a test wants it to. It runs the built script, as served.
 */
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const SCRIPT = readFileSync(new URL('../../main/resources/dev/weir/ingest/asset/weir.js', import.meta.url), 'utf8');
const START = 1_800_000_000_000;
export const SHOP = '0d42fd8b713d0752776ca589cc0056';
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export class Browser {
  now = START;
  pages = [];
  requests = [];
  /** Answers a request: {status, body, retryAfter, delay}, or 'hang', or 'fail', or undefined for what Weir would say. */
  answer = () => undefined;
  online = true;
  cookies = {};
  devices = 0;
  sessions = 0;
  /** What Math.random() gives from now on, or undefined for something always different. */
  fixedChance;
  options;
  #seed = 1;
  #items = new Map();
  #lock = { held: undefined, queue: [] };

  /** @param options cookieEnabled, storage (on, off, full), locks (true, false, denied), gpc, dnt, beaconsTaken, lag (ms) */
  constructor(options = {}) {
    this.options = { cookieEnabled: true, storage: 'on', locks: true, beaconsTaken: true, lag: 0, ...options };
  }

  /** Opens a page with the snippet's calls in its queue, and runs the script there. */
  async open(calls = [], { url = 'https://shop.example/', src = 'https://t.shop.example/v3.js', stub = 'personaclick', prepare } = {}) {
    const page = new Page(this, url, src);
    this.pages.push(page);
    if (stub) {
      page.run(`var ${stub} = function () { (${stub}.q = ${stub}.q || []).push(arguments); }`);
      calls.forEach((call) => page.callAs(stub, ...call));
    }
    prepare?.(page);
    page.load();
    await this.settle();
    return page;
  }

  /** What was sent to this path. */
  to(path) {
    return this.requests.filter((request) => request.path === path);
  }

  /** The bodies of all events that arrived. */
  events() {
    return this.requests.filter((request) => request.method === 'POST' && request.arrived).map((request) => request.body);
  }

  stored() {
    return [...this.#items.keys()].filter((key) => this.#seen(key) !== null);
  }

  scribble(value) {
    this.stored().forEach((key) => this.put(key, value));
  }

  put(key, value, page) {
    this.#items.set(key, [...(this.#items.get(key) ?? []), { at: this.now, page, value }]);
  }

  clearStorage() {
    this.#items.clear();
  }

  /** What a page reads: its own writes at once, those of other tabs after the lag. */
  #seen(key, page) {
    const writes = this.#items.get(key) ?? [];
    return writes.findLast((write) => write.page === page || write.at + this.options.lag <= this.now)?.value ?? null;
  }

  async go(online) {
    this.online = online;
    this.pages.forEach((page) => page.fire(online ? 'online' : 'offline', {}));
    await this.settle();
  }

  /** Lets time pass, and everything happen that is due. */
  async pass(ms) {
    const end = this.now + ms;
    await this.settle();
    for (;;) {
      const due = this.pages
        .flatMap((page) => page.timers)
        .filter((timer) => timer.at <= end)
        .sort((a, b) => a.at - b.at || a.id - b.id)[0];
      if (!due) {
        break;
      }
      this.now = Math.max(this.now, due.at);
      due.page.expire(due);
      await this.settle();
    }
    this.now = end;
    await this.settle();
  }

  /** Lets everything happen that needs no time, timers of 0 ms included. */
  async settle() {
    for (let quiet = 0; quiet < 3; quiet++) {
      await new Promise(setImmediate);
      const due = this.pages.flatMap((page) => page.timers).filter((timer) => timer.at <= this.now)[0];
      if (due) {
        due.page.expire(due);
        quiet = -1;
      }
    }
  }

  chance() {
    this.#seed = (this.#seed * 48271) % 2147483647;
    return this.fixedChance ?? this.#seed / 2147483647;
  }

  /** As navigator.locks.request: one after the other. */
  lock(page, work) {
    if (this.options.locks === 'denied') {
      return Promise.reject(new Error('SecurityError'));
    }
    return new Promise((resolve, reject) => {
      this.#lock.queue.push({ page, work, resolve, reject });
      this.#grant();
    });
  }

  unlock(page) {
    this.#lock.queue = this.#lock.queue.filter((request) => request.page !== page);
    if (this.#lock.held?.page === page) {
      this.#lock.held = undefined;
      this.#grant();
    }
  }

  #grant() {
    if (this.#lock.held || !this.#lock.queue.length) {
      return;
    }
    const request = this.#lock.queue.shift();
    this.#lock.held = request;
    Promise.resolve()
      .then(() => (request.page.closed ? new Promise(() => {}) : request.work({})))
      .then(request.resolve, request.reject)
      .finally(() => {
        if (this.#lock.held === request) {
          this.#lock.held = undefined;
          this.#grant();
        }
      });
  }

  storageOf(page) {
    if (this.options.storage === 'off') {
      throw new Error('SecurityError');
    }
    const tell = (key, newValue) =>
      this.pages.filter((other) => other !== page).forEach((other) => other.fire('storage', { key, newValue }));
    const methods = {
      getItem: (key) => this.#seen(key, page),
      setItem: (key, value) => {
        if (this.options.storage === 'full') {
          throw new Error('QuotaExceededError');
        }
        this.put(key, String(value), page);
        tell(key, String(value));
      },
      removeItem: (key) => {
        if (this.#seen(key, page) !== null) {
          this.put(key, null, page);
          tell(key, null);
        }
      },
    };
    return new Proxy(methods, {
      // In no order that anybody could rely on.
      ownKeys: () => [...this.#items.keys()].filter((key) => this.#seen(key, page) !== null).reverse(),
      getOwnPropertyDescriptor: (target, key) => ({ value: this.#seen(key, page), enumerable: true, configurable: true }),
    });
  }

  /** What goes over the line. */
  receive(page, url, { method = 'GET', body, credentials = 'same-origin', keepalive = false, headers, beacon = false }) {
    const { origin, pathname, searchParams } = new URL(url);
    const request = {
      at: this.now,
      page,
      origin,
      method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      body: body && JSON.parse(body),
      isText: body === undefined || typeof body === 'string',
      credentials,
      keepalive: !!keepalive,
      headers,
      beacon,
    };
    this.requests.push(request);
    const answer = this.online ? (this.answer(request) ?? this.#asWeir(request)) : 'fail';
    request.arrived = answer !== 'fail' && (answer === 'hang' || (answer.status ?? 200) < 300);
    request.isOpen = answer === 'hang' || answer.delay > 0;
    return { request, answer };
  }

  #asWeir({ path, query, credentials, body }) {
    const cookie = credentials === 'include' ? this.cookies.did : undefined;
    if (path === '/init') {
      const did = query.did ?? cookie ?? 'device' + ++this.devices;
      if (credentials === 'include' && !query.cookieless) {
        this.cookies.did = did;
      }
      return { body: { did, seance: 'session' + ++this.sessions, currency: 'EUR' } };
    }
    return { body: { status: 'success', path, event: body?.event } };
  }
}

class Page {
  timers = [];
  errors = [];
  closed = false;
  #listeners = [];
  #timerId = 0;
  #open = new Set();

  constructor(browser, url, src) {
    this.browser = browser;
    const page = this;
    const { options } = browser;
    const { href, origin, search, pathname } = new URL(url);
    this.document = { currentScript: src === null ? null : { src }, referrer: 'https://search.example/', hidden: false };
    this.window = vm.createContext({
      document: this.document,
      location: { href, origin, search, pathname, toString: () => href },
      navigator: {
        cookieEnabled: options.cookieEnabled,
        globalPrivacyControl: options.gpc,
        doNotTrack: options.dnt,
        get onLine() {
          return browser.online;
        },
        locks: options.locks ? { request: (name, work) => browser.lock(page, work) } : undefined,
        sendBeacon: (target, body) => options.beaconsTaken && !!browser.receive(page, target, {
          method: 'POST', body, credentials: 'include', keepalive: true, beacon: true,
        }),
      },
      addEventListener: (type, listener) => this.#listeners.push({ type, listener }),
      setTimeout: (fn, ms, ...args) => {
        const timer = { id: ++this.#timerId, at: browser.now + ms, fn, args, page };
        this.timers.push(timer);
        return timer.id;
      },
      clearTimeout: (id) => {
        this.timers = this.timers.filter((timer) => timer.id !== id);
      },
      fetch: (target, init) => this.#fetch(target, init),
      AbortController,
      URL,
      URLSearchParams,
    });
    Object.defineProperty(this.window, 'localStorage', { get: () => browser.storageOf(page), enumerable: true });
    this.run('window = globalThis');
    this.run('Date').now = () => browser.now;
    this.run('Math').random = () => browser.chance();
    this.parse = this.run('JSON.parse');
  }

  run(code) {
    return vm.runInContext(code, this.window);
  }

  load() {
    this.run(SCRIPT);
    this.fire('pageshow', {});
  }

  /** Calls personaclick as the page would. */
  call(...args) {
    return this.callAs('personaclick', ...args);
  }

  callAs(name, ...args) {
    return this.window[name](...args.map((arg) => (Object(arg) === arg && typeof arg !== 'function' ? this.#own(arg) : arg)));
  }

  /** Objects of the page's own realm, whose constructor is its own Object. */
  #own(value) {
    return this.parse(JSON.stringify(value));
  }

  fire(type, event) {
    if (!this.closed) {
      this.#listeners.filter((entry) => entry.type === type).forEach(({ listener }) => listener(event));
    }
  }

  hide(hidden = true) {
    this.document.hidden = hidden;
    this.fire('visibilitychange', {});
  }

  /** As a tab that is closed, or goes to another page: what is in flight ends, unless it is kept alive. */
  async close() {
    this.fire('pagehide', {});
    await this.crash();
  }

  /** As when the process is killed. */
  async crash() {
    this.closed = true;
    this.timers = [];
    this.#open.forEach((give) => give());
    this.browser.unlock(this);
    await this.browser.settle();
  }

  expire(timer) {
    this.timers = this.timers.filter((other) => other !== timer);
    try {
      timer.fn(...timer.args);
    } catch (e) {
      this.errors.push(e);
    }
  }

  #fetch(target, init = {}) {
    return new Promise((resolve, reject) => {
      const { request, answer } = this.browser.receive(this, target, init);
      const close = () => {
        request.isOpen = false;
        this.#open.delete(close);
      };
      this.#open.add(close);
      init.signal?.addEventListener('abort', () => {
        request.aborted = request.isOpen;
        close();
        reject(new Error('AbortError'));
      });
      if (answer === 'fail') {
        close();
        reject(new TypeError('Failed to fetch'));
      } else if (answer !== 'hang') {
        const give = () => {
          close();
          resolve(this.#response(answer));
        };
        answer.delay ? this.window.setTimeout(give, answer.delay) : give();
      }
    });
  }

  #response({ status = 200, body, retryAfter = null }) {
    return {
      status,
      ok: status >= 200 && status < 300,
      headers: { get: (name) => (name === 'Retry-After' ? retryAfter : null) },
      json: async () => this.parse(typeof body === 'string' ? body : JSON.stringify(body)),
    };
  }
}

/** A function that remembers what it was called with. */
export function spy() {
  const calls = [];
  return Object.assign((argument) => calls.push(argument), { calls });
}
