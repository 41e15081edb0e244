/* The demo shop at /demo/, as a visitor with a keyboard has it, on a desktop and on a phone. See WebScriptBrowserIT. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { faults, focused } from './accessibility.mjs';
import { eventsOf, of, said } from './events.mjs';
import { HERE, device, launch, openShop, settle, stored } from './shop.mjs';
import { until } from './until.mjs';

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const MOST_TABS = 120;

let browser;
let context;
let shop;
let page;
/** What should not be: console messages, exceptions, failed requests, violations of the content security policy. */
let wrong;

before(async () => {
  shop = await openShop();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

beforeEach(() => shop.reset());

afterEach(() => context.close());

async function open(options, hash = '', prepare = () => {}) {
  context = await browser.newContext(options);
  page = await context.newPage();
  wrong = [];
  page.on('console', (message) => wrong.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => wrong.push(`exception: ${error}`));
  page.on('requestfailed', (request) => wrong.push(`failed: ${request.url()}`));
  page.on('response', (response) => response.status() >= 400 && wrong.push(`${response.status()}: ${response.url()}`));
  await page.addInitScript(() => {
    window.violations = [];
    addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
  });
  await prepare();
  const answer = await page.goto(`${HERE}/demo/${hash}`);
  assert.match(answer.headers()['content-security-policy'], /default-src|script-src/);
}

/** To another page of the shop; its own listener is the first to hear of it. */
const go = (hash) =>
  page.evaluate((to) => new Promise((resolve) => {
    if (location.hash === to) {
      resolve();
    } else {
      addEventListener('hashchange', resolve, { once: true });
      location.hash = to;
    }
  }), hash);

async function nothingIsWrong() {
  assert.deepEqual(wrong, []);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
}

/** Goes on, or back, until the control of this name has the focus, of which one can see it. */
async function tabTo(name, tab = 'Tab') {
  const passed = [];
  for (let i = 0; i < MOST_TABS; i++) {
    await page.keyboard.press(tab);
    const at = await focused(page);
    if (at.tag !== 'BODY') {
      assert.ok(at.isVisible, `the focus on ${at.tag} "${at.name}" cannot be seen`);
    }
    if (at.name.includes(name)) {
      return;
    }
    passed.push(at.name);
  }
  throw new Error(`no "${name}" after ${MOST_TABS} Tabs: ${passed.join(' | ')}`);
}

const press = async (name, key = 'Enter', tab = 'Tab') => {
  await tabTo(name, tab);
  await page.keyboard.press(key);
};

const heading = (text) => until(`the page ${text}`, async () => (await page.textContent('h1')).includes(text));

/** The rows of the panel, the first first: what was sent, what was answered, and what became of it. */
const beacons = async () =>
  (await page.$$eval('#beacons li', (rows) =>
    rows.map((row) => ['.what', '.answer', '.fate'].map((style) => row.querySelector(style).textContent)))).reverse();

const tracked = async () => (await beacons()).filter(([what]) => what !== '/init');

for (const [what, options] of [['a desktop', DESKTOP], ['a phone', PHONE]]) {
  test(`on ${what}, by keyboard alone, a visitor searches, wishes, fills the cart and buys, and sees each delivered`, async () => {
    await open(options);
    await tabTo('Search products');
    await page.keyboard.type('lantern');
    await page.keyboard.press('Enter');
    await heading('1 product for “lantern”');
    await press('Wish for Brass lantern');
    await press('Add Brass lantern to the cart', 'Space');
    await press('Cart', 'Enter', 'Shift+Tab');
    await heading('Your cart');
    await press('One Brass lantern more');
    await page.keyboard.press('Enter');
    await until('three of them', async () => (await page.textContent('.amount')).includes('3'));
    await press('Check out');
    await heading('Check out');
    await press('Buy');
    await heading('Thank you');
    if (options === PHONE) {
      await press('Show');
    }
    await until('all to be delivered', async () =>
      (await tracked()).at(-1)[0] === 'purchase' && (await beacons()).every(([, , fate]) => /delivered to files|answered/.test(fate)));
    // Of two whole lists in a row, the first is superseded in the page if it has not left yet.
    assert.deepEqual([...new Set((await tracked()).map((row) => row.slice(0, 2).join(' ')))], [
      'search 200', 'wish 200', 'cart 200', 'cart, the whole list of 1 200', 'purchase 200',
    ]);
    assert.equal((await tracked()).every(([, , fate]) => fate === 'on disk → delivered to files'), true);
    assert.equal(await page.isVisible('#beacons li'), true);
    const did = await device(page);
    const events = await eventsOf(did, (await tracked()).length);
    assert.deepEqual([...new Set(events.map(({ type }) => type))], ['search', 'wish-add', 'cart-add', 'cart-sync', 'purchase']);
    assert.deepEqual(said(events.at(-1)).items, [{ id: '100504', amount: 3, price: 64 }]);
    assert.equal(await page.textContent('#device'), did);
    await nothingIsWrong();
  });
}

test('what is put into the cart while the line is cut arrives once it is mended, once', async () => {
  await open(DESKTOP);
  const did = await device(page);
  await page.check('#offline');
  await page.click('[aria-label="Add Wool blanket to the cart"]');
  await until('the failed attempt', async () => (await tracked()).some(([, answer]) => answer === 'no answer'));
  assert.deepEqual(of(did), []);
  await page.uncheck('#offline');
  await until('the delivery', async () => (await tracked()).some(([, , fate]) => fate.endsWith('delivered to files')));
  const events = await eventsOf(did, 1);
  assert.equal(events.length, 1);
  assert.equal(said(events[0]).items[0].id, '100505');
  assert.equal((await tracked()).filter(([, answer]) => answer === '200').length, 1);
  await nothingIsWrong();
});

test('what was answered before the panel is there is shown with its fate', async () => {
  await open(DESKTOP, '#/category/10', () =>
    page.route('**/panel.js', async (route) => {
      await until('the answers', () => page.evaluate(() => window.watched?.calls.length === 2 && window.watched.calls.every(({ answer }) => answer)));
      await route.continue();
    }));
  await until('the deliveries', async () => (await beacons()).filter(([, , fate]) => fate.endsWith('delivered to files')).length === 2);
  await nothingIsWrong();
});

test('a cart that is opened anew is there, and can be paid for', async () => {
  await open(DESKTOP);
  await page.click('[aria-label="Add Wool blanket to the cart"]');
  for (const [hash, title] of [['#/cart', 'Your cart'], ['#/checkout', 'Check out']]) {
    const again = await context.newPage();
    again.on('pageerror', (error) => wrong.push(`exception: ${error}`));
    await again.goto(`${HERE}/demo/${hash}`);
    await until(title, async () => (await again.textContent('h1')) === title);
    assert.match(await again.textContent('.total'), /€118\.00/);
  }
  await nothingIsWrong();
});

test('without consent nothing is sent and the script keeps nothing; with it, things go on', async () => {
  await open(DESKTOP);
  await device(page);
  await page.uncheck('#consent');
  await settle(page);
  const asked = shop.seen().length;
  await page.click('[aria-label="Add Wool blanket to the cart"]');
  await page.click('[aria-label="Wish for Wool blanket"]');
  await settle(page);
  // The cart is the shop's own.
  assert.deepEqual(Object.keys(await stored(page)), ['riverside']);
  assert.equal(shop.seen().length, asked);
  await page.check('#consent');
  await page.click('[aria-label="Add Ash paddle to the cart"]');
  const did = await device(page);
  const events = await eventsOf(did, 1);
  assert.deepEqual(events.map((event) => said(event).items[0].id), ['100501']);
  await nothingIsWrong();
});

for (const colorScheme of ['light', 'dark']) {
  for (const [what, options] of [['a desktop', DESKTOP], ['a phone', PHONE]]) {
    test(`on ${what}, in ${colorScheme} colours, controls have names, text can be read, and nothing sticks out`, async () => {
      await open({ ...options, colorScheme, reducedMotion: 'reduce' }, '#/category/10');
      if (options === PHONE) {
        await page.click('#panel-toggle');
      }
      await until('the first delivery', async () => (await tracked()).some(([, , fate]) => fate.endsWith('files')));
      await page.check('#offline');
      // On a phone the panel is before it.
      await page.$eval('[aria-label="Wish for Cedar canoe"]', (button) => button.click());
      await page.$eval('[aria-label="Add Cedar canoe to the cart"]', (button) => button.click());
      await until('a refusal', async () => (await tracked()).some(([, answer]) => answer === 'no answer'));
      await page.uncheck('#offline');
      await until('the deliveries', async () => (await tracked()).filter(([, , fate]) => fate.endsWith('files')).length >= 3);
      await page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true; }));
      for (const hash of ['#/category/10', '#/', '#/product/100500', '#/search/boots', '#/search/nowhere', '#/wish', '#/cart', '#/checkout', '#/thanks/R1']) {
        await go(hash);
        assert.deepEqual(await faults(page), [], hash);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, hash);
      }
    });
  }
}
