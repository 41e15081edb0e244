/*
 * The script in a real browser, against a running Weir behind nginx, at the origin of the shop's own pages.
 * WebScriptBrowserIT starts Weir, and says where it is: WEIR_URL, WEIR_EVENTS, and NGINX_PORT, a free one.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { eventsOf, of, said } from './events.mjs';
import { HERE, answered, call, device, init, launch, openShop, settle, stored } from './shop.mjs';
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
  context = await browser.newContext();
});

afterEach(() => context.close());

const open = async (path = '') => {
  const page = await context.newPage();
  await page.goto(`${HERE}/${path}`);
  return page;
};

const weirCookies = async () => (await context.cookies()).filter((cookie) => cookie.name.startsWith('weir_'));

test('the campaign of the landing page, one session, and the address that the proxy tells of are in every event', async () => {
  const page = await open('?recommended_by=chain&personaclick_mail_code=abc-1');
  const did = await device(page);
  await call(page, 'track', 'search', 'rote Schuhe für 5 €');
  await call(page, 'track', 'cart', [{ id: '40', amount: 1 }]);
  const events = await eventsOf(did, 2);
  assert.equal(said(events[0]).search_query, 'rote Schuhe für 5 €');
  for (const event of events) {
    assert.deepEqual(event.event.context.source, { from: 'chain', code: 'abc-1' });
    assert.equal(event.sid, events[0].sid);
    assert.equal(event.client.address, '127.0.0.1');
  }
  const cart = await page.evaluate(() => new Promise((success, failure) => personaclick('cart', 'get', success, failure)));
  assert.deepEqual(cart.data.items, [{ uniqid: '40', quantity: 1 }]);
  assert.equal((await page.evaluate(() => _pgnt.variables('x'))).user_id, did);
  assert.equal(shop.seen().some(({ method }) => method === 'OPTIONS'), false);
});

test('two tabs share one device and one cookie, and ask for it once', async () => {
  shop.calls = init() + "personaclick('track', 'view', location.search)";
  const [one, other] = await Promise.all([open('?1'), open('?2')]);
  const did = await device(one);
  assert.equal(await device(other), did);
  assert.equal((await eventsOf(did, 2)).length, 2);
  assert.equal(shop.seen().filter(({ path }) => path === '/init').length, 1);
  assert.deepEqual((await weirCookies()).map(({ value, httpOnly }) => [value, httpOnly]), [[did, true]]);
});

test('a device outlives a cleared localStorage by its cookie', async () => {
  const page = await open();
  const did = await device(page);
  await page.evaluate(() => localStorage.clear());
  await page.goto(`${HERE}/next`);
  assert.equal(await device(page), did);
});

test('cookieless, there is no cookie, and one device all the same', async () => {
  shop.calls = init({ cookieless: true });
  const page = await open();
  const did = await device(page);
  await call(page, 'track', 'view', '1');
  await answered(page);
  await page.goto(`${HERE}/next`);
  await call(page, 'track', 'view', '2');
  await page.goto('about:blank');
  await eventsOf(did, 2);
  assert.deepEqual(await weirCookies(), []);
  assert.equal(shop.seen().some(({ cookie }) => cookie), false);
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
  const asked = shop.seen().filter(({ path }) => path === '/init');
  assert.equal(asked.length, 2);
  assert.match(asked[1].query, new RegExp(`did=${did}`));
});

test('without consent nothing is stored and nothing is sent', async () => {
  shop.calls = "personaclick('consent', false);" + init() + "personaclick('track', 'view', '1');";
  const page = await open('?recommended_by=chain&personaclick_mail_code=abc-1');
  await page.click('button');
  await call(page, 'cart', 'get');
  await settle(page);
  assert.deepEqual(await stored(page), {});
  await page.goto('about:blank');
  await settle(await open('next'));
  assert.deepEqual(shop.seen(), []);
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
  const seen = shop.seen().length;
  await call(other, 'track', 'view', '2');
  await call(page, 'track', 'view', '2');
  await settle(page);
  await settle(other);
  assert.equal(shop.seen().length, seen);
  assert.deepEqual(await stored(page), {});
});
