import { MAX_KEEPALIVE_CHARS, TIMEOUT } from './bounds.js';
import { common, options } from './settings.js';

/** What an answer means: it is done, it is refused for good, or it may be tried again. */
const DONE = 0;
const REFUSED = 1;
const LATER = 2;

const inFlight = new Set();

export const error = (message) => ({ status: 'error', message });

/**
 * One attempt; never rejects. A string as body makes the request text/plain, so that the browser asks for no permission
 * first (Fetch, CORS-safelisted content types).
 *
 * @returns [0 when done, 1 when refused for good, 2 when it may be tried again; answer or error; Retry-After or null]
 */
export const call = (path, body) => {
  const control = new AbortController();
  inFlight.add(control);
  // Of no effect on what has been answered by then.
  setTimeout(() => inFlight.delete(control) && control.abort(), TIMEOUT);
  return fetch(options.api + path, {
    method: body ? 'POST' : 'GET',
    body,
    // Without cookies nothing is sent along, and Set-Cookie is ignored.
    credentials: common.cookieless ? 'omit' : 'include',
    keepalive: body && body.length < MAX_KEEPALIVE_CHARS,
    signal: control.signal,
  })
    .then(async (response) => [
      response.ok ? DONE : /^5|408|425|429/.test(response.status) ? LATER : REFUSED,
      // Where a document has an empty answer, and where it is none of ours.
      (await response.json().catch(() => 0)) || {},
      response.headers.get('Retry-After'),
    ])
    .catch((e) => [LATER, error('' + e)]);
};

/** Gives up whatever is in flight. */
export const cancel = () => inFlight.forEach((control) => control.abort());

/** Lists by commas and objects as JSON (API reference, GET /search); what is undefined or null is left out. */
export const query = (params) => {
  const search = new URLSearchParams();
  for (const name in params) {
    const value = params[name];
    if (value != null) {
      search.set(name, value.constructor == Object ? JSON.stringify(value) : value);
    }
  }
  return '?' + search;
};

/** Calls the page's function, if it is one, in a task of its own: what it throws is the page's. */
export const run = (fn, argument) => {
  if (fn && fn.call) {
    setTimeout(fn, 0, argument);
  }
};
