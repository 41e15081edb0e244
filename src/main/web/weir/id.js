let sequence = 1296;
let last = 0;

/**
 * An id that sorts by time: an e, 8 characters of milliseconds, which do not step back within a page, 3 of a count, and 8
 * or so of chance, which tell two tabs apart.
 */
export const newId = () =>
  'e' +
  (last = Math.max(last, Date.now())).toString(36) +
  (sequence++).toString(36) +
  Math.random().toString(36).slice(2, 10);

/** When an id was made, in ms. */
export const timeOf = (id) => parseInt(id.slice(1, 9), 36);
