import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, MINUTE, spy } from './fake-browser.mjs';
import { INIT, pushesGet, started, view, viewed, waiting } from './steps.mjs';

for (const [how, leave] of [
  ['closes', (page) => page.close()],
  ['is hidden', (page) => page.hide()],
]) {
  test(`a page that ${how} hands what it has not sent to the browser, once`, async () => {
    const { browser, page } = await started();
    const success = spy();
    pushesGet(browser, 'hang');
    view(page, 1);
    await browser.settle();
    pushesGet(browser, undefined);
    page.call('track', 'view', 2, success);
    page.call('track', 'my_event');
    await leave(page);
    await browser.settle();
    const beacons = browser.requests.filter((request) => request.beacon);
    // The one in flight is kept alive, and known by its id should it come again.
    assert.deepEqual(beacons.map(({ path, body }) => [path, body.event, body.did]), [
      ['/push', 'view', 'device1'],
      ['/push/custom', 'my_event', 'device1'],
    ]);
    assert.equal(waiting(browser), 1);
    await browser.open([INIT]);
    await browser.pass(MINUTE);
    assert.equal(browser.requests.filter((request) => request.body?.event === 'my_event').length, 1);
    assert.equal(waiting(browser), 0);
  });
}

test('a page that is shown is not flushed', async () => {
  const { browser, page } = await started();
  pushesGet(browser, 'hang');
  view(page, 1);
  view(page, 2);
  page.hide(false);
  assert.equal(browser.requests.filter((request) => request.beacon).length, 0);
});

test('what the browser does not take over stays', async () => {
  const { browser, page } = await started({ beaconsTaken: false });
  pushesGet(browser, 'hang');
  view(page, 1);
  view(page, 2);
  await page.close();
  pushesGet(browser, undefined);
  await browser.open([INIT]);
  assert.deepEqual(viewed(browser).slice(-2), [1, 2]);
});

test('a page that closes without a line, or during a pause, leaves its events to the next one', async () => {
  for (const prepare of [
    (browser) => browser.go(false),
    async (browser, page) => {
      pushesGet(browser, { status: 429, retryAfter: '60' });
      view(page, 0);
      await browser.settle();
    },
  ]) {
    const { browser, page } = await started();
    await prepare(browser, page);
    view(page, 1);
    await page.close();
    assert.equal(browser.requests.filter((request) => request.beacon).length, 0);
    pushesGet(browser, undefined);
    await browser.go(true);
    await browser.open([INIT]);
    await browser.pass(2 * MINUTE);
    assert.equal(viewed(browser).at(-1), 1);
  }
});

test('an event from before there is a device waits for the next page, and then has it', async () => {
  const browser = new Browser();
  browser.answer = () => 'hang';
  const page = await browser.open([INIT, ['track', 'view', 1]]);
  await page.close();
  assert.deepEqual(browser.requests.map((request) => request.path), ['/init']);
  browser.answer = () => undefined;
  await browser.open([INIT]);
  assert.equal(browser.events()[0].did, 'device1');
  assert.equal(browser.events()[0].seance, 'session1');
});

test('where there is no storage, such an event goes without a device rather than not at all', async () => {
  const browser = new Browser({ storage: 'off' });
  browser.answer = ({ path }) => (path === '/init' ? 'hang' : undefined);
  const page = await browser.open([INIT, ['track', 'view', 1]]);
  await page.close();
  assert.deepEqual(viewed(browser), [1]);
  assert.equal(browser.events()[0].did, undefined);
});

test('a page that comes back from the back-forward cache sends what waits', async () => {
  const { browser, page } = await started();
  browser.online = false;
  view(page, 1);
  await browser.settle();
  browser.online = true;
  page.fire('pageshow', { persisted: true });
  await browser.settle();
  assert.deepEqual(viewed(browser), [1]);
});
