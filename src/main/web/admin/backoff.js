const LEAST_MILLIS = 1000;
const MOST_MILLIS = 15_000;

/** How long to wait after so many failures in a row: twice as long each time, spread so that pages do not come back at once. */
export function backoff(failures, random = Math.random, least = LEAST_MILLIS) {
  const full = Math.min(MOST_MILLIS, least * 2 ** Math.min(failures - 1, 10));
  return Math.round(full * (0.75 + random() / 4));
}
