/* Chromium that is set to let no page keep anything, and one that lets no other site do so. See WebScriptBrowserIT. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { eventsOf, said } from './events.mjs';
import { CHROMIUM } from './chromium.mjs';
import { HERE, SHOP, TRACKER, call, device, init, openShop } from './shop.mjs';
import { until } from './until.mjs';

/** Settings of Chromium: a content setting of 2 is "block"; the mode 1 is "block cookies of third parties". */
const ALL_BLOCKED = { default_content_setting_values: { cookies: 2 } };
const NONE_BLOCKED = { cookie_controls_mode: 0, block_third_party_cookies: false };
const THIRD_BLOCKED = { cookie_controls_mode: 1, block_third_party_cookies: true };

let shop;
let folder;
let context;

before(async () => {
  shop = await openShop();
});

after(() => shop?.close());

beforeEach(() => {
  shop.reset();
  folder = mkdtempSync(join(tmpdir(), 'weir-chromium-'));
});

afterEach(async () => {
  await context.close();
  rmSync(folder, { recursive: true, maxRetries: 5 });
});

async function open(profile, url) {
  mkdirSync(join(folder, 'Default'));
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify({ profile }));
  context = await chromium.launchPersistentContext(folder, CHROMIUM);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function noneSent(count) {
  await shop.pushed(count);
  assert.equal(shop.seen().every(({ cookie }) => cookie === ''), true);
}

test('where nothing may be kept, events are of the one device of the page', async () => {
  const page = await open(ALL_BLOCKED, `${HERE}/`);
  assert.equal(await page.evaluate(() => { try { return typeof localStorage; } catch (e) { return e.name; } }), 'SecurityError');
  await call(page, 'track', 'view', '1');
  await call(page, 'track', 'view', '2');
  const did = await until('a device', () => page.evaluate(() => _pgnt.variables('x').user_id));
  assert.equal((await eventsOf(did, 2)).length, 2);
  assert.deepEqual(await context.cookies(), []);
  await noneSent(2);
});

test('where the browser says that it takes no cookies, events are cookieless, and the device is in the storage', async () => {
  const page = await open({}, 'about:blank');
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setDocumentCookieDisabled', { disabled: true });
  await page.goto(`${HERE}/`);
  assert.equal(await page.evaluate(() => navigator.cookieEnabled), false);
  const did = await device(page);
  await page.goto(`${HERE}/next`);
  await call(page, 'track', 'view', '1');
  const [event] = await eventsOf(did, 1);
  assert.equal(said(event).cookieless, true);
  assert.equal(shop.seen().filter(({ path }) => path === '/init').length, 1);
  assert.match(shop.seen()[0].query, /cookieless=true/);
  assert.deepEqual(await context.cookies(), []);
  await noneSent(1);
});

// tight's cookie is one that any site may have sent along, cross's is kept apart for each shop (Partitioned).
for (const [profile, shopId, isSent] of [[NONE_BLOCKED, 'tight', true], [THIRD_BLOCKED, 'tight', false], [THIRD_BLOCKED, 'cross', true]]) {
  const where = profile === THIRD_BLOCKED ? 'may keep nothing but apart' : 'may keep something';
  test(`where another site ${where}, the cookie of ${shopId} is ${isSent ? '' : 'not '}sent, and the device is the same`, async () => {
    shop.from = TRACKER;
    shop.calls = init({}, false, shopId);
    const page = await open(profile, `${SHOP}/`);
    const did = await device(page, shopId);
    await page.goto(`${SHOP}/next`);
    assert.equal(await device(page, shopId), did);
    await call(page, 'track', 'view', '1');
    assert.equal((await eventsOf(did, 1)).length, 1);
    const [pushed] = await shop.pushed(1);
    assert.equal(pushed.cookie.includes(did), isSent);
  });
}
