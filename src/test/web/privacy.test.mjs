import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, HOUR, SHOP, spy } from './fake-browser.mjs';

const INIT = ['init', SHOP, 'web'];
const VIEW = ['track', 'view', '1'];
const MAIL = 'https://shop.example/?recommended_by=chain&personaclick_mail_code=abcdef-0123';

const silent = (browser) => {
  assert.deepEqual(browser.stored(), []);
  assert.deepEqual(browser.requests, []);
  assert.deepEqual(browser.cookies, {});
};

/** All a page can do. */
const everything = async (browser, page, failure) => {
  page.call(...VIEW, null, failure);
  page.call('track', 'cart', []);
  page.call('cart', 'get', () => assert.fail(), failure);
  page.window._pgnt.variables('x');
  await browser.pass(HOUR);
  page.hide();
  await browser.go(false);
  await browser.go(true);
  await page.close();
};

for (const [what, options, calls] of [
  ['the browser sends Global Privacy Control', { gpc: true }, [INIT]],
  ['the visitor refused before init', {}, [['consent', false], INIT]],
  ['the visitor refused, without Web Locks', { locks: false }, [['consent', false], INIT]],
  ['Do Not Track is on, and the shop heeds it', { dnt: '1' }, [[...INIT, null, null, { dnt: true }]]],
]) {
  test(`where ${what}, nothing is stored and nothing is sent`, async () => {
    const browser = new Browser(options);
    const failure = spy();
    const page = await browser.open([...calls, VIEW], { url: MAIL });
    await everything(browser, page, failure);
    silent(browser);
    assert.deepEqual(failure.calls.map((answer) => answer.status), ['error', 'error']);
  });
}

test('init says that it may not', async () => {
  const browser = new Browser({ gpc: true });
  const failure = spy();
  await browser.open([[...INIT, () => assert.fail(), failure]]);
  assert.equal(failure.calls.length, 1);
});

test('Do Not Track counts only where the shop says so', async () => {
  const browser = new Browser({ dnt: '1' });
  await browser.open([INIT, VIEW]);
  assert.equal(browser.events().length, 1);
  const without = new Browser({ dnt: null });
  await without.open([[...INIT, null, null, { dnt: true }], VIEW]);
  assert.equal(without.events().length, 1);
});

test("the visitor's consent to this page goes before what the browser says for all", async () => {
  for (const options of [{ gpc: true }, { dnt: '1' }]) {
    const browser = new Browser(options);
    const success = spy();
    const page = await browser.open([[...INIT, success, null, { dnt: true }]], { url: MAIL });
    page.call('consent', true);
    page.call(...VIEW);
    await browser.settle();
    assert.equal(browser.events().length, 1);
    assert.equal(browser.events()[0].source, '{"from":"chain","code":"abcdef-0123"}');
    assert.equal(success.calls.length, 1);
  }
});

test('what happened without consent is not told of after it', async () => {
  const browser = new Browser();
  const page = await browser.open([['consent', false], INIT, VIEW, ['track', 'cart', []]]);
  page.call('consent', true);
  page.call('track', 'view', 'after');
  await browser.settle();
  assert.deepEqual(browser.events().map((event) => event.items[0].id), ['after']);
});

test('a refusal removes all that was stored, of whatever shop, and nothing of others', async () => {
  const browser = new Browser();
  await browser.open([['init', 'another']], { url: MAIL });
  browser.answer = ({ path }) => (path === '/push' ? 'fail' : undefined);
  const page = await browser.open([INIT, VIEW, VIEW], { url: MAIL });
  browser.put('theirs', 'x');
  assert.ok(browser.stored().length > 7);
  const sent = browser.requests.length;
  page.call('consent', false);
  assert.deepEqual(browser.stored(), ['theirs']);
  await everything(browser, page, spy());
  assert.deepEqual(browser.stored(), ['theirs']);
  assert.equal(browser.requests.length, sent);
});

test('a refusal ends what is in flight, and its answer leaves nothing', async () => {
  for (const locks of [true, false]) {
    const browser = new Browser({ locks });
    browser.answer = () => 'hang';
    const page = await browser.open([INIT, VIEW]);
    await browser.pass(200);
    assert.equal(browser.requests.length, 1);
    page.call('consent', false);
    await browser.settle();
    assert.equal(browser.requests[0].aborted, true);
    await browser.pass(HOUR);
    assert.equal(browser.requests.length, 1);
    assert.deepEqual(browser.stored(), []);
    assert.deepEqual(page.timers, []);
  }
});

test('a refusal fails the questions that wait for a device', async () => {
  const browser = new Browser();
  browser.answer = () => 'hang';
  const failure = spy();
  const page = await browser.open([INIT, ['cart', 'get', () => assert.fail(), failure]]);
  page.call('consent', false);
  await browser.settle();
  assert.equal(failure.calls.length, 1);
});

test('an event that was forgotten did not succeed', async () => {
  const browser = new Browser();
  const page = await browser.open([INIT]);
  await browser.go(false);
  page.call(...VIEW, () => assert.fail());
  page.call('consent', false);
  page.call('consent', true);
  await browser.go(true);
  await browser.pass(HOUR);
  assert.deepEqual(browser.events(), []);
  assert.deepEqual(page.errors, []);
  assert.equal(page.window.personaclick.stats.sent, undefined);
});

test('a refusal in one tab is a refusal in the others', async () => {
  const browser = new Browser();
  const other = await browser.open([INIT, VIEW]);
  const page = await browser.open([INIT, VIEW]);
  const sent = browser.requests.length;
  page.call('consent', false);
  other.call(...VIEW);
  await browser.pass(HOUR);
  assert.deepEqual(browser.stored(), []);
  assert.equal(browser.requests.length, sent);
});

test('events and sessions of one tab are no refusal for another', async () => {
  const browser = new Browser();
  const other = await browser.open([[...INIT, null, null, {}, true], VIEW]);
  await browser.pass(3 * HOUR);
  const page = await browser.open([INIT, VIEW]);
  page.call(...VIEW);
  await browser.settle();
  other.call('track', 'view', 'last');
  await browser.settle();
  assert.equal(browser.events().at(-1).items[0].id, 'last');
});

test('a consent after a refusal starts anew, with another device where there is no cookie', async () => {
  const browser = new Browser();
  const cookieless = [...INIT, null, null, { cookieless: true }];
  const page = await browser.open([cookieless, VIEW]);
  page.call('consent', false);
  page.call('consent', true);
  page.call(...VIEW);
  await browser.settle();
  assert.deepEqual(browser.events().map((event) => event.did), ['device1', 'device2']);
});
