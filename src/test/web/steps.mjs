import { Browser, HOUR, SECOND, SHOP } from './fake-browser.mjs';

export const INIT = ['init', SHOP, 'web'];
export const DAY = 24 * HOUR;

export const view = (page, id) => page.call('track', 'view', id);
export const viewed = (browser) => browser.events().map((event) => event.items[0].id);
export const waiting = (browser) => browser.stored().filter((key) => key.includes('.e')).length;
export const pushes = (browser) => browser.requests.filter((request) => request.method === 'POST');

/** Answers each push with this until it is told otherwise. */
export function pushesGet(browser, answer) {
  browser.answer = ({ path }) => (path.startsWith('/push') ? answer : undefined);
}

export async function started(options) {
  const browser = new Browser(options);
  const page = await browser.open([INIT]);
  await browser.pass(SECOND);
  return { browser, page };
}
