/*
 * The conservation law: what came in is what became of it. The page does the sum itself, of what the port told it, in integers
 * without a bound.
 */

const INTAKE = [['accepted', 'accepted'], ['duplicates', 'duplicates'], ['rejected', 'rejected'], ['answered', 'answered'], ['waiting', 'waiting']];
const SINK = [
  ['delivered', 'delivered'], ['superseded', 'superseded'], ['deadLettered', 'dead-lettered'],
  ['skipped', 'skipped'], ['notRouted', 'not routed'], ['pending', 'pending'],
];

/** @returns the laws of the intake and of each sink: {name, whole, terms, off}; off is null where something is not known */
export function laws(status) {
  const { intake, journal, sinks } = status;
  return [
    law('intake', 'received', intake?.received, INTAKE, intake),
    ...(sinks ?? []).map((sink) => law(sink.name, 'accepted', journal?.accepted, SINK, sink)),
  ];
}

function law(name, label, value, names, of) {
  const terms = names.map(([field, term]) => ({ label: term, value: exact(of?.[field]) }));
  const whole = { label, value: exact(value) };
  return { name, whole, terms, off: off(whole, terms) };
}

/** By how much the whole exceeds its parts. */
function off(whole, terms) {
  if (whole.value === null || terms.some(({ value }) => value === null)) {
    return null;
  }
  return whole.value - terms.reduce((sum, { value }) => sum + value, 0n);
}

/** Null of what is no count, or of one so large that JSON.parse may have rounded it. */
export function exact(value) {
  return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : null;
}

/**
 * Which laws do not hold. Counters are read one after the other while events pass, so that one reading may be off by what
 * passed between; the second in a row is none of that.
 */
export class Watch {
  #offBefore = new Set();

  /** @returns per law holds, checking (off for the first time), broken, or unknown */
  judge(all) {
    const off = new Set(all.filter((each) => each.off !== null && each.off !== 0n).map(({ name }) => name));
    const states = all.map((each) => {
      if (each.off === null) {
        return 'unknown';
      }
      return off.has(each.name) ? (this.#offBefore.has(each.name) ? 'broken' : 'checking') : 'holds';
    });
    this.#offBefore = off;
    return states;
  }
}
