/*
 * Each documented call of the page API arrives as the event of the golden pair for it: the pair's own request is sent to Weir
 * too, and what is delivered for both is the same. Of the pair's event, stream, segment and referrer are left aside, which
 * the call does not decide; the campaign is that of the landing page. See WebScriptBrowserIT.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { eventsOf, fence, of, push } from './events.mjs';
import { HERE, device, launch, openShop } from './shop.mjs';

const PAIRS = new URL('../../resources/dialect/personaclick/', import.meta.url);
const CAMPAIGN = '?recommended_by=chain&bulk_code=abcdef-0123-4567-9810-012345abcdef';
const DYNAMIC = { recommended_by: 'dynamic', recommended_code: '3d045e1b39c321ff695604587597231c' };
const ORDERED = [{ id: '100500', amount: 3, price: 100 }, { id: 100123, amount: 1, price: 500 }];
const TWO = [{ id: '100500', amount: 3 }, { id: '100123', amount: 1 }];
const ORDER = {
  order: 'N100500',
  order_price: 750,
  order_cash: 650,
  order_bonuses: 100,
  order_discount: 50,
  promocode: 'BIRTHDAY',
  delivery_type: 'delivery',
  payment_type: 'cart',
  custom: { order_comment: 'Delivery after 15:00, 2nd floor, apt. 222', boxes: 2, refund_date: '2021-09-21' },
};
const MINE = { category: 'my_category', label: 'my_label', value: 100500 };

const CALLS = {
  'api-reference/view-short': ['view', 'PRODUCT_ID'],
  'api-reference/view-recommended': [
    'view', { id: 'PRODUCT_ID', recommended_by: 'dynamic', recommended_code: 'UNIQUE_RECOMMENDER_CODE' },
  ],
  'tracking-page/view': ['view', { id: '100500', ...DYNAMIC }],
  'tracking-page/view-source': ['view', { id: '100500', ...DYNAMIC }],
  'api-reference/category-short': ['category', 'CATEGORY_ID'],
  'tracking-page/category': ['category', 146],
  'tracking-page/category-source': ['category', 146],
  'api-reference/search-short': ['search', 'SEARCH_QUERY'],
  'api-reference/search-source': ['search', 'SEARCH_QUERY'],
  'api-reference/cart-short': ['cart', 'PRODUCT_ID'],
  'api-reference/cart-source': ['cart', { id: 'PRODUCT_ID' }],
  'tracking-page/cart': ['cart', { id: '100500', amount: 2, ...DYNAMIC }],
  'tracking-page/cart-source': ['cart', { id: '100500', amount: 3, ...DYNAMIC }],
  'tracking-page/full-cart': ['cart', TWO],
  'tracking-page/full-cart-source': ['cart', TWO],
  'tracking-page/full-cart-empty': ['cart', []],
  'tracking-page/full-cart-empty-source': ['cart', []],
  'tracking-page/remove-from-cart': ['remove_from_cart', '100500'],
  'tracking-page/remove-from-cart-source': ['remove_from_cart', '100500'],
  'api-reference/purchase-short': ['purchase', { products: [{ id: 'PRODUCT_ID' }] }],
  'api-reference/purchase': [
    'purchase',
    {
      email: 'jane@example.com',
      phone: '4400114527199',
      products: [{ id: 'PRODUCT_ID', price: 318, amount: 3 }],
      order: 'ORDER_NUMBER',
      order_price: 29999,
    },
  ],
  'tracking-page/purchase-source': ['purchase', { products: ORDERED, ...ORDER }],
  'tracking-page/wish': ['wish', '100500'],
  'api-reference/wish-source': ['wish', 'PRODUCT_ID'],
  'api-reference/full-wish': ['wish', ['FIRST_PRODUCT_ID', 'LAST_PRODUCT_ID']],
  'tracking-page/full-wish-source': ['wish', ['100500', '100123']],
  'tracking-page/full-wish-empty': ['wish', []],
  'tracking-page/full-wish-empty-source': ['wish', []],
  'tracking-page/remove-wish': ['remove_wish', '100500'],
  'tracking-page/remove-wish-source': ['remove_wish', '100500'],
  'api-reference/custom': ['my_event'],
  'api-reference/custom-time': ['my_event', { time: '1652648400' }],
  'tracking-page/custom': ['my_event', MINE],
  'tracking-page/custom-source': ['my_event', MINE],
};

let browser;
let shop;
/** For pairs without a campaign, and with one. */
const pages = {};
let seen = 0;

before(async () => {
  shop = await openShop();
  browser = await launch();
  pages.plain = await open('');
  pages.campaign = await open(CAMPAIGN);
});

after(async () => {
  await browser?.close();
  await shop?.close();
});

async function open(query) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${HERE}/${query}`);
  return { page, did: await device(page), url: page.url(), count: 0 };
}

for (const [pair, call] of Object.entries(CALLS)) {
  test(`${call[0]} arrives as the event of ${pair}`, async () => {
    const { path, body } = goldenRequest(pair);
    const there = body.source ? pages.campaign : pages.plain;
    await track(there.page, call);
    const events = await eventsOf(there.did, ++there.count);
    const event = events.at(-1);
    assert.equal(events.length, there.count);
    assert.equal(event.raw.path, path);
    assert.equal(event.event.context.stream, 'web');
    assert.equal(event.event.context.referrer, there.url);
    assert.deepEqual(decided(event), decided(await eventOf(path, body)));
  });
}

test('every pair that a page call can be for has its call', () => {
  const kinds = new Set(Object.keys(CALLS).map((pair) => goldenRequest(pair).body).map((body) =>
    body.event + (body.full_cart || body.full_wish ? (body.items ? ', all' : ', none') : '')));
  assert.deepEqual([...kinds].sort(), [
    'cart', 'cart, all', 'cart, none', 'category', 'my_event', 'purchase', 'remove_from_cart', 'remove_wish',
    'search', 'view', 'wish', 'wish, all', 'wish, none',
  ]);
});

const track = (page, call) =>
  page.evaluate(
    (args) => new Promise((success, failure) => window.personaclick('track', args[0], args[1], success, failure)),
    call,
  );

/** What is delivered for a pair's own request, of a device of its own. */
async function eventOf(path, body) {
  const did = `golden-${++seen}`;
  await push({ ...body, did }, path);
  await fence();
  return of(did)[0];
}

const decided = ({ type, event: { id, context: { stream, segment, referrer, ...context } = {}, ...event } }) => ({
  type,
  ...event,
  context,
});

/** The request of a pair, see GoldenCase. */
function goldenRequest(pair) {
  const [head, body] = readFileSync(new URL(`${pair}.http`, PAIRS), 'utf8').split(/\n\n/);
  return { path: /^POST (\S+)$/m.exec(head)[1], body: JSON.parse(body) };
}
