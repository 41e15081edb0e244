import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, SHOP, spy } from './fake-browser.mjs';

const INIT = ['init', SHOP, 'web'];

/** What every event says; ids and event_id are looked at elsewhere. */
const EVERY = {
  shop_id: SHOP,
  stream: 'web',
  did: 'device1',
  seance: 'session1',
  sid: 'session1',
  referer: 'https://shop.example/',
};

async function sentBy(...call) {
  const browser = new Browser();
  const page = await browser.open([INIT]);
  page.call('track', ...call);
  await browser.settle();
  const sent = browser.requests.filter((request) => request.method === 'POST');
  assert.equal(sent.length, 1);
  const { event_id, ...body } = sent[0].body;
  for (const [name, value] of Object.entries(EVERY)) {
    assert.equal(body[name], value, name);
    delete body[name];
  }
  return { path: sent[0].path, body, event_id };
}

const VIEWED = { recommended_by: 'dynamic', recommended_code: 'jkIWdXSRfwVyK' };
const TRACKED = [
  ['a view', ['view', '37'], { event: 'view', items: [{ id: '37' }] }],
  ['a view of what is in stock', ['view', { id: '37', stock: true }], { event: 'view', items: [{ id: '37', stock: true }] }],
  ['a view after a recommendation', ['view', { id: '37', ...VIEWED }], { event: 'view', items: [{ id: '37' }], ...VIEWED }],
  ['a category', ['category', '100500'], { event: 'category', category_id: '100500' }],
  ['a search', ['search', 'red shoes'], { event: 'search', search_query: 'red shoes' }],
  ['a product put into the cart', ['cart', 'id'], { event: 'cart', items: [{ id: 'id' }] }],
  [
    'a product put into the cart, with all there is to say',
    ['cart', { id: 7, amount: 3, stock: true, ...VIEWED }],
    { event: 'cart', items: [{ id: 7, amount: 3, stock: true }], ...VIEWED },
  ],
  [
    'the whole cart',
    ['cart', [{ id: 1, amount: 2 }, { id: 2, amount: 1 }]],
    { event: 'cart', full_cart: true, items: [{ id: 1, amount: 2 }, { id: 2, amount: 1 }] },
  ],
  ['the empty cart', ['cart', []], { event: 'cart', full_cart: true }],
  ['a product taken out of the cart', ['remove_from_cart', 'id'], { event: 'remove_from_cart', items: [{ id: 'id' }] }],
  [
    'a purchase without a number',
    ['purchase', { email: 'a@b.example', products: [{ id: 37, price: 318, amount: 1 }], custom: { deck: 'lower' } }],
    { event: 'purchase', email: 'a@b.example', items: [{ id: 37, price: 318, amount: 1 }], custom: { deck: 'lower' } },
  ],
  ['a wish', ['wish', 17515], { event: 'wish', items: [{ id: 17515 }] }],
  ['all wishes', ['wish', [17515, '17520']], { event: 'wish', full_wish: true, items: [{ id: 17515 }, { id: '17520' }] }],
  ['no more wishes', ['wish', []], { event: 'wish', full_wish: true }],
  ['a wish taken back', ['remove_wish', 17515], { event: 'remove_wish', items: [{ id: 17515 }] }],
];

for (const [what, call, body] of TRACKED) {
  test(`${what} is sent as the documents have it`, async () => {
    const sent = await sentBy(...call);
    assert.equal(sent.path, '/push');
    assert.deepEqual(sent.body, body);
    assert.match(sent.event_id, /^e[0-9a-z]{12,}$/);
  });
}

test("a shop's own event goes to /push/custom", async () => {
  assert.deepEqual((await sentBy('my_event')).body, { event: 'my_event' });
  const { path, body } = await sentBy('my_event', { category: 'c', label: 'l', value: 100, deck: 'lower' });
  assert.equal(path, '/push/custom');
  assert.deepEqual(body, { event: 'my_event', category: 'c', label: 'l', value: 100, deck: 'lower' });
});

test("an order is known by its own number, so that a reload of its page is a repetition", async () => {
  const { path, body, event_id } = await sentBy('purchase', {
    products: [{ id: 37, price: 318, amount: 3, line_id: 'x' }],
    order: 'N318',
    order_price: 29999,
  });
  assert.equal(path, '/push');
  assert.equal(event_id, undefined);
  assert.deepEqual(body, {
    event: 'purchase',
    items: [{ id: 37, price: 318, amount: 3, line_id: 'x' }],
    order_id: 'N318',
    order_price: 29999,
  });
});

const ASKED = [
  [['cart', 'get'], '/products/cart', {}],
  [
    ['recommend', '1fd1b', { item: 100500, exclude: [3, 14], category: 146, extended: true }],
    '/recommend/1fd1b',
    { item: '100500', exclude: '3,14', category: '146', extended: 'true' },
  ],
  [['recommend', 'a/b', {}], '/recommend/a%2Fb', {}],
  [
    ['search', { search_query: 'To be', page: 2, filters: { key: ['value'] }, merchants: ['m1', 'm2'] }],
    '/search',
    { type: 'full_search', search_query: 'To be', page: '2', filters: '{"key":["value"]}', merchants: 'm1,m2' },
  ],
  [['suggest', { search_query: 'To be' }], '/search', { type: 'instant_search', search_query: 'To be' }],
  [['products', { limit: 5, categories: '313', page: null }], '/products', { limit: '5', categories: '313' }],
  [['products', 'counters', 37], '/products/counters', { item: '37' }],
];

for (const [call, path, query] of ASKED) {
  test(`${call.slice(0, 2).join(' ')} asks ${path}, and the page gets the answer`, async () => {
    const browser = new Browser();
    const success = spy();
    const failure = spy();
    const page = await browser.open([INIT]);
    page.call(...call, success, failure);
    await browser.settle();
    const [{ query: asked, method }] = browser.to(path);
    assert.equal(method, 'GET');
    const { shop_id, did, seance, sid, stream, ...rest } = asked;
    assert.deepEqual([shop_id, did, seance, sid, stream], [SHOP, 'device1', 'session1', 'session1', 'web']);
    assert.deepEqual(rest, query);
    assert.equal(success.calls[0].path, path);
    assert.equal(success.calls.length, 1);
    assert.equal(failure.calls.length, 0);
  });
}

test('a question that is refused has its failure called, once, with the answer', async () => {
  const browser = new Browser();
  browser.answer = ({ path }) => path === '/search' && { status: 404, body: { message: 'no upstream' } } || undefined;
  const success = spy();
  const failure = spy();
  const page = await browser.open([INIT]);
  page.call('search', { search_query: 'x' }, success, failure);
  await browser.pass(3600_000);
  assert.deepEqual(failure.calls.map((answer) => answer.message), ['no upstream']);
  assert.equal(success.calls.length, 0);
  assert.equal(browser.to('/search').length, 1);
});

test('questions before there is a device wait for it', async () => {
  const browser = new Browser();
  const success = spy();
  await browser.open([INIT, ['cart', 'get', success]]);
  assert.deepEqual(browser.requests.map((request) => request.path), ['/init', '/products/cart']);
  assert.equal(browser.to('/products/cart')[0].query.did, 'device1');
  assert.equal(success.calls.length, 1);
});

test('a hundred calls wait for a device, and those beyond fail', async () => {
  const browser = new Browser();
  browser.answer = () => ({ delay: 1000, body: { did: 'd', seance: 's' } });
  const failure = spy();
  const page = await browser.open([INIT]);
  for (let i = 0; i < 105; i++) {
    page.call('cart', 'get', null, failure);
  }
  await browser.pass(1000);
  // The hundredth is init itself.
  assert.equal(browser.to('/products/cart').length, 99);
  assert.equal(failure.calls.length, 6);
});

test('a question that cannot be asked keeps nothing else from going', async () => {
  const browser = new Browser({ locks: false });
  const page = await browser.open([INIT]);
  page.window.personaclick('search', page.run('var c = {}; c.a = {c}; c'));
  page.call('track', 'view', '1');
  await browser.pass(1000);
  assert.equal(browser.events().length, 1);
});

test("the snippet's queue is worked off in order, also what came before init", async () => {
  const browser = new Browser();
  await browser.open([['track', 'view', '1'], ['track', 'view', '2'], INIT, ['track', 'view', '3']]);
  assert.deepEqual(browser.events().map((event) => event.items[0].id), ['1', '2', '3']);
  assert.deepEqual(new Set(browser.events().map((event) => event.did)), new Set(['device1']));
});

test('calls before init are kept up to a hundred, and those beyond are counted', async () => {
  const browser = new Browser();
  const page = await browser.open(Array.from({ length: 105 }, (_, i) => ['track', 'view', i]));
  assert.equal(page.window.personaclick.stats.dropped, 5);
  page.call(...INIT);
  await browser.settle();
  assert.equal(browser.events().length, 100);
});

test('the success of init has the answer of /init', async () => {
  const browser = new Browser();
  const success = spy();
  const failure = spy();
  await browser.open([[...INIT, success, failure]]);
  assert.deepEqual({ ...success.calls[0] }, { did: 'device1', seance: 'session1', currency: 'EUR' });
  assert.equal(success.calls.length, 1);
  assert.equal(failure.calls.length, 0);
});

test('where the device is known, the success of init has it without a request', async () => {
  const browser = new Browser();
  await browser.open([INIT]);
  const success = spy();
  await browser.open([[...INIT, success]]);
  assert.equal(browser.to('/init').length, 1);
  assert.equal(success.calls[0].did, 'device1');
  assert.equal(success.calls[0].seance, 'session1');
});

test('an init that fails says so once, goes on trying, and says when it succeeds', async () => {
  const browser = new Browser();
  let down = true;
  browser.answer = () => (down ? { status: 503, body: { message: 'full' } } : undefined);
  const success = spy();
  const failure = spy();
  await browser.open([[...INIT, success, failure]]);
  await browser.pass(30_000);
  assert.ok(browser.to('/init').length > 2);
  assert.deepEqual(failure.calls.map((answer) => answer.message), ['full']);
  down = false;
  await browser.pass(60_000);
  assert.equal(success.calls.length, 1);
  assert.equal(failure.calls.length, 1);
});

test("what says 200 and names no device is no answer: it is tried again", async () => {
  const browser = new Browser();
  browser.answer = () => (browser.requests.length < 3 ? { body: '<html>Welcome to our hotel' } : undefined);
  const success = spy();
  await browser.open([[...INIT, success]]);
  await browser.pass(10_000);
  assert.equal(success.calls[0].did, 'device1');
});

test('an event has its success called when it has arrived', async () => {
  const browser = new Browser();
  const success = spy();
  const page = await browser.open([INIT]);
  page.call('track', 'view', '37', success, () => assert.fail());
  await browser.settle();
  assert.deepEqual(success.calls.map((answer) => answer.event), ['view']);
});

test('it goes by the name of its stub, or of its URL, and makes no other global but _pgnt', async () => {
  for (const [stub, src, name] of [
    ['personaclick', 'https://t.shop.example/v3.js', 'personaclick'],
    ['r46', 'https://t.shop.example/v3.js', 'r46'],
    ['mine', 'https://t.shop.example/v3.js?name=mine', 'mine'],
    [null, 'https://t.shop.example/weir.js', 'personaclick'],
    [null, 'https://t.shop.example/weir.js?name=other', 'other'],
  ]) {
    const browser = new Browser();
    let before;
    const page = await browser.open([], { src, stub, prepare: (opened) => (before = Object.keys(opened.window)) });
    const made = Object.keys(page.window).filter((key) => !before.includes(key));
    assert.deepEqual(made.sort(), (stub ? ['_pgnt'] : ['_pgnt', name]).sort());
    page.callAs(name, ...INIT);
    await browser.settle();
    assert.equal(browser.to('/init').length, 1, name);
  }
});

test('a script that is there twice counts once', async () => {
  const browser = new Browser();
  const page = await browser.open([INIT, ['track', 'view', '1']]);
  page.load();
  page.call('track', 'view', '2');
  await browser.settle();
  assert.deepEqual(browser.events().map((event) => event.items[0].id), ['1', '2']);
});

test('it sends to where the script came from, or where the page says', async () => {
  for (const [src, options, url, origin] of [
    ['https://t.shop.example/assets/weir.0a1b.js', {}, 'https://shop.example/', 'https://t.shop.example'],
    ['https://cdn.example/weir.js', { api: 'https://t.shop.example' }, 'https://shop.example/', 'https://t.shop.example'],
    [null, {}, 'https://shop.example/a/b', 'https://shop.example'],
  ]) {
    const browser = new Browser();
    await browser.open([[...INIT, null, null, options]], { src, url });
    assert.equal(browser.requests[0].origin, origin);
  }
});

test('no request needs a preflight, and events outlive the page', async () => {
  const browser = new Browser();
  const page = await browser.open([INIT, ['track', 'view', '1'], ['cart', 'get']]);
  page.call('track', 'my_event');
  await browser.settle();
  assert.equal(browser.requests.length, 4);
  for (const { method, isText, headers, keepalive } of browser.requests) {
    assert.ok(isText);
    assert.equal(headers, undefined);
    assert.equal(keepalive, method === 'POST');
  }
});

test('init says what the document asks for', async () => {
  const browser = new Browser();
  await browser.open([['init', SHOP]]);
  assert.deepEqual(browser.requests[0].query, {
    v: '3',
    shop_id: SHOP,
    stream: 'web',
    referrer: 'https://search.example/',
  });
});

test("nothing that a page does wrong throws, nor what its callbacks throw keeps events from going", async () => {
  const browser = new Browser();
  const page = await browser.open([INIT]);
  const throws = () => {
    throw new Error("the page's own");
  };
  for (const call of [[], [null], ['toString'], ['track'], ['track', 'purchase'], ['track', 'view'], ['recommend', '\ud800'],
    ['search', { a: null }], ['track', 'view', '1', throws], ['cart', 'get', throws], ['cart', 'get', 'alert(1)'], ['unknown', 1]]) {
    assert.doesNotThrow(() => page.call(...call));
  }
  const circular = page.run('var c = {id: "1"}; c.c = c; c');
  assert.doesNotThrow(() => page.window.personaclick('track', 'view', circular));
  page.call('track', 'view', 'last');
  await browser.settle();
  assert.equal(browser.events().at(-1).items[0].id, 'last');
  assert.deepEqual(page.errors.map((error) => error.message), ["the page's own", "the page's own"]);
});

test('callbacks are known by their place, and either may be left out', async () => {
  const browser = new Browser();
  browser.answer = ({ path }) => (path === '/init' ? undefined : { status: 404, body: {} });
  for (const call of [['track', 'view', '1'], ['track', 'my_event', {}], ['cart', 'get'], ['recommend', 'x', {}],
    ['search', {}], ['suggest', {}], ['products', {}], ['products', 'counters', 1]]) {
    const failure = spy();
    const page = await browser.open([INIT]);
    page.call(...call, null, failure);
    page.call(...call, failure);
    page.call(...call);
    await browser.settle();
    assert.equal(failure.calls.length, 1, call.join(' '));
  }
});

test('an unknown call does nothing', async () => {
  const browser = new Browser();
  const page = await browser.open([INIT]);
  page.call('nonsense', 'get', {}, () => assert.fail(), () => assert.fail());
  await browser.settle();
  assert.equal(browser.requests.length, 1);
});

test('_pgnt.variables() has the ids that pagent documents, null where there are none', async () => {
  const browser = new Browser();
  const page = await browser.open();
  const before = page.window._pgnt.variables('purchase');
  assert.deepEqual(
    { ...before, visit_id: 0 },
    { session_id: null, user_id: null, visit_id: 0, conversion_id: null },
  );
  page.call(...INIT, null, null, { goals: { purchase: 'goal-uuid' } });
  await browser.settle();
  const vars = page.window._pgnt.variables('purchase');
  assert.deepEqual({ ...vars, visit_id: 0 }, {
    session_id: 'session1',
    user_id: 'device1',
    visit_id: 0,
    conversion_id: 'goal-uuid',
  });
  assert.equal(vars.visit_id, before.visit_id);
  assert.equal(page.window._pgnt.variables('other').conversion_id, null);
  assert.notEqual((await browser.open([INIT])).window._pgnt.variables().visit_id, vars.visit_id);
});

test("pagent's own _pgnt stays", async () => {
  const browser = new Browser();
  const page = await browser.open([], { prepare: (opened) => opened.run('var _pgnt = { own: 1 }') });
  assert.equal(page.window._pgnt.own, 1);
  assert.equal(page.window._pgnt.variables, undefined);
});
