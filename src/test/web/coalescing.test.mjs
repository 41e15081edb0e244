import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, spy } from './fake-browser.mjs';
import { INIT, pushes, pushesGet, started } from './steps.mjs';

/** Tracks these without a line, and tells what arrives when it is back. */
async function arriving(...calls) {
  const { browser, page } = await started();
  await browser.go(false);
  calls.forEach((call) => page.call('track', ...call));
  await browser.go(true);
  return {
    events: browser.events().map(({ event, items }) => [event, ...(items ?? []).map((item) => item.id)]),
    superseded: page.window.personaclick.stats.superseded ?? 0,
  };
}

test('of whole carts that wait, the last one goes', async () => {
  assert.deepEqual(await arriving(['cart', [1]], ['view', 9], ['cart', [1, 2]], ['cart', []]), {
    events: [['view', 9], ['cart']],
    superseded: 2,
  });
});

test('of whole wish lists that wait, the last one goes, and carts are none of them', async () => {
  assert.deepEqual(await arriving(['wish', [1]], ['cart', [5]], ['wish', [1, 2]]), {
    events: [['cart', 5], ['wish', 1, 2]],
    superseded: 1,
  });
});

test('a whole cart is kept where a part of the cart, or a purchase, was told of since', async () => {
  for (const between of [['cart', 3], ['remove_from_cart', 3], ['purchase', { products: [{ id: 3 }] }]]) {
    assert.deepEqual(await arriving(['cart', [1]], between, ['cart', [2]]), {
      events: [['cart', 1], [between[0], 3], ['cart', 2]],
      superseded: 0,
    });
  }
});

test('the whole cart that is in flight is not replaced, and a later one goes after it', async () => {
  const { browser, page } = await started();
  pushesGet(browser, 'hang');
  page.call('track', 'cart', [1]);
  await browser.settle();
  page.call('track', 'cart', [1, 2]);
  page.call('track', 'cart', [1, 2, 3]);
  pushesGet(browser, undefined);
  await browser.pass(MINUTE);
  assert.deepEqual(pushes(browser).map((request) => request.body.items.length), [1, 1, 3]);
});

test('a whole cart that another tab replaced is not tried again', async () => {
  const { browser, page } = await started();
  const other = await browser.open([INIT]);
  pushesGet(browser, 'hang');
  page.call('track', 'cart', [1]);
  await browser.settle();
  other.call('track', 'cart', [1, 2]);
  await browser.settle();
  pushesGet(browser, undefined);
  await browser.pass(MINUTE);
  assert.deepEqual(pushes(browser).map((request) => request.body.items.length), [1, 2]);
});

test('the success of a whole cart that was replaced is called', async () => {
  const { browser, page } = await started();
  await browser.go(false);
  const success = spy();
  page.call('track', 'cart', [1], success);
  page.call('track', 'cart', [2]);
  await browser.settle();
  assert.equal(success.calls.length, 1);
});

test('with a line, no whole cart waits for another', async () => {
  const { browser, page } = await started();
  page.call('track', 'cart', [1]);
  await browser.settle();
  assert.equal(pushes(browser).length, 1);
});
