/* The conservation law as the private port's page does the sum. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Watch, laws } from '../../main/web/admin/law.js';

const intake = { received: 15, accepted: 10, duplicates: 2, rejected: 1, answered: 1, waiting: 1 };
const files = { name: 'files', delivered: 4, superseded: 1, deadLettered: 1, skipped: 1, notRouted: 1, pending: 2 };
const status = (change = {}) => ({ intake, journal: { accepted: 10 }, sinks: [files], ...change });

test('what came in is what became of it, at the intake and at each sink', () => {
  const [first, second] = laws(status());
  assert.deepEqual([first.name, first.whole.value, first.off], ['intake', 15n, 0n]);
  assert.deepEqual(first.terms.map(({ label }) => label), ['accepted', 'duplicates', 'rejected', 'answered', 'waiting']);
  assert.deepEqual([second.name, second.whole.value, second.off], ['files', 10n, 0n]);
  assert.deepEqual(second.terms.map(({ label }) => label), ['delivered', 'superseded', 'dead-lettered', 'skipped', 'not routed', 'pending']);
});

test('each term counts', () => {
  for (const term of Object.keys(files).filter((name) => name !== 'name')) {
    assert.equal(laws(status({ sinks: [{ ...files, [term]: files[term] + 1 }] }))[1].off, -1n, term);
  }
  for (const term of Object.keys(intake)) {
    assert.equal(laws(status({ intake: { ...intake, [term]: intake[term] + 1 } }))[0].off, term === 'received' ? 1n : -1n, term);
  }
});

test('large numbers are summed without rounding', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const [law] = laws(status({ intake: { ...intake, received: most, accepted: most, duplicates: most, rejected: 0, answered: 0, waiting: 0 } }));
  assert.equal(law.off, -BigInt(most));
});

test('a sum of what is not known, or was rounded on its way, is not known', () => {
  for (const value of [null, undefined, 2 ** 53, -1, 0.5, '7', NaN]) {
    assert.equal(laws(status({ intake: { ...intake, answered: value } }))[0].off, null, String(value));
  }
  assert.equal(laws(status({ journal: null }))[1].off, null);
  assert.deepEqual(laws({}).map(({ off }) => off), [null]);
});

test('a law is broken once it is off twice in a row', () => {
  const watch = new Watch();
  const off = laws(status({ intake: { ...intake, received: 16 } }));
  assert.deepEqual(watch.judge(laws(status())), ['holds', 'holds']);
  assert.deepEqual(watch.judge(off), ['checking', 'holds']);
  assert.deepEqual(watch.judge(laws(status())), ['holds', 'holds']);
  assert.deepEqual(watch.judge(off), ['checking', 'holds']);
  assert.deepEqual(watch.judge(off), ['broken', 'holds']);
  assert.deepEqual(watch.judge(laws(status({ journal: null }))), ['holds', 'unknown']);
});
