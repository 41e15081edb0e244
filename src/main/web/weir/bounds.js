/* Every bound there is; times in ms. A file of its own, without imports, so that esbuild puts the numbers where they are used. */

/** Of what waits, of all tabs together; beyond them the oldest event goes. Of questions and of calls before init, too. */
export const MAX_EVENTS = 100;
export const MAX_CHARS = 65536;
/** As long as the server knows a repetition: a later one would count twice. */
export const MAX_AGE = 864e5;
/** An event that is answered 5xx for ever must not hold up the others. Only the oldest is tried, so only it counts. */
export const MAX_TRIES = 30;
/** The wait after n failures in a row is between 0 and 2^n times MIN_PAUSE (full jitter), bounded by MAX_PAUSE. */
export const MIN_PAUSE = 1e3;
export const MAX_PAUSE = 6e5;
/** The longest wait that a server can ask for. */
export const MAX_RETRY_AFTER = 36e5;
/** A request that has no answer by then counts as one that failed. */
export const TIMEOUT = 15e3;
/** How long a tab may be silent while it holds the lease: longer than one request may take. */
export const LEASE = 20e3;
/** Of two tabs that take the lease at the same time the later one wins, and both must have had the time to see it. */
export const LEASE_SETTLES = 99;
/** A session is over after so long without an event (wire-facts 1.4). */
export const SESSION_IDLE = 72e5;
/** How long events carry the campaign they came from (tracking page, Source Param). */
export const CAMPAIGN = 1728e5;
/** A browser refuses keepalive beyond 64 KiB of all that is in flight, and a character may take 3 bytes. */
export const MAX_KEEPALIVE_CHARS = 2e4;
/** Of a URL in an event. */
export const MAX_URL_CHARS = 2e3;
