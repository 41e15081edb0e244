/* The private port's page in Chromium, before a port that is made up: what a real one shows only in trouble. See AdminPageBrowserIT. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { faults } from './accessibility.mjs';
import { CHROMIUM } from './chromium.mjs';
import { entry, letter, openPort, section, sink, status } from './port.mjs';
import { until } from './until.mjs';
import { DESKTOP, PHONE, openPage, picture, tabTo } from './watched-page.mjs';

let browser;
let port;
let opened;
let page;

before(async () => {
  port = await openPort();
  browser = await chromium.launch(CHROMIUM);
});

after(async () => {
  await browser?.close();
  port?.close();
});

beforeEach(() => port.reset());
afterEach(() => opened?.close());

async function open(options, expected) {
  opened = await openPage(browser, port.url, options, expected);
  page = opened.page;
}

const text = (selector) => page.textContent(selector);
const shows = (selector, what) => until(`${selector} to say ${what}`, async () => (await text(selector)).includes(what));
const marks = () => page.$$eval('#laws .mark', (all) => all.map((each) => each.textContent));

async function watch() {
  await shows('#state', 'ready');
  await page.click('#live-fold summary');
  await shows('#stream-state', 'watching');
}

const rows = () => page.$$eval('#rows .row', (all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

test('a sum that is wrong twice is marked loudly, and one that is right has a tick', async () => {
  await open();
  await shows('#state', 'ready');
  assert.deepEqual(await marks(), ['✓ adds up', '✓ adds up', '✓ adds up']);
  assert.equal(await page.isVisible('#law-alarm'), false);
  port.status = status({ sinks: [sink('vendor', { delivered: 1_204_497 }), port.status.sinks[1]] });
  await shows('#law-alarm', 'The numbers of vendor do not add up');
  assert.deepEqual(await marks(), ['✓ adds up', '✗ off by 3', '✓ adds up']);
  port.status = status();
  await until('the tick', async () => (await marks())[1] === '✓ adds up');
  assert.equal(await page.isVisible('#law-alarm'), false);
  await opened.nothingIsWrong();
});

test('whatever a server says is text', async () => {
  const evil = '<img src=x onerror="window.stolen=1"><script>window.stolen=1</script>';
  port.status = status({
    version: evil, checks: { [evil]: false }, state: 'not-ready', config: { source: evil, loadedAt: evil, refused: evil },
    intake: { ...status().intake, rejectedBy: [{ dialect: evil, reason: evil, events: 1 }] },
    sinks: [sink(evil, { type: evil, state: evil, paces: [{ section: evil, perSecond: 1 }] })], sections: [section(evil, { dialects: [evil] })], ids: { [evil]: 1 },
  });
  port.letters = [letter(17, { section: evil, reason: evil, answer: evil, state: evil })];
  await open();
  await shows('#state', `not ready: ${evil}`);
  await page.click('#live-fold summary');
  await shows('#stream-state', 'watching');
  port.tell('request', entry(1, { path: evil, section: evil, dialect: evil, device: evil, events: [{ type: evil, seq: 1, fates: { [evil]: { fate: evil } } }] }));
  await until('the row', async () => (await rows()).length === 1);
  await page.click('#rows .row');
  assert.equal((await text('#entry h2')).includes(evil), true);
  await page.keyboard.press('Escape');
  await page.click('[data-sink] button >> text=Dead letters');
  await shows('#letters [data-body]', evil);
  assert.equal(await page.evaluate(() => window.stolen), undefined);
  assert.equal(await page.evaluate(() => document.querySelectorAll('img, main script, dialog script').length), 0);
  await opened.nothingIsWrong();
});

test('what is not known is a dash, and the page stands', async () => {
  const empty = (of) => Object.fromEntries(Object.entries(of).map(([name, value]) => [name, typeof value === 'number' ? null : value]));
  const full = status();
  port.status = status({ intake: empty(full.intake), journal: empty(full.journal), sinks: full.sinks.map(empty), sections: full.sections.map((each) => ({ ...empty(each), limit: null })) });
  port.history = { stepSeconds: 10, from: full.time, series: {} };
  await open();
  await shows('#state', 'ready');
  assert.deepEqual(await marks(), ['not known', 'not known', 'not known']);
  assert.equal((await text('#board')).match(/NaN|undefined|null|Invalid/), null);
  await opened.nothingIsWrong();
});

test('without an answer the page says since when, and goes on once there is one', async () => {
  await open(DESKTOP, /ERR_EMPTY_RESPONSE|ERR_CONNECTION/);
  await shows('#state', 'ready');
  port.isDown = true;
  await shows('#silence', 'No answer since');
  assert.equal(await text('#state'), 'no answer');
  port.isDown = false;
  await shows('#state', 'ready');
  assert.equal(await page.isVisible('#silence'), false);
  await opened.nothingIsWrong();
});

test('a refused config, failing checks, draining and paused sinks are said first', async () => {
  port.status = status({ config: { source: 'weir.yaml', loadedAt: '2026-11-28T09:00:00Z', refused: 'sections[0].limit.refill: -1 (expected: > 0)' } });
  await open();
  await shows('#refused-config', 'sections[0].limit.refill: -1 (expected: > 0)');
  port.status = status({ state: 'not-ready', checks: { journal: false, serving: true } });
  await shows('#state', 'not ready: journal');
  assert.equal(await page.isVisible('#refused-config'), false);
  port.status = status({ state: 'draining', sinks: [sink('vendor', { paused: true, state: 'paused' })] });
  await shows('#state', 'draining; paused: vendor');
  assert.equal((await marks()).length, 2);
  await opened.nothingIsWrong();
});

test('a page that nobody sees asks nothing', async () => {
  await open();
  await shows('#state', 'ready');
  const hide = (isHidden) => page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden ? 'hidden' : 'visible');
  await hide(true);
  const asked = port.asked.length;
  // Longer than between two questions, by the page's own clock.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1600)));
  assert.ok(port.asked.length <= asked + 1, `${port.asked.length - asked} questions while hidden`);
  port.status = status({ version: 'weir 9' });
  await hide(false);
  await shows('#facts', 'weir 9');
  await opened.nothingIsWrong();
});

test('the live log is asked for only while it is open, and goes on where it was cut', async () => {
  await open(DESKTOP, /ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION/);
  await shows('#state', 'ready');
  assert.equal(port.asked.some(({ path }) => path.startsWith('/api/live')), false);
  await watch();
  port.tell('request', entry(1), 41);
  await until('the row', async () => (await rows()).length === 1);
  port.cut();
  await until('another stream', () => port.streams() === 1);
  const asked = port.asked.filter(({ path }) => path === '/api/live').map(({ headers }) => headers['last-event-id']);
  assert.deepEqual(asked, ['0', '41']);
  await shows('#stream-state', 'watching');
  port.tell('request', entry(2), 42);
  await until('both rows', async () => (await rows()).length === 2);
  await page.click('#live-fold summary');
  await until('no stream', () => port.streams() === 0);
  await opened.nothingIsWrong();
});

test('fates change the marks of their row, and the drawer that shows it', async () => {
  await open();
  await watch();
  port.tell('request', entry(1), 1);
  port.tell('request', entry(2, { status: 429, outcome: 'rejected', reason: 'limited', promise: undefined, events: [] }), 2);
  await until('the rows', async () => (await rows()).length === 2);
  const [refused, taken] = await rows();
  assert.deepEqual([refused[1], refused[3], refused[4], refused[8]], ['POST /push', '429', 'limited', '']);
  assert.deepEqual(taken.slice(1), ['POST /push', 'shop, personaclick', '200', 'view', 'Xk2mQ9wLpd', '840 µs', 'fsync', 'vendor … pendingfiles … pending']);
  await page.click('#rows li:nth-child(2) .row');
  port.tell('fate', { request: 1, seq: 1001, sink: 'files', fate: 'delivered', time: '2026-11-28T12:00:01Z' }, 3);
  port.tell('fate', { request: 1, seq: 1001, sink: 'vendor', fate: 'dead-lettered', reason: 'refused', status: 422, time: '2026-11-28T12:00:02Z' }, 4);
  await shows('#entry [data-fate=dead-lettered]', 'dead-lettered, refused, status 422');
  await picture(page, 'entry');
  assert.equal((await rows())[1][8], 'vendor ✗ dead-letteredfiles ✓ delivered');
  for (const known of ['203.0.113.0/24', 'Zt81fPq0aa', '100500', '212', '1001']) {
    assert.ok((await text('#entry .entry')).includes(known), known);
  }
  assert.deepEqual(await faults(page), []);
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('#entry'), false);
  await opened.nothingIsWrong();
});

test('an entry is copied as JSON', async () => {
  await open({ ...DESKTOP, permissions: ['clipboard-read', 'clipboard-write'] });
  await watch();
  port.tell('request', entry(1), 1);
  await page.click('#rows .row');
  await page.click('#entry [data-copy]');
  await shows('#entry [data-said]', 'Copied');
  assert.deepEqual(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), JSON.parse(JSON.stringify(entry(1))));
  await opened.nothingIsWrong();
});

test('what was sampled, missed, or forgotten is said, and at most 500 rows are there', async () => {
  await open();
  await watch();
  port.tell('sampled', { section: 'shop', leftOut: 1234 }, 1);
  port.tell('missed', { leftOut: 12 });
  for (let id = 1; id <= 600; id++) {
    port.tell('request', entry(id), id + 1);
  }
  await until('the last', async () => (await rows())[0]?.[1] && await page.evaluate(() => document.querySelector('#rows li').entryId === 600));
  assert.equal((await rows()).length, 500);
  assert.equal(await text('#stream-notes'), 'sampled: 1,234 left out under load · 12 messages missed, since this page was too slow · the newest 500 are kept');
  await opened.nothingIsWrong();
});

test('paused, the log stands still and says how much more there is; cleared, it is empty', async () => {
  await open();
  await watch();
  port.tell('request', entry(1), 1);
  await until('the row', async () => (await rows()).length === 1);
  await page.click('#hold');
  port.tell('request', entry(2), 2);
  await shows('#stream-notes', 'paused, 1 more since');
  assert.equal((await rows()).length, 1);
  for (let id = 3; id <= 600; id++) {
    port.tell('request', entry(id), id);
  }
  await shows('#stream-notes', 'paused, 599 more since');
  await page.click('#rows .row');
  await shows('#entry', '1001');
  await page.keyboard.press('Escape');
  await page.click('#hold');
  await until('the newest', async () => (await rows()).length === 500 && await page.evaluate(() => document.querySelector('#rows li').entryId === 600));
  await page.click('#clear');
  assert.equal((await rows()).length, 0);
  assert.equal(await page.isVisible('#no-rows'), true);
  port.tell('fate', { request: 600, seq: 1600, sink: 'files', fate: 'delivered' }, 601);
  port.tell('request', entry(601), 602);
  await until('the new one', async () => (await rows()).length === 1);
  await opened.nothingIsWrong();
});

test('filters are asked of the server, and one that it refuses is told', async () => {
  await open(DESKTOP, /status of 400/);
  await watch();
  await page.selectOption('#filters [name=section]', 'outlet');
  await page.selectOption('#filters [name=outcome]', '4xx');
  await page.fill('#filters [name=type]', 'cart-add');
  await page.keyboard.press('Enter');
  await until('the filters', () => port.asked.at(-1).path.startsWith('/api/live') || port.asked.some(({ path }) => path === '/api/live?section=outlet&type=cart-add&outcome=4xx'));
  port.liveRefusal = 'type: nothing (expected: view, cart-add)';
  await page.fill('#filters [name=type]', 'nothing');
  await page.keyboard.press('Enter');
  await shows('#stream-state', 'type: nothing (expected: view, cart-add)');
  await until('no stream', () => port.streams() === 0);
  await opened.nothingIsWrong();
});

test('a port that asks for a token gets it, and the page forgets it when told', async () => {
  Object.assign(port, { token: 'operate-0123456789', readToken: 'read-0123456789abc' });
  await open(DESKTOP, /status of 401/);
  await page.waitForSelector('#token-form:not([hidden])');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'token');
  assert.deepEqual(await faults(page), []);
  await picture(page, 'token');
  await page.keyboard.type('wrong-0123456789');
  await page.keyboard.press('Enter');
  await shows('#token-fault', 'not the right one');
  await page.keyboard.type(port.readToken);
  await page.keyboard.press('Enter');
  await shows('#state', 'ready');
  await shows('#facts', 'you may read');
  assert.equal(await page.isDisabled('[aria-label="Pause vendor"]'), true);
  assert.match(await text('#may-not'), /may read only/);
  assert.deepEqual(await page.evaluate(() => [localStorage.length, document.cookie, location.href.includes('read-')]), [0, '', false]);
  await page.reload();
  await shows('#state', 'ready');
  await page.click('#forget');
  await page.waitForSelector('#token-form:not([hidden])');
  assert.equal(await page.isVisible('#board'), false);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.keyboard.type(port.token);
  await page.keyboard.press('Enter');
  await shows('#facts', 'you may operate');
  assert.equal(await page.isDisabled('[aria-label="Pause vendor"]'), false);
  await opened.nothingIsWrong();
});

test('by keyboard alone a sink is paused, a dead letter replayed, and a request looked at', async () => {
  await open();
  await shows('#state', 'ready');
  await tabTo(page, 'Pause vendor');
  await page.keyboard.press('Enter');
  await shows('#done', 'vendor is paused');
  await shows('#state', 'paused: vendor');
  await tabTo(page, 'Dead letters of vendor');
  await page.keyboard.press('Enter');
  await shows('#letters [data-body]', 'refused, status 422');
  await tabTo(page, 'Replay 17');
  await page.keyboard.press('Enter');
  await shows('#confirm', 'Dead letter 17 of vendor is sent again');
  await picture(page, 'confirm');
  // Asked again before the page has heard that the first question is closed.
  await page.evaluate(() => {
    document.getElementById('confirm').close();
    document.querySelector('[data-seq="17"] button').click();
  });
  await page.waitForSelector('#confirm[open]');
  await page.keyboard.press('Escape');
  await page.waitForSelector('#confirm', { state: 'hidden' });
  assert.equal(port.asked.some(({ path }) => path.endsWith('/replay')), false);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#confirm[open]');
  await tabTo(page, 'Replay', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await shows('#letters [data-body]', 'replay-asked');
  assert.deepEqual(port.asked.filter(({ path }) => path.endsWith('/replay')).map(({ path, body }) => [path, body]), [['/api/deadletters/vendor/replay', '{"seqs":[17]}']]);
  await page.keyboard.press('Escape');
  await page.waitForSelector('#letters', { state: 'hidden' });
  assert.match(await page.evaluate(() => document.activeElement.ariaLabel), /Dead letters of vendor/);
  await tabTo(page, 'Watch requests');
  await page.keyboard.press('Enter');
  await shows('#stream-state', 'watching');
  [1, 2, 3].forEach((id) => port.tell('request', entry(id), id));
  await until('the rows', async () => (await rows()).length === 3);
  await tabTo(page, 'POST /push');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await shows('#entry', '1002');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.parentElement.entryId), 2);
  await opened.nothingIsWrong();
});

test('nothing moves while the numbers tick', async () => {
  await open();
  await shows('#state', 'ready');
  await until('the charts', () => page.evaluate(() => document.querySelectorAll('canvas').length === 3));
  await page.evaluate(() => { window.shifts = []; });
  for (const delivered of [1_204_501, 1_204_777, 1_209_999]) {
    const change = delivered - 1_204_500;
    port.status = status({ sinks: [sink('vendor', { delivered, pending: 5512 - change, inFlight: change % 100, backlogAgeSeconds: change % 60 }), status().sinks[1]] });
    await shows('#laws', delivered.toLocaleString('en-US'));
  }
  // The parts of the bars move within them; a number that pushed its neighbour would count a thousand times as much.
  assert.ok(await page.evaluate(() => window.shifts.reduce((sum, each) => sum + each, 0)) < 1e-5, String(await page.evaluate(() => window.shifts)));
  await opened.nothingIsWrong();
});

for (const colorScheme of ['light', 'dark']) {
  for (const [what, options] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    test(`on a ${what}, in ${colorScheme} colours, controls have names, text can be read, and nothing sticks out`, async () => {
      port.status = status({ state: 'not-ready', checks: { journal: false }, sinks: [...status().sinks, sink('kafka', { state: 'faulted', open: true, delivered: 1 })], config: { source: 'weir.yaml', loadedAt: '2026-11-28T09:00:00Z', refused: 'limit: -1 (expected: > 0)' } });
      await open({ ...options, colorScheme, reducedMotion: 'reduce' });
      await shows('#law-alarm', 'kafka');
      await page.click('#rejected-by summary');
      await page.click('#live-fold summary');
      await shows('#stream-state', 'watching');
      port.tell('request', entry(1), 1);
      port.tell('request', entry(2, { status: 429, outcome: 'rejected', reason: 'limited', events: [] }), 2);
      port.tell('request', entry(3, { status: 500, events: [{ type: 'purchase', seq: 5, fates: { vendor: { fate: 'dead-lettered' }, files: { fate: 'delivered' }, kafka: { fate: 'superseded' } } }] }), 3);
      await until('the rows', async () => (await rows()).length === 3);
      await until('the charts', () => page.evaluate(() => document.querySelectorAll('canvas').length === 3));
      await picture(page, `${what}-${colorScheme}`);
      assert.deepEqual(await faults(page), []);
      await opened.nothingIsWrong();
      await page.click('[data-sink=vendor] button >> text=Dead letters');
      await shows('#letters [data-body]', 'no such product');
      await picture(page, `letters-${what}-${colorScheme}`);
      assert.deepEqual(await faults(page), []);
      await opened.nothingIsWrong();
    });
  }
}
