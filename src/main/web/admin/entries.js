// What the live log knows, without a page.

const FILTERS = ['section', 'dialect', 'type', 'outcome', 'device'];

/** @returns where the stream of these filters is; those that are empty are left out */
export function streamPath(filters) {
  const query = new URLSearchParams();
  for (const name of FILTERS) {
    const value = filters[name]?.trim();
    if (value) {
      query.set(name, value);
    }
  }
  const text = query.toString();
  return text ? `/api/live?${text}` : '/api/live';
}

/** The newest requests, at most so many. */
export class Entries {
  #bound;
  #byId = new Map();
  /** Of what falls out of the bound. */
  forgotten = 0;

  constructor(bound) {
    this.#bound = bound;
  }

  get size() {
    return this.#byId.size;
  }

  get(id) {
    return this.#byId.get(id);
  }

  /** One that comes again is in the place of what was known, and of no more age than before. */
  put(request) {
    this.#byId.set(request.id, request);
    if (this.#byId.size > this.#bound) {
      this.#byId.delete(this.#byId.keys().next().value);
      this.forgotten++;
    }
  }

  /** @returns the request that it belongs to, or undefined where that is not, or no longer, known */
  settle({ request, seq, sink, ...fate }) {
    const entry = this.#byId.get(request);
    const event = entry?.events?.find((each) => each.seq === seq);
    if (!event) {
      return undefined;
    }
    event.fates = { ...event.fates, [sink]: fate };
    return entry;
  }

  clear() {
    this.#byId.clear();
    this.forgotten = 0;
  }

  /** The newest first. */
  list() {
    return [...this.#byId.values()].reverse();
  }
}

/** Each thing once, in the order of its first time, separated by commas. */
export const types = (entry) => [...new Set((entry.events ?? []).map(({ type }) => type).filter(Boolean))].join(', ');

/** The worst and what still waits is what is to be seen first. */
const RANK = ['dead-lettered', 'pending', 'delivered', 'superseded', 'skipped', 'not-routed'];

/** @returns per sink {sink, fate, count, of}: the fate that matters most, and how many of the request's events have it */
export function fates(entry) {
  const sinks = new Map();
  for (const event of entry.events ?? []) {
    for (const [sink, { fate }] of Object.entries(event.fates ?? {})) {
      const counts = sinks.get(sink) ?? new Map();
      sinks.set(sink, counts.set(fate, (counts.get(fate) ?? 0) + 1));
    }
  }
  return [...sinks].map(([sink, counts]) => {
    const fate = RANK.find((each) => counts.has(each)) ?? counts.keys().next().value;
    return { sink, fate, count: counts.get(fate), of: [...counts.values()].reduce((sum, each) => sum + each) };
  });
}
