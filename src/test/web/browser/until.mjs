import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MILLIS = 20;
const LIMIT_MILLIS = 20_000;

/** What the condition gives once it is something true; it may be a promise. */
export async function until(what, condition) {
  const end = performance.now() + LIMIT_MILLIS;
  for (;;) {
    const is = await condition();
    if (is) {
      return is;
    }
    if (performance.now() > end) {
      throw new Error(`${what}: not within ${LIMIT_MILLIS} ms`);
    }
    await pause(LOOK_AGAIN_MILLIS);
  }
}
