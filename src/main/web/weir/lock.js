import { LEASE, LEASE_SETTLES } from './bounds.js';
import { newId } from './id.js';
import { allowed } from './privacy.js';
import { drop, read, write } from './store.js';

let owner;

/**
 * Does the work while no other tab does: by Web Locks, or where there are none (http pages), by a lease in localStorage.
 * Where the browser denies locks it denies storage too, so there is nothing to share.
 *
 * @param work never rejects
 */
export const alone = (work) =>
  navigator.locks ? navigator.locks.request('weir', work).catch(work) : underLease(work);

/** Prolongs the lease: to be called before each request. */
export const prolong = () => owner && write('l', [owner, Date.now() + LEASE]);

const underLease = async (work) => {
  const me = newId();
  while (allowed() && read('l')[0] != me) {
    const left = read('l')[1] - Date.now();
    // A lease that ends later than any can was made by a clock that was ahead.
    if (!(left > 0 && left <= LEASE)) {
      owner = me;
      prolong();
    }
    await new Promise((resolve) => setTimeout(resolve, LEASE_SETTLES));
  }
  await work();
  owner = drop('l');
};
