/* The private port's page in Chromium, of a Weir that has traffic, and a vendor that refuses until it is mended. See AdminPageBrowserIT. */
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { faults } from './accessibility.mjs';
import { CHROMIUM } from './chromium.mjs';
import { marks, numbers, sum } from './laws.mjs';
import { until } from './until.mjs';
import { DESKTOP, PHONE, openPage, picture } from './watched-page.mjs';

const { ADMIN_URL, WEIR_URL, VENDOR_PORT } = process.env;

const vendor = { isMended: true, taken: 0 };
let server;
let browser;
let opened;
let page;
let sent = 0;

before(async () => {
  server = http.createServer((request, response) => {
    request.resume().on('end', () => {
      vendor.taken += vendor.isMended ? 1 : 0;
      response.writeHead(vendor.isMended ? 200 : 422, { 'Content-Type': 'application/json' }).end('{"status":"success"}');
    });
  });
  await new Promise((resolve) => server.listen(Number(VENDOR_PORT), '127.0.0.1', resolve));
  browser = await chromium.launch(CHROMIUM);
});

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

beforeEach(() => {
  vendor.isMended = true;
});

afterEach(() => opened?.close());

async function open(options) {
  opened = await openPage(browser, ADMIN_URL, options);
  page = opened.page;
  await shows('#state', 'ready');
}

const text = (selector) => page.textContent(selector);
const shows = (selector, what) => until(`${selector} to say ${what}`, async () => (await text(selector)).includes(what));

/** A beacon of a visitor; `did` may be no more than 64 characters. */
async function push(did = `visitor-${sent}`, body = {}) {
  sent++;
  const answer = await fetch(`${WEIR_URL}/push`, {
    method: 'POST', body: JSON.stringify({ event: 'view', shop_id: '0012', did, items: [{ id: `item-${sent}` }], ...body }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

test('while traffic runs the numbers change, add up, and in the end are those that were sent', async () => {
  await open();
  const before = await numbers(page, 'intake');
  const from = sent;
  const reading = [];
  let isRunning = true;
  const traffic = (async () => {
    while (isRunning) {
      await Promise.all([push(), push(), push(), push(undefined, { shop_id: 'unknown' }), push('same', { items: [{ id: 'same' }] })]);
    }
  })();
  await until('three readings', async () => {
    const now = await numbers(page, 'intake');
    if (now.whole > (reading.at(-1)?.whole ?? before.whole)) {
      reading.push(now);
      assert.equal((await marks(page)).some((mark) => mark.startsWith('✗')), false);
    }
    return reading.length >= 3;
  });
  isRunning = false;
  await traffic;
  await until('all that was sent', async () => (await numbers(page, 'intake')).whole - before.whole === sent - from);
  await until('all that was delivered', async () => (await numbers(page, 'vendor')).pending === 0 && (await numbers(page, 'files')).pending === 0);
  for (const name of ['intake', 'files', 'vendor']) {
    const law = await numbers(page, name);
    assert.equal(sum(law), law.whole, name);
  }
  const intake = await numbers(page, 'intake');
  assert.ok(intake.rejected > before.rejected);
  assert.equal((await numbers(page, 'files')).whole, intake.accepted);
  assert.equal((await numbers(page, 'vendor')).delivered, vendor.taken);
  assert.deepEqual(await marks(page), ['✓ adds up', '✓ adds up', '✓ adds up']);
  await opened.nothingIsWrong();
});

test('what the page shows of the journal, the ids and the last hour is there', async () => {
  await open();
  await push();
  await shows('#journal-facts', 'healthy');
  await shows('#sections', '1,000/s');
  await shows('#facts', 'you may operate');
  assert.match(await text('#journal-facts'), /File system free\d/);
  assert.match(await text('#id-facts'), /\d/);
  await until('the charts', () => page.evaluate(() => document.querySelectorAll('canvas').length === 3));
  assert.equal((await text('#board')).match(/NaN|undefined|null|Invalid/), null);
  await opened.nothingIsWrong();
});

test('a click pauses a sink, whose events are kept, and another has it go on', async () => {
  await open();
  await page.click('[aria-label="Pause vendor"]');
  await shows('#state', 'paused: vendor');
  const taken = vendor.taken;
  await push();
  await until('it to be kept', async () => (await numbers(page, 'vendor')).pending >= 1 && (await numbers(page, 'files')).pending === 0);
  assert.equal(vendor.taken, taken);
  await page.click('[aria-label="Resume vendor"]');
  await until('its delivery', async () => (await numbers(page, 'vendor')).pending === 0);
  assert.equal(vendor.taken, taken + 1);
  assert.equal(await text('#state'), 'ready');
  await opened.nothingIsWrong();
});

test('a request is seen in the live log as it comes, and then what became of it', async () => {
  await open();
  await page.click('#live-fold summary');
  await shows('#stream-state', 'watching');
  await push('seen-by-me', { items: [{ id: 'canoe' }] });
  await until('its row', () => page.evaluate(() => document.querySelector('#rows .row')?.textContent.includes('/push')));
  await until('its fates', () => page.evaluate(() => document.querySelectorAll('#rows li:first-child [data-fate=delivered]').length === 2));
  await page.click('#rows .row');
  for (const known of ['seen-by-me', 'canoe', 'fsync', 'view', 'delivered']) {
    await shows('#entry [data-body]', known);
  }
  assert.deepEqual(await faults(page), []);
  await page.keyboard.press('Escape');
  await page.selectOption('#filters [name=outcome]', 'rejected');
  await shows('#stream-state', 'watching');
  await push();
  await push('refused', { shop_id: 'unknown' });
  await until('the refused alone', () => page.evaluate(() => document.querySelectorAll('#rows li').length >= 1
    && [...document.querySelectorAll('#rows .row')].every((row) => row.dataset.outcome === 'rejected')));
  await page.fill('#filters [name=device]', 'seen-by-me');
  await page.selectOption('#filters [name=outcome]', '');
  await page.click('#filters button');
  await until('what was kept of this device', () => page.evaluate(() => document.querySelectorAll('#rows li').length === 1));
  await opened.nothingIsWrong();
});

test('a dead letter is listed, and sent again by a click once the vendor is mended', async () => {
  await open();
  vendor.isMended = false;
  await push('unlucky');
  await until('the dead letter', async () => (await numbers(page, 'vendor'))['dead-lettered'] >= 1);
  await page.click('[data-sink=vendor] button >> text=Dead letters');
  await shows('#letters [data-body]', '422');
  assert.deepEqual(await faults(page), []);
  vendor.isMended = true;
  const taken = vendor.taken;
  await page.click('#letters .letter button');
  await page.click('#confirm button[value=yes]');
  await until('its delivery', () => vendor.taken === taken + 1);
  await page.keyboard.press('Escape');
  await until('the sum', async () => (await marks(page)).every((mark) => mark === '✓ adds up'));
  await opened.nothingIsWrong();
});

for (const colorScheme of ['light', 'dark']) {
  for (const [what, options] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    test(`on a ${what}, in ${colorScheme} colours, what a real Weir tells can be read`, async () => {
      await open({ ...options, colorScheme });
      await until('the charts', () => page.evaluate(() => document.querySelectorAll('canvas').length === 3));
      await picture(page, `real-${what}-${colorScheme}`);
      assert.deepEqual(await faults(page), []);
      await opened.nothingIsWrong();
    });
  }
}
