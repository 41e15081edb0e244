/* The private port's page in Chromium, of a Weir whose private port asks for a token. See AdminPageBrowserIT. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { faults } from './accessibility.mjs';
import { CHROMIUM } from './chromium.mjs';
import { until } from './until.mjs';
import { DESKTOP, openPage } from './watched-page.mjs';

const { ADMIN_URL, WEIR_ADMIN_TOKEN: OPERATE, WEIR_ADMIN_READ_TOKEN: READ } = process.env;

test('the page shows nothing until it has a token, and no more than that one may', async () => {
  const browser = await chromium.launch(CHROMIUM);
  try {
    const { page, nothingIsWrong } = await openPage(browser, ADMIN_URL, DESKTOP, /status of 401/);
    const shows = (selector, what) => until(`${selector} to say ${what}`, async () => (await page.textContent(selector)).includes(what));
    await page.waitForSelector('#token-form:not([hidden])');
    assert.equal(await page.isVisible('#board'), false);
    assert.deepEqual(await faults(page), []);
    await page.keyboard.type(`${OPERATE}x`);
    await page.keyboard.press('Enter');
    await shows('#token-fault', 'not the right one');
    await page.keyboard.type(READ);
    await page.keyboard.press('Enter');
    await shows('#facts', 'you may read');
    assert.equal(await page.isDisabled('[aria-label="Pause files"]'), true);
    assert.match(await page.textContent('#may-not'), /may read only/);
    await until('the charts', () => page.evaluate(() => document.querySelectorAll('canvas').length === 3));
    await page.click('#forget');
    await page.waitForSelector('#token-form:not([hidden])');
    assert.deepEqual(await page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie]), [0, 0, '']);
    await page.keyboard.type(OPERATE);
    await page.keyboard.press('Enter');
    await shows('#facts', 'you may operate');
    assert.equal(await page.isDisabled('[aria-label="Pause files"]'), false);
    await nothingIsWrong();
  } finally {
    await browser.close();
  }
});
