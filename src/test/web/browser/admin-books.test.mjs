/* The sums on the private port's page after kills and dead letters, beside what the clients and the vendor counted. See AdminPageBrowserIT. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import { CHROMIUM } from './chromium.mjs';
import { marks, numbers, sum } from './laws.mjs';
import { until } from './until.mjs';
import { openPage } from './watched-page.mjs';

const { ADMIN_URL } = process.env;
const [events, refused, beaconsOfThisLife] = ['EVENTS', 'REFUSED', 'BEACONS'].map((name) => Number(process.env[name]));

test('the page says what the clients and the vendor counted', async () => {
  const browser = await chromium.launch(CHROMIUM);
  try {
    const { page, nothingIsWrong } = await openPage(browser, ADMIN_URL);
    await until('the sums', async () => (await page.$$('#laws li')).length === 3);

    const vendor = await numbers(page, 'vendor');
    assert.equal(vendor.whole, events);
    assert.equal(vendor['dead-lettered'], refused);
    assert.equal(vendor.delivered, events - refused);
    const files = await numbers(page, 'files');
    assert.equal(files.whole, events);
    assert.equal(files.delivered, events);
    const intake = await numbers(page, 'intake');
    assert.equal(intake.whole, beaconsOfThisLife);
    assert.equal(intake.accepted + intake.duplicates, beaconsOfThisLife);
    for (const law of [vendor, files, intake]) {
      assert.equal(sum(law), law.whole);
    }
    assert.deepEqual(await marks(page), ['✓ adds up', '✓ adds up', '✓ adds up']);
    await nothingIsWrong();
  } finally {
    await browser.close();
  }
});
