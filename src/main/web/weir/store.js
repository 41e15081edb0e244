/*
 * What is kept between pages, in localStorage under weir.<shop>. and shared by tabs, each a JSON array:
 *   d  [did, seance]              the device, and its session (absent once it is over)
 *   t  [ms]                       the last event
 *   s  [ms, from, code]           the campaign
 *   b  [failures, ms]             no attempt before then, in no tab
 *   l  [owner, ms]                the lock, where there are no Web Locks
 *   e...  [path, body, tries]     an event that waits: one key each, for two tabs that rewrite one key lose events
 * Cookies are the server's alone: it keeps the device id in one (HttpOnly, unless configured otherwise), which outlives
 * a storage that the browser clears. Where localStorage is off or full, things are kept in memory, as long as the page.
 */
import { allowed } from './privacy.js';
import { prefix } from './settings.js';

const memory = {};

/** What the function returns, or undefined where it throws: storage may be off, full, or scribbled over. */
export const quietly = (fn, argument) => {
  try {
    return fn(argument);
  } catch (e) {
    // As good as absent.
  }
};

export const write = (key, value) => {
  if (allowed()) {
    key = prefix + key;
    memory[key] = JSON.stringify(value);
    quietly(() => {
      localStorage.setItem(key, memory[key]);
      delete memory[key];
    });
  }
};

/** The text of what was written, or something false. */
export const text = (key) => memory[prefix + key] || quietly(() => localStorage.getItem(prefix + key));

/** What was written, or an empty array. */
export const read = (key) => quietly(() => [...JSON.parse(text(key))]) || [];

export const drop = (key) => remove(prefix + key);

/** Whether it ends with the page. */
export const isFleeting = (key) => memory[prefix + key];

/** The ids of the events that wait, which are their keys, the newest first. */
export const events = () =>
  names(prefix + 'e')
    .map((key) => key.slice(prefix.length))
    .sort()
    .reverse();

/** Removes all that was ever stored, of whatever shop. */
export const forget = () => names('weir.').forEach(remove);

/** Calls back when another tab has forgotten everything: only then does the device go. */
export const onForgotten = (forgotten) =>
  addEventListener('storage', ({ key, newValue }) => newValue || key != prefix + 'd' || forgotten());

const remove = (key) => {
  delete memory[key];
  quietly(() => localStorage.removeItem(key));
};

const names = (start) =>
  Object.keys(memory)
    .concat(quietly(() => Object.keys(localStorage)) || [])
    .filter((key) => key.startsWith(start));
