/* A page in Chromium, and all that should not be in it. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { focused } from './accessibility.mjs';

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

const MOST_TABS = 60;

/** @param expected what the browser says of failed requests that are part of the test */
export async function openPage(browser, url, options = DESKTOP, expected = /^$/) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong = [];
  const note = (what) => expected.test(what) || wrong.push(what);
  page.on('console', (message) => note(`console: ${message.text()}`));
  page.on('pageerror', (error) => note(`exception: ${error}`));
  page.on('request', (request) => new URL(request.url()).origin === url || request.url().startsWith('data:') || note(`elsewhere: ${request.url()}`));
  await page.addInitScript(() => {
    window.violations = [];
    window.shifts = [];
    addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    new PerformanceObserver((list) => list.getEntries().forEach((each) => each.hadRecentInput || window.shifts.push(each.value)))
      .observe({ type: 'layout-shift', buffered: true });
  });
  const answer = await page.goto(url);
  assert.match(answer.headers()['content-security-policy'], /default-src 'none'; script-src 'sha256-[^;]+; style-src 'sha256-/);
  return {
    page,
    async nothingIsWrong() {
      assert.deepEqual(wrong, []);
      assert.deepEqual(await page.evaluate(() => window.violations), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'something sticks out to the right');
    },
    close: () => context.close(),
  };
}

/** Goes on, or back, until the control of this name has the focus, of which one can see it. */
export async function tabTo(page, name, tab = 'Tab') {
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
    passed.push(at.name.slice(0, 30));
  }
  throw new Error(`no "${name}" after ${MOST_TABS} Tabs: ${passed.join(' | ')}`);
}

/** Kept where SCREENSHOTS says, for somebody to look at. */
export async function picture(page, name) {
  if (process.env.SCREENSHOTS) {
    mkdirSync(process.env.SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, fullPage: true });
  }
}
