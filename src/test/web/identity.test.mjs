import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, HOUR, MINUTE, SHOP, spy } from './fake-browser.mjs';

const INIT = ['init', SHOP, 'web'];
const VIEW = ['track', 'view', '1'];
const SPA = [...INIT, null, null, {}, true];

const last = (browser) => browser.events().at(-1);

test('/init is asked once, and the device is remembered from page to page', async () => {
  const browser = new Browser();
  await (await browser.open([INIT, VIEW])).close();
  await (await browser.open([INIT, VIEW])).close();
  await browser.open([INIT, VIEW]);
  assert.equal(browser.to('/init').length, 1);
  assert.deepEqual(browser.events().map((event) => event.did), ['device1', 'device1', 'device1']);
  assert.deepEqual(browser.events().map((event) => event.seance), ['session1', 'session1', 'session1']);
});

for (const locks of [true, false]) {
  test(`two tabs that open at once share one device, ${locks ? 'by Web Locks' : 'by a lease'}`, async () => {
    const browser = new Browser({ locks });
    // The first answer is so slow that the other tab would ask meanwhile, and the cookie would come too late.
    browser.answer = () => 'hang';
    await browser.open([INIT, VIEW]);
    await browser.open([INIT, VIEW]);
    await browser.pass(2000);
    assert.equal(browser.to('/init').length, 1);
    browser.answer = () => undefined;
    await browser.pass(2 * MINUTE);
    assert.equal(browser.devices, 1);
    assert.deepEqual(browser.events().map((event) => event.did), ['device1', 'device1']);
  });
}

test('two tabs that take the lease in the same instant ask once', async () => {
  // What one writes, the others read a little later: the last one has it.
  const browser = new Browser({ locks: false, lag: 30 });
  await Promise.all([browser.open([INIT, VIEW]), browser.open([INIT, VIEW]), browser.open([INIT, VIEW])]);
  await browser.pass(5000);
  assert.equal(browser.to('/init').length, 1);
  assert.equal(browser.events().length, 3);
});

test('a tab that dies with the lease holds up the others no longer than it lasts', async () => {
  const browser = new Browser({ locks: false });
  browser.answer = () => 'hang';
  const dying = await browser.open([INIT]);
  await browser.pass(200);
  assert.equal(browser.to('/init').length, 1);
  await dying.crash();
  browser.answer = () => undefined;
  await browser.open([INIT, VIEW]);
  await browser.pass(10_000);
  assert.equal(browser.to('/init').length, 1);
  await browser.pass(15_000);
  assert.equal(browser.events().length, 1);
});

test('a tab that is done with the lease leaves it to the others', async () => {
  const browser = new Browser({ locks: false });
  await browser.open([INIT, VIEW]);
  await browser.pass(200);
  assert.equal(browser.events().length, 1);
  await browser.open([INIT, VIEW]);
  await browser.pass(200);
  assert.equal(browser.events().length, 2);
});

test('a tab that sends for longer than the lease keeps it', async () => {
  const browser = new Browser({ locks: false });
  browser.answer = ({ path }) => (path === '/init' ? undefined : { delay: 9000 });
  await browser.open([INIT, VIEW, VIEW, VIEW, VIEW]);
  await browser.pass(500);
  await browser.open([INIT, VIEW]);
  for (let i = 0; i < 60; i++) {
    await browser.pass(1000);
    assert.ok(browser.requests.filter((request) => request.isOpen).length <= 1);
  }
  assert.equal(browser.events().length, 5);
});

test('a lease from a clock that was ahead is none', async () => {
  const browser = new Browser({ locks: false });
  browser.put(`weir.${SHOP}.l`, JSON.stringify(['somebody', browser.now + HOUR]));
  await browser.open([INIT, VIEW]);
  await browser.pass(1000);
  assert.equal(browser.events().length, 1);
});

test('with cookies, requests carry them and the server may set one', async () => {
  const browser = new Browser();
  await browser.open([INIT, VIEW]);
  assert.equal(browser.cookies.did, 'device1');
  for (const { credentials, query, body } of browser.requests) {
    assert.equal(credentials, 'include');
    assert.equal((query.cookieless ?? body?.cookieless), undefined);
  }
});

test('a device outlives a storage that was cleared, by its cookie', async () => {
  const browser = new Browser();
  await browser.open([INIT]);
  browser.clearStorage();
  await browser.open([INIT, VIEW]);
  assert.equal(last(browser).did, 'device1');
});

test('a device outlives cookies that were deleted, by the storage', async () => {
  const browser = new Browser();
  await browser.open([INIT]);
  browser.cookies = {};
  browser.now += 3 * HOUR;
  await browser.open([INIT, VIEW]);
  assert.equal(last(browser).did, 'device1');
  assert.equal(browser.cookies.did, 'device1');
});

for (const [what, options, init] of [
  ['cookies are off in the browser', { cookieEnabled: false }, INIT],
  ['cookieless is true', {}, [...INIT, null, null, { cookieless: true }]],
]) {
  test(`where ${what}, no cookie is sent or taken, and the device is in localStorage`, async () => {
    const browser = new Browser(options);
    const page = await browser.open([init, VIEW]);
    await (await browser.open([init, VIEW])).close();
    page.call(...VIEW);
    page.hide();
    await browser.settle();
    assert.deepEqual(browser.cookies, {});
    assert.equal(browser.to('/init').length, 1);
    assert.equal(browser.to('/init')[0].query.cookieless, 'true');
    assert.equal(browser.events().length, 3);
    for (const { credentials, beacon, body, path } of browser.requests) {
      // A beacon always has credentials, so the body has to say it too.
      assert.equal(credentials, beacon ? 'include' : 'omit');
      assert.equal(path === '/init' || body.cookieless, true);
      assert.equal(path === '/init' || body.did === 'device1', true);
    }
  });
}

for (const storage of ['off', 'full']) {
  test(`where storage is ${storage}, events go all the same, and the cookie knows the device`, async () => {
    const browser = new Browser({ storage });
    const page = await browser.open([INIT, VIEW, ['track', 'cart', []]]);
    assert.equal(browser.events().length, 2);
    await page.close();
    await browser.open([INIT, VIEW]);
    assert.equal(browser.to('/init').length, 2);
    assert.equal(last(browser).did, 'device1');
    assert.deepEqual(browser.stored(), []);
  });
}

test('where the browser denies storage and locks, events go all the same', async () => {
  const browser = new Browser({ storage: 'off', locks: 'denied', cookieEnabled: false });
  await browser.open([INIT, VIEW]);
  assert.equal(browser.events().length, 1);
});

test('what somebody else wrote over our keys does no harm', async () => {
  for (const scribble of ['', '{', 'null', '7', '{"a":1}', '[]']) {
    const browser = new Browser();
    browser.answer = ({ path }) => (path === '/push' ? 'fail' : undefined);
    await (await browser.open([INIT, VIEW])).crash();
    browser.answer = () => undefined;
    browser.scribble(scribble);
    await browser.open([INIT, ['track', 'view', 'after']]);
    await browser.pass(MINUTE);
    assert.equal(last(browser).items[0].id, 'after', scribble);
    assert.equal(last(browser).did, 'device1');
    assert.equal(browser.stored().filter((key) => key.includes('.e')).length, 0);
  }
});

test("a device id of the shop's own is asked for, and used", async () => {
  const browser = new Browser();
  await browser.open([INIT]);
  const own = [...INIT, null, null, { did: 'example' }];
  await browser.open([own, VIEW]);
  assert.equal(browser.to('/init')[1].query.did, 'example');
  assert.equal(last(browser).did, 'example');
  await browser.open([own, VIEW]);
  assert.equal(browser.to('/init').length, 2);
});

test('shops on one site have devices of their own', async () => {
  const browser = new Browser();
  await browser.open([[...INIT, null, null, { cookieless: true }]]);
  await browser.open([['init', 'another', 'web', null, null, { cookieless: true }], VIEW]);
  assert.equal(last(browser).did, 'device2');
});

test('a session ends after two hours without an event: the next page asks for another, of the same device', async () => {
  const browser = new Browser();
  const page = await browser.open([INIT, VIEW]);
  await browser.pass(1.5 * HOUR);
  page.call(...VIEW);
  await browser.pass(1.5 * HOUR);
  await browser.open([INIT, VIEW]);
  assert.equal(last(browser).seance, 'session1');
  await browser.pass(2 * HOUR);
  await browser.open([INIT, VIEW]);
  assert.equal(browser.to('/init').length, 2);
  assert.equal(browser.to('/init')[1].query.did, 'device1');
  assert.equal(last(browser).seance, 'session2');
  assert.equal(last(browser).sid, 'session2');
  assert.equal(last(browser).did, 'device1');
});

test('in SPA mode the session is checked at each event, and renewed', async () => {
  const browser = new Browser();
  const page = await browser.open([SPA, VIEW]);
  await browser.pass(2 * HOUR - MINUTE);
  page.call(...VIEW);
  await browser.settle();
  assert.equal(last(browser).seance, 'session1');
  await browser.pass(2 * HOUR);
  page.call(...VIEW);
  await browser.settle();
  assert.deepEqual(browser.to('/init').map((request) => request.query.did), [undefined, 'device1']);
  assert.equal(last(browser).seance, 'session2');
  page.call(...VIEW);
  await browser.settle();
  assert.equal(last(browser).seance, 'session2');
  assert.equal(browser.to('/init').length, 2);
});

test('a session that one tab renews is the session of both', async () => {
  const browser = new Browser();
  const one = await browser.open([SPA]);
  const other = await browser.open([SPA]);
  await browser.pass(3 * HOUR);
  one.call(...VIEW);
  await browser.settle();
  other.call(...VIEW);
  await browser.settle();
  assert.equal(browser.to('/init').length, 2);
  assert.deepEqual(browser.events().map((event) => event.seance), ['session2', 'session2']);
});

test('an event that waits keeps the session it was of', async () => {
  const browser = new Browser();
  const page = await browser.open([SPA]);
  await browser.go(false);
  page.call('track', 'view', 'old');
  await browser.pass(3 * HOUR);
  page.call('track', 'view', 'new');
  await browser.go(true);
  assert.deepEqual(
    browser.events().map((event) => [event.items[0].id, event.seance]),
    [['old', 'session1'], ['new', 'session2']],
  );
});

test('without SPA mode a page keeps its session', async () => {
  const browser = new Browser();
  const page = await browser.open([INIT]);
  await browser.pass(5 * HOUR);
  page.call(...VIEW);
  await browser.settle();
  assert.equal(browser.to('/init').length, 1);
  assert.equal(last(browser).seance, 'session1');
});

const MAIL = 'https://shop.example/?recommended_by=chain&personaclick_mail_code=abcdef-0123';
const BULK = 'https://shop.example/?utm_source=x&recommended_by=bulk&bulk_code=42';

test('the campaign in the landing URL goes with every event for 48 hours', async () => {
  const browser = new Browser();
  await (await browser.open([INIT, VIEW], { url: MAIL })).close();
  assert.equal(last(browser).source, '{"from":"chain","code":"abcdef-0123"}');
  await browser.pass(48 * HOUR - MINUTE);
  const page = await browser.open([INIT, ['track', 'my_event']]);
  assert.equal(last(browser).source, '{"from":"chain","code":"abcdef-0123"}');
  await browser.pass(MINUTE);
  page.call(...VIEW);
  await browser.settle();
  assert.equal(last(browser).source, undefined);
});

test('a new campaign replaces the old one, and lasts 48 hours from then', async () => {
  const browser = new Browser();
  await browser.open([INIT], { url: MAIL });
  await browser.pass(40 * HOUR);
  await browser.open([INIT], { url: BULK });
  await browser.pass(40 * HOUR);
  await browser.open([INIT, VIEW]);
  assert.equal(last(browser).source, '{"from":"bulk","code":"42"}');
  await browser.pass(9 * HOUR);
  await browser.open([INIT, VIEW]);
  assert.equal(last(browser).source, undefined);
});

test('one half of a campaign is none', async () => {
  for (const search of ['?recommended_by=dynamic&recommended_code=x', '?bulk_code=42']) {
    const browser = new Browser();
    await browser.open([INIT, VIEW], { url: 'https://shop.example/' + search });
    assert.equal(last(browser).source, undefined);
  }
});

test('a second init in the page is asked nothing new', async () => {
  const browser = new Browser();
  const page = await browser.open([SPA, VIEW]);
  const success = spy();
  page.call(...INIT, success);
  page.call(...VIEW);
  await browser.settle();
  assert.equal(browser.to('/init').length, 1);
  assert.equal(success.calls[0].did, 'device1');
  assert.equal(browser.events().length, 2);
});
