/* What the private port's page knows of the live log, and how it is told in few words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Entries, fates, streamPath, types } from '../../main/web/admin/entries.js';
import { fateText } from '../../main/web/admin/fate.js';

const request = (id, ...events) => ({ id, events });
const event = (seq, all, type = 'view') => ({ seq, type, fates: all });

test('filters that are empty are not sent, and others as they are', () => {
  assert.equal(streamPath({}), '/api/live');
  assert.equal(streamPath({ section: ' ', outcome: '4xx', device: ' a&b=c ', more: 'x' }), '/api/live?outcome=4xx&device=a%26b%3Dc');
});

test('the newest are kept and are first', () => {
  const entries = new Entries(2);
  [1, 2, 3].forEach((id) => entries.put(request(id)));
  assert.deepEqual(entries.list().map(({ id }) => id), [3, 2]);
  assert.deepEqual([entries.size, entries.forgotten], [2, 1]);
});

test('a request that comes again is in its old place', () => {
  const entries = new Entries(2);
  [1, 2].forEach((id) => entries.put(request(id)));
  entries.put({ ...request(1), status: 200 });
  assert.deepEqual(entries.list().map(({ id, status }) => [id, status]), [[2, undefined], [1, 200]]);
  assert.equal(entries.forgotten, 0);
});

test('a fate changes that of its own event and sink', () => {
  const entries = new Entries(9);
  entries.put(request(1, event(7, { files: { fate: 'pending' }, vendor: { fate: 'pending' } }), event(8, { files: { fate: 'pending' } })));
  const changed = entries.settle({ request: 1, seq: 7, sink: 'files', fate: 'superseded', by: 8 });
  assert.equal(changed.id, 1);
  assert.deepEqual(changed.events.map((each) => each.fates), [
    { files: { fate: 'superseded', by: 8 }, vendor: { fate: 'pending' } }, { files: { fate: 'pending' } },
  ]);
});

test('a fate of what is not known changes nothing', () => {
  const entries = new Entries(9);
  entries.put(request(1, event(7, {})));
  assert.equal(entries.settle({ request: 2, seq: 7, sink: 'files', fate: 'delivered' }), undefined);
  assert.equal(entries.settle({ request: 1, seq: 9, sink: 'files', fate: 'delivered' }), undefined);
});

test('of several fates at a sink that is told which matters most', () => {
  const of = (...all) => fates(request(1, ...all.map((fate, i) => event(i + 1, { files: { fate } }))));
  assert.deepEqual(of('delivered', 'delivered'), [{ sink: 'files', fate: 'delivered', count: 2, of: 2 }]);
  assert.deepEqual(of('delivered', 'pending', 'delivered'), [{ sink: 'files', fate: 'pending', count: 1, of: 3 }]);
  assert.deepEqual(of('pending', 'dead-lettered'), [{ sink: 'files', fate: 'dead-lettered', count: 1, of: 2 }]);
  assert.deepEqual(of('a fate of a later version'), [{ sink: 'files', fate: 'a fate of a later version', count: 1, of: 1 }]);
  assert.deepEqual(fates({ id: 1 }), []);
});

test('types are told once each', () => {
  assert.equal(types(request(1, event(1, {}, 'view'), event(2, {}, 'cart-add'), event(3, {}, 'view'), event(4, {}, null))), 'view, cart-add');
  assert.equal(types({}), '');
});

test('a fate is told with all that is known of it', () => {
  assert.equal(fateText({ fate: 'superseded', by: 9, time: 'T' }), 'superseded by 9 (T)');
  assert.equal(fateText({ fate: 'pending', failures: 2, reason: 'timeout' }), 'pending, failures 2, timeout');
});
