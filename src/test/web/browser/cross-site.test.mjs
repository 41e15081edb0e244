/*
 * A shop at shop.localhost, and Weir at t.localhost, which to a browser are two sites: what the section's origins allow, and
 * what happens beyond the section's token bucket. See WebScriptBrowserIT for the sections.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { delivered, eventsOf, fence, said } from './events.mjs';
import { OTHER, SHOP, TRACKER, call, device, init, launch, openShop } from './shop.mjs';
import { until } from './until.mjs';

let browser;
let context;
let shop;

before(async () => {
  shop = await openShop();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

beforeEach(async () => {
  shop.reset();
  shop.from = TRACKER;
  context = await browser.newContext();
});

afterEach(() => context.close());

async function open(origin, calls) {
  shop.calls = calls;
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  return page;
}

/** Keeps in the page what its calls of Weir are answered, as far as the page may read it. */
const WATCH = `
  window.answers = [];
  const real = fetch;
  window.fetch = (url, options) => real(url, options).then(
    (answer) => {
      answers.push({ path: new URL(url).pathname, at: performance.now(), status: answer.status,
        ack: answer.headers.get('weir-ack'), retryAfter: answer.headers.get('retry-after'),
        policy: answer.headers.get('ratelimit-policy') });
      return answer;
    },
    (failure) => {
      answers.push({ path: new URL(url).pathname, failure: String(failure) });
      throw failure;
    });`;

const preflights = () => shop.seen().filter(({ method }) => method === 'OPTIONS');

test('a page of an allowed origin sends with cookies, reads the answers, and asks for no leave first', async () => {
  const page = await open(SHOP, WATCH + init({}, false, 'cross'));
  const did = await device(page, 'cross');
  await call(page, 'track', 'view', '1');
  await call(page, 'track', 'cart', [{ id: '1', amount: 2 }]);
  await call(page, 'track', 'my_event', { value: 1 });
  const events = await eventsOf(did, 3);
  assert.deepEqual(events.map(({ type }) => type), ['view', 'cart-sync', 'custom']);
  const cart = await page.evaluate(() => new Promise((success, failure) => personaclick('cart', 'get', success, failure)));
  assert.deepEqual(cart.data.items, [{ uniqid: '1', quantity: 2 }]);
  const pushed = await shop.pushed(3);
  assert.deepEqual(preflights(), []);
  assert.equal(pushed.length, 3);
  for (const request of pushed) {
    assert.equal(request.origin, SHOP);
    assert.equal(request.site, 'cross-site');
    assert.match(request.type, /^text\/plain/);
    assert.match(request.cookie, new RegExp(did));
  }
  const answers = await page.evaluate(() => answers.filter(({ path }) => path.startsWith('/push')));
  assert.deepEqual(answers.map(({ status, ack }) => [status, ack]), Array(3).fill([200, 'fsync']));
});

test('the cookie of another site is of use to that shop alone, and the device outlives a cleared storage by it', async () => {
  const page = await open(SHOP, init({}, false, 'cross'));
  const did = await device(page, 'cross');
  const [cookie] = await context.cookies(TRACKER);
  assert.deepEqual(
    [cookie.value, cookie.sameSite, cookie.secure, cookie.httpOnly, cookie.domain, Boolean(cookie.partitionKey)],
    [did, 'None', true, true, 't.localhost', true],
  );
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${SHOP}/next`);
  assert.equal(await device(page, 'cross'), did);
});

test('a tab of another site that is closed right after a click has told of it', async () => {
  const page = await open(SHOP, init({}, false, 'cross'));
  const did = await device(page, 'cross');
  await page.click('button');
  await page.close({ runBeforeUnload: true });
  const [event] = await eventsOf(did, 1);
  assert.equal(said(event).items[0].id, 'clicked');
  assert.deepEqual(preflights(), []);
});

test('a page of an origin that is not allowed is refused, can read nothing, and leaves no event', async () => {
  const before = delivered().filter(({ section }) => section === 'cross').length;
  const page = await open(OTHER, WATCH + init({}, false, 'cross'));
  const push = (body) =>
    page.evaluate(
      ([url, text]) => fetch(url, { method: 'POST', body: text, credentials: 'include' }).then((answer) => answer.text(), String),
      [`${TRACKER}/push`, JSON.stringify(body)],
    );
  const read = await push({ event: 'view', shop_id: 'cross', did: 'stranger', seance: 's', items: [{ id: '1' }] });
  assert.match(read, /TypeError/);
  await until('the script to have asked', () => shop.seen().some(({ path }) => path === '/init'));
  const asked = shop.seen().filter(({ origin }) => origin === OTHER);
  assert.ok(asked.length >= 2);
  assert.equal(asked.every(({ status }) => status === 403), true);
  await fence();
  assert.equal(delivered().filter(({ section }) => section === 'cross').length, before);
  assert.deepEqual(await context.cookies(TRACKER), []);
  const answers = await page.evaluate(() => answers);
  assert.equal(answers.every(({ failure }) => failure), true);
});

test('beyond the token bucket events wait for as long as Retry-After says, and each arrives once', async () => {
  const page = await open(SHOP, WATCH + init({}, false, 'tight'));
  const did = await device(page, 'tight');
  const ids = [1, 2, 3, 4, 5];
  await page.evaluate((given) => given.forEach((id) => personaclick('track', 'view', id)), ids);
  const events = await eventsOf(did, ids.length);
  assert.deepEqual(events.map((event) => said(event).items[0].id), ids);
  const answers = (await page.evaluate(() => answers)).filter(({ path }) => path === '/push');
  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length > 0);
  assert.equal(answers.length - refused.length, ids.length);
  answers.forEach(({ status, retryAfter, policy, at }, i) => {
    if (status === 429) {
      assert.ok(Number(retryAfter) >= 1);
      assert.match(policy, /q=2/);
      assert.ok(answers[i + 1].at - at >= retryAfter * 1000 - 10);
    }
  });
  assert.deepEqual(preflights(), []);
});
