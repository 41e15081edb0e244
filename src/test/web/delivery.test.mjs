import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, HOUR, MINUTE, SECOND, SHOP, spy } from './fake-browser.mjs';
import { DAY, INIT, pushes, pushesGet, started, view, viewed, waiting } from './steps.mjs';

test('ten events without a line arrive once each, in order, when it is back', async () => {
  const { browser, page } = await started();
  await browser.go(false);
  for (let i = 1; i <= 10; i++) {
    view(page, i);
    await browser.pass(MINUTE);
  }
  assert.equal(pushes(browser).length, 0);
  await browser.go(true);
  assert.deepEqual(viewed(browser), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  assert.equal(page.window.personaclick.stats.sent, 10);
  assert.equal(waiting(browser), 0);
});

test('without a line, the page that tracked them may be long gone', async () => {
  const { browser, page } = await started();
  await browser.go(false);
  view(page, 1);
  await page.close();
  await browser.go(true);
  assert.deepEqual(viewed(browser), []);
  await browser.open([INIT]);
  assert.deepEqual(viewed(browser), [1]);
});

test('an event is tried again under the same id until it has arrived', async () => {
  for (const answer of ['fail', { status: 500 }, { status: 503 }, { status: 429 }, { status: 408 }, { status: 425 }]) {
    const { browser, page } = await started();
    const success = spy();
    pushesGet(browser, answer);
    page.call('track', 'view', 1, success);
    await browser.pass(10 * SECOND);
    assert.ok(pushes(browser).length > 1);
    assert.equal(success.calls.length, 0);
    pushesGet(browser, undefined);
    await browser.pass(MINUTE);
    assert.deepEqual(viewed(browser), [1]);
    assert.equal(new Set(pushes(browser).map((request) => request.body.event_id)).size, 1);
    assert.equal(success.calls.length, 1);
    const arrived = pushes(browser).length;
    await browser.pass(DAY);
    assert.equal(pushes(browser).length, arrived);
  }
});

test('every event has an id of its own', async () => {
  const browser = new Browser();
  await Promise.all([browser.open([INIT]), browser.open([INIT])]);
  browser.pages.forEach((page) => [1, 2, 3].forEach((id) => view(page, id)));
  await browser.settle();
  assert.equal(new Set(browser.events().map((event) => event.event_id)).size, 6);
});

test('an event that is refused is dropped and counted, and the next one goes', async () => {
  for (const status of [400, 401, 403, 404, 413, 422]) {
    const { browser, page } = await started();
    const failure = spy();
    browser.answer = ({ body }) => (body?.items?.[0].id === 1 ? { status, body: { message: 'bad' } } : undefined);
    page.call('track', 'view', 1, () => assert.fail(), failure);
    view(page, 2);
    await browser.pass(DAY);
    assert.deepEqual(pushes(browser).map((request) => request.body.items[0].id), [1, 2]);
    assert.deepEqual(failure.calls.map((answer) => answer.message), ['bad']);
    assert.deepEqual({ ...page.window.personaclick.stats }, { refused: 1, sent: 1 });
  }
});

test('no attempt is made before Retry-After has passed, by any tab, nor by a page opened meanwhile', async () => {
  for (const chance of [0, 0.999]) {
    const { browser, page } = await started();
    const other = await browser.open([INIT]);
    browser.fixedChance = chance;
    pushesGet(browser, { status: 429, retryAfter: '30' });
    view(page, 1);
    await browser.settle();
    pushesGet(browser, undefined);
    await browser.pass(20 * SECOND);
    view(other, 2);
    await browser.pass(1);
    const third = await browser.open([INIT]);
    view(third, 3);
    await browser.go(false);
    await browser.go(true);
    await browser.pass(9 * SECOND);
    assert.equal(pushes(browser).length, 1);
    await browser.pass(3 * SECOND);
    assert.deepEqual(viewed(browser), [1, 2, 3]);
  }
});

test('a Retry-After that makes no sense holds up nothing for long', async () => {
  for (const retryAfter of ['', 'soon', '-5', '99999999999']) {
    const { browser, page } = await started();
    pushesGet(browser, { status: 503, retryAfter });
    view(page, 1);
    await browser.settle();
    pushesGet(browser, undefined);
    await browser.pass(HOUR + 2 * SECOND);
    assert.deepEqual(viewed(browser), [1], retryAfter);
  }
});

test('waits grow twofold up to ten minutes, and chance has them all', async () => {
  const waits = async (chance) => {
    const { browser, page } = await started();
    browser.fixedChance = chance;
    pushesGet(browser, { status: 503 });
    view(page, 1);
    await browser.pass(2 * HOUR);
    const at = pushes(browser).map((request) => request.at);
    return at.slice(1, 15).map((time, i) => (time - at[i]) / SECOND);
  };
  assert.deepEqual(await waits(0.5), [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]);
  assert.deepEqual((await waits(0.25)).slice(0, 4), [0.25, 0.5, 1, 2]);
});

test('a success ends the growth of waits', async () => {
  const { browser, page } = await started();
  browser.fixedChance = 0.5;
  pushesGet(browser, 'fail');
  view(page, 1);
  await browser.pass(MINUTE);
  pushesGet(browser, undefined);
  await browser.pass(MINUTE);
  pushesGet(browser, 'fail');
  const before = pushes(browser).length;
  view(page, 2);
  await browser.pass(500);
  assert.equal(pushes(browser).length, before + 2);
});

test('so does a device', async () => {
  const browser = new Browser();
  browser.fixedChance = 0.5;
  browser.answer = () => 'fail';
  const page = await browser.open([INIT]);
  await browser.pass(MINUTE);
  pushesGet(browser, 'fail');
  await browser.pass(MINUTE);
  view(page, 1);
  await browser.pass(500);
  assert.equal(pushes(browser).length, 2);
});

test('events during a pause make no more timers', async () => {
  const { browser, page } = await started();
  pushesGet(browser, { status: 429, retryAfter: '60' });
  view(page, 0);
  await browser.pass(30 * SECOND);
  for (let i = 1; i < 20; i++) {
    view(page, i);
    await browser.settle();
  }
  assert.equal(page.timers.length, 1);
});

test('the first attempt at a pause that a clock left far ahead is made at once', async () => {
  const { browser, page } = await started();
  browser.put(`weir.${SHOP}.b`, JSON.stringify([3, browser.now + 30 * DAY]));
  view(page, 1);
  await browser.settle();
  assert.deepEqual(viewed(browser), [1]);
});

test('an event that fails for ever is given up after 30 attempts, and the next one goes', async () => {
  const { browser, page } = await started();
  const failure = spy();
  browser.answer = ({ body }) => (body?.items?.[0].id === 1 ? { status: 500 } : undefined);
  page.call('track', 'view', 1, () => assert.fail(), failure);
  view(page, 2);
  await browser.pass(12 * HOUR);
  assert.equal(pushes(browser).filter((request) => request.body.items[0].id === 1).length, 30);
  assert.deepEqual(viewed(browser), [2]);
  assert.equal(failure.calls.length, 1);
  assert.equal(page.window.personaclick.stats.expired, 1);
});

test('an event is given up after 24 hours, when the server would no longer know it', async () => {
  for (const [age, arrived] of [[DAY - MINUTE, 1], [DAY + MINUTE, 0]]) {
    const { browser, page } = await started();
    await browser.go(false);
    view(page, 1);
    await browser.pass(age);
    await browser.go(true);
    assert.equal(viewed(browser).length, arrived);
    assert.equal(waiting(browser), 0);
    assert.equal(page.window.personaclick.stats.expired ?? 0, 1 - arrived);
  }
});

test('of more than a hundred events that wait, the oldest go, and are counted', async () => {
  const { browser, page } = await started();
  await browser.go(false);
  const failure = spy();
  page.call('track', 'view', 0, null, failure);
  for (let i = 1; i <= 101; i++) {
    view(page, i);
  }
  await browser.settle();
  assert.equal(waiting(browser), 100);
  assert.equal(page.window.personaclick.stats.dropped, 2);
  assert.equal(failure.calls.length, 1);
  await browser.go(true);
  assert.deepEqual(viewed(browser), Array.from({ length: 100 }, (_, i) => i + 2));
});

test('events that wait take no more than 64 Ki characters', async () => {
  const { browser, page } = await started();
  await browser.go(false);
  for (let i = 0; i < 10; i++) {
    page.call('track', 'my_event', { i, text: 'x'.repeat(15_000) });
  }
  page.call('track', 'view', 'small');
  assert.equal(waiting(browser), 5);
  page.call('track', 'my_event', { text: 'x'.repeat(70_000) });
  assert.equal(page.window.personaclick.stats.dropped, 12);
  assert.equal(waiting(browser), 0);
});

test('only one request of the queue is in flight, in all tabs together', async () => {
  for (const locks of [true, false]) {
    const browser = new Browser({ locks });
    const pages = [await browser.open([INIT]), await browser.open([INIT]), await browser.open([INIT])];
    await browser.pass(MINUTE);
    pushesGet(browser, 'hang');
    pages.forEach((page, i) => [1, 2, 3].forEach((id) => view(page, 10 * i + id)));
    for (let i = 0; i < 20; i++) {
      await browser.pass(SECOND);
      assert.ok(pushes(browser).filter((request) => request.isOpen).length <= 1);
    }
    pushesGet(browser, undefined);
    await browser.pass(10 * MINUTE);
    // One hung at least, and was made again.
    assert.equal(new Set(browser.events().map((event) => event.event_id)).size, 9);
    assert.equal(waiting(browser), 0);
  }
});

test('two tabs with a line send each event once', async () => {
  for (const locks of [true, false]) {
    const browser = new Browser({ locks });
    const pages = [await browser.open([INIT]), await browser.open([INIT])];
    await browser.pass(MINUTE);
    await browser.go(false);
    pages.forEach((page, i) => [1, 2, 3].forEach((id) => view(page, 10 * i + id)));
    await browser.go(true);
    await browser.pass(MINUTE);
    assert.deepEqual(viewed(browser).sort(), [1, 11, 12, 13, 2, 3]);
  }
});

test('the success of an event is called though another tab has sent it', async () => {
  const browser = new Browser();
  const one = await browser.open([INIT]);
  const other = await browser.open([INIT]);
  await browser.go(false);
  const success = spy();
  one.call('track', 'view', 1, success);
  browser.online = true;
  view(other, 2);
  await browser.settle();
  assert.deepEqual(viewed(browser), [1, 2]);
  one.fire('online', {});
  await browser.settle();
  assert.equal(success.calls.length, 1);
});

test('a request that hangs is given up after 15 seconds and made again', async () => {
  const { browser, page } = await started();
  pushesGet(browser, 'hang');
  view(page, 1);
  await browser.pass(14 * SECOND);
  assert.equal(pushes(browser).length, 1);
  pushesGet(browser, undefined);
  await browser.pass(3 * SECOND);
  assert.equal(pushes(browser)[0].aborted, true);
  assert.equal(pushes(browser).length, 2);
  assert.equal(waiting(browser), 0);
});

test('what a tab that was killed has left, the next page sends', async () => {
  const { browser, page } = await started();
  pushesGet(browser, 'hang');
  view(page, 1);
  view(page, 2);
  await browser.settle();
  await page.crash();
  pushesGet(browser, undefined);
  await browser.open([INIT]);
  assert.deepEqual(pushes(browser).map((request) => request.body.items[0].id), [1, 1, 2]);
  assert.equal(new Set(pushes(browser).map((request) => request.body.event_id)).size, 2);
});

test('an event too big for keepalive goes without', async () => {
  const { browser, page } = await started();
  page.call('track', 'my_event', { text: 'x'.repeat(25_000) });
  page.call('track', 'my_event', { text: 'x'.repeat(15_000) });
  await browser.settle();
  assert.deepEqual(pushes(browser).map((request) => request.keepalive), [false, true]);
});

test('an overlong URL is cut', async () => {
  const browser = new Browser();
  await browser.open([INIT, ['track', 'view', 1]], { url: 'https://shop.example/?' + 'x'.repeat(5000) });
  assert.equal(browser.events()[0].referer.length, 2000);
});

test('a line that flaps sends each event once, in order', async () => {
  const { browser, page } = await started();
  for (let i = 0; i < 20; i++) {
    await browser.go(i % 3 === 0);
    view(page, i);
  }
  await browser.go(true);
  await browser.pass(MINUTE);
  assert.deepEqual(viewed(browser), Array.from({ length: 20 }, (_, i) => i));
});

test('a clock that is set back keeps the order of events', async () => {
  const { browser, page } = await started();
  await browser.go(false);
  view(page, 1);
  browser.now -= MINUTE;
  view(page, 2);
  await browser.go(true);
  assert.deepEqual(viewed(browser), [1, 2]);
});

test('questions are never queued: without a line they fail', async () => {
  const { browser, page } = await started();
  await browser.go(false);
  const failure = spy();
  page.call('cart', 'get', () => assert.fail(), failure);
  await browser.settle();
  assert.equal(failure.calls.length, 1);
  await browser.go(true);
  assert.equal(browser.to('/products/cart').length, 1);
});
