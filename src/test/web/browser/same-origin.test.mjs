/*
 * The script in a real browser, against a running Weir behind one origin: WEIR_URL, and WEIR_EVENTS, the folder that its
 * events are delivered to. WebScriptBrowserIT starts all this.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { delivered, init, openShop, SHOP_ID } from './shop.mjs';

const FOLDER = process.env.WEIR_EVENTS;

let browser;
let context;
let shop;

before(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
});

after(() => browser.close());

beforeEach(async () => {
  shop = await openShop(process.env.WEIR_URL);
  context = await browser.newContext();
});

afterEach(async () => {
  await context.close();
  shop.close();
});

const open = async (path = '') => {
  const page = await context.newPage();
  await page.goto(shop.url + path);
  return page;
};

const call = (page, ...args) => page.evaluate((given) => window.personaclick(...given), args);

const stored = (page) => page.evaluate(() => ({ ...localStorage }));

const deviceOf = (page) =>
  page.evaluate((shopId) => JSON.parse(localStorage.getItem(`weir.${shopId}.d`) ?? '[]')[0], SHOP_ID);

const weirCookies = async () => (await context.cookies()).filter((cookie) => cookie.name.startsWith('weir_'));

/** The events of this device, once there are so many, and a while later, should there be more. */
async function eventsOf(did, count) {
  await until(`${count} events`, () => of(did).length >= count);
  await sleep(300);
  return of(did);
}

const of = (did) => delivered(FOLDER).filter((event) => event.did === did && event.type !== 'session-start');

async function until(what, condition) {
  for (let i = 0; i < 400; i++) {
    const is = await condition();
    if (is) {
      return is;
    }
    await sleep(50);
  }
  throw new Error(`${what}: not within 20 s`);
}

const device = (page) => until('a device', () => deviceOf(page));

const said = ({ raw }) => JSON.parse(raw.body);

test('every page call arrives as the event it stands for', async () => {
  const page = await open('?recommended_by=chain&personaclick_mail_code=abc-1');
  const did = await device(page);
  await call(page, 'track', 'view', '37');
  await call(page, 'track', 'category', '100500');
  await call(page, 'track', 'search', 'rote Schuhe für 5 €');
  await call(page, 'track', 'cart', { id: '37', amount: 2 });
  await call(page, 'track', 'remove_from_cart', '37');
  await call(page, 'track', 'wish', '38');
  await call(page, 'track', 'remove_wish', '38');
  await call(page, 'track', 'my_event', { category: 'c', value: 100 });
  await call(page, 'track', 'purchase', { products: [{ id: 37, price: 318, amount: 3 }], order: 'N1', order_price: 954 });
  await call(page, 'track', 'cart', [{ id: '40', amount: 1 }]);
  const events = await eventsOf(did, 10);
  assert.deepEqual(events.map((event) => said(event).event), [
    'view', 'category', 'search', 'cart', 'remove_from_cart', 'wish', 'remove_wish', 'my_event', 'purchase', 'cart',
  ]);
  assert.equal(said(events[2]).search_query, 'rote Schuhe für 5 €');
  assert.equal(events.every((event) => said(event).source === '{"from":"chain","code":"abc-1"}'), true);
  assert.equal(new Set(events.map((event) => event.sid)).size, 1);
  const cart = await page.evaluate(() => new Promise((success, failure) => personaclick('cart', 'get', success, failure)));
  assert.deepEqual(cart.data.items, [{ uniqid: '40', quantity: 1 }]);
  assert.equal((await page.evaluate(() => _pgnt.variables('x'))).user_id, did);
  assert.equal(shop.seen.filter((request) => request.method === 'OPTIONS').length, 0);
});

test('two tabs share one device and one cookie, and ask for it once', async () => {
  shop.calls = init() + "personaclick('track', 'view', location.search)";
  const [one, other] = await Promise.all([open('?1'), open('?2')]);
  const did = await device(one);
  assert.equal(await device(other), did);
  assert.equal((await eventsOf(did, 2)).length, 2);
  assert.equal(shop.seen.filter((request) => request.url.startsWith('/init')).length, 1);
  assert.deepEqual((await weirCookies()).map(({ value, httpOnly }) => [value, httpOnly]), [[did, true]]);
});

test('a device outlives a cleared localStorage by its cookie', async () => {
  const page = await open();
  const did = await device(page);
  await page.evaluate(() => localStorage.clear());
  await page.goto(shop.url + 'next');
  assert.equal(await device(page), did);
});

test('cookieless, there is no cookie, and one device all the same', async () => {
  shop.calls = init({ cookieless: true });
  const page = await open();
  const did = await device(page);
  await call(page, 'track', 'view', '1');
  await eventsOf(did, 1);
  await page.goto(shop.url + 'next');
  await call(page, 'track', 'view', '2');
  await page.goto('about:blank');
  await eventsOf(did, 2);
  assert.deepEqual(await weirCookies(), []);
  assert.equal(shop.seen.some((request) => request.headers.cookie), false);
});

test('ten events without a line arrive once each, in order, when it is back', async () => {
  const page = await open();
  const did = await device(page);
  await context.setOffline(true);
  for (let i = 1; i <= 10; i++) {
    await call(page, 'track', 'view', i);
  }
  assert.equal(of(did).length, 0);
  await context.setOffline(false);
  const ids = (await eventsOf(did, 10)).map((event) => said(event).items[0].id);
  assert.deepEqual(ids, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

for (const [how, leave] of [
  ['is closed', (page) => page.close({ runBeforeUnload: true })],
  ['goes elsewhere', (page) => page.goto('about:blank')],
]) {
  test(`a tab that ${how} right after a click has told of it`, async () => {
    const page = await open();
    const did = await device(page);
    await page.click('button');
    await leave(page);
    const [event] = await eventsOf(did, 1);
    assert.equal(said(event).items[0].id, 'clicked');
  });
}

test('a tab that is closed right after five events has told of each once', async () => {
  const page = await open();
  const did = await device(page);
  await page.evaluate(() => {
    for (let i = 1; i <= 5; i++) {
      personaclick('track', 'view', i);
    }
  });
  await page.close({ runBeforeUnload: true });
  const next = await open('next');
  await device(next);
  const ids = (await eventsOf(did, 5)).map((event) => said(event).items[0].id);
  assert.deepEqual(ids.sort(), [1, 2, 3, 4, 5]);
});

test('after a 429 the event comes again, not before Retry-After, and once', async () => {
  const page = await open();
  const did = await device(page);
  const at = [];
  shop.answer = (path) => {
    if (path === '/push') {
      at.push(performance.now());
      return at.length === 1 ? { status: 429, headers: { 'Retry-After': '1' } } : undefined;
    }
  };
  await call(page, 'track', 'view', '1');
  assert.equal((await eventsOf(did, 1)).length, 1);
  assert.equal(at.length, 2);
  // Less what two clocks may differ by.
  assert.ok(at[1] - at[0] > 990);
});

test('in SPA mode a session that was idle for two hours is renewed, of the same device', async () => {
  shop.calls = init({}, true);
  const page = await open();
  const did = await device(page);
  await call(page, 'track', 'view', '1');
  await eventsOf(did, 1);
  await page.evaluate(() => {
    const now = Date.now;
    Date.now = () => now() + 7_200_001;
  });
  await call(page, 'track', 'view', '2');
  await eventsOf(did, 2);
  const asked = shop.seen.filter((request) => request.url.startsWith('/init'));
  assert.equal(asked.length, 2);
  assert.match(asked[1].url, new RegExp(`did=${did}`));
});

test('without consent nothing is stored and nothing is sent', async () => {
  shop.calls = "personaclick('consent', false);" + init() + "personaclick('track', 'view', '1');";
  const page = await open('?recommended_by=chain&personaclick_mail_code=abc-1');
  await page.click('button');
  await call(page, 'cart', 'get');
  await sleep(300);
  assert.deepEqual(await stored(page), {});
  await page.goto('about:blank');
  assert.deepEqual(shop.seen, []);
  assert.deepEqual(await context.cookies(), []);
});

test('a consent that is taken back removes what was stored, in all tabs', async () => {
  const page = await open();
  await device(page);
  const other = await open('next');
  await device(other);
  await call(page, 'consent', false);
  await until('the other tab to hear of it', async () => {
    await call(other, 'track', 'view', '1');
    return Object.keys(await stored(other)).length === 0;
  });
  const seen = shop.seen.length;
  await call(other, 'track', 'view', '2');
  await call(page, 'track', 'view', '2');
  await sleep(300);
  assert.equal(shop.seen.length, seen);
  assert.deepEqual(await stored(page), {});
});
