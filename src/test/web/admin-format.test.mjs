/* Numbers and times as the private port's page shows them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { age, bytes, clock, count, lonePoints, micros, millis, rate, share, shortId, ticks } from '../../main/web/admin/format.js';

const told = (format, cases) => {
  for (const [value, expected] of cases) {
    assert.equal(format(value), expected, `${format.name}(${value})`);
  }
};

test('counts have commas', () => told(count, [[0, '0'], [1234567, '1,234,567'], [9007199254740993n, '9,007,199,254,740,993']]));

test('rates have no more digits than can be read', () =>
  told(rate, [[0, '0/s'], [0.25, '0.25/s'], [12.54, '12.5/s'], [500, '500/s'], [12345.6, '12,346/s']]));

test('bytes are told by powers of 1024', () =>
  told(bytes, [[0, '0 B'], [1023, '1,023 B'], [1024, '1.0 KiB'], [10 * 1024 ** 3, '10 GiB'], [1.5 * 1024 ** 2, '1.5 MiB'], [5000 * 1024 ** 5, '5,000 PiB'], [-1, '–']]));

test('times have the unit that fits them', () => {
  told(millis, [[0, '0 ms'], [0.123, '0.12 ms'], [1.23, '1.2 ms'], [250, '250 ms'], [12_500, '13 s']]);
  told(micros, [[0, '0 µs'], [999, '999 µs'], [1500, '1.5 ms']]);
  told(age, [[0, '0 s'], [59.9, '59 s'], [60, '1 min 0 s'], [3661, '1 h 1 min'], [90_061, '1 d 1 h'], [-5, '0 s']]);
});

test('what is not known is a dash', () => {
  for (const format of [count, rate, bytes, millis, micros, age, clock, shortId]) {
    assert.equal(format(null), '–', format.name);
    assert.equal(format(undefined), '–', format.name);
  }
  told(count, [[NaN, '–'], ['7', '–'], [Infinity, '–']]);
  assert.equal(clock('soon'), '–');
});

test('the time of day is that of the reader', () => {
  const here = new Date(2026, 0, 2, 3, 4, 5, 6).toISOString();
  assert.equal(clock(here), '03:04:05');
  assert.equal(clock(here, true), '03:04:05.006');
});

test('long ids are cut, short ones are not', () => told(shortId, [['0123456789', '0123456789'], ['01234567890', '01234567…'], ['', '']]));

test('a share is never more than all', () => {
  assert.deepEqual([share(1, 4), share(9, 4), share(1, 0), share(null, 4)], [25, 100, 0, 0]);
});

test('ticks of an axis are told apart', () => {
  assert.deepEqual(ticks([0, 0.05, 0.1, 0.15]), ['0', '0.05', '0.1', '0.15']);
  assert.deepEqual(ticks([0, 1250, 2500, 1_000_000]), ['0', '1.25K', '2.5K', '1M']);
});

test('a value that stands alone is a point', () => {
  assert.deepEqual(lonePoints([1, null, 2, 3, null, null, 4]), [0, 6]);
  assert.deepEqual(lonePoints([0]), [0]);
  assert.equal(lonePoints([1, 2, null]), null);
  assert.equal(lonePoints([]), null);
});
