/*
 * A shop behind nginx: its pages, which load the script as the API reference has it, and the steps of a visitor in them.
 * Nginx has Weir at 127.0.0.1 and t.localhost, where the shop's pages are / and /next too; shop.localhost and other.localhost
 * have such pages alone, so that to them Weir is another site.
 */
import http from 'node:http';
import { chromium } from 'playwright-core';
import { CHROMIUM } from './chromium.mjs';
import { startNginx } from './nginx.mjs';
import { until } from './until.mjs';

export const SHOP_ID = '0d42fd8b713d0752776ca589cc0056';

const PORT = process.env.NGINX_PORT;
export const HERE = `http://127.0.0.1:${PORT}`;
export const TRACKER = `http://t.localhost:${PORT}`;
export const SHOP = `http://shop.localhost:${PORT}`;
export const OTHER = `http://other.localhost:${PORT}`;

/** The loader snippet as the API reference prints it, but for where the script is. */
const page = (from, calls) => `<!doctype html><meta charset="utf-8"><title>Shop</title><link rel="icon" href="data:,"><script>
(function(r){
    window.personaclick=window.personaclick||function(){(window.personaclick.q=window.personaclick.q||[]).push(arguments)};
    var c="${from}",v="/v3.js",s={link:[{href:c+v,rel:"preload",as:"script"}],script:[{src:c+v,async:""}]};
    Object.keys(s).forEach(function(c){s[c].forEach(function(d){var e=document.createElement(c),a;for(a in d)e.setAttribute(a,d[a]);document.head.appendChild(e)})});
})();
${calls}
</script><button onclick="personaclick('track', 'cart', {id: 'clicked', amount: 1})">Buy</button>`;

export const init = (options = {}, isSpa = false, shopId = SHOP_ID) =>
  `personaclick('init', '${shopId}', 'web', null, null, ${JSON.stringify(options)}, ${isSpa});`;

/** @returns calls: what its pages call; from: where its pages have the script from, their own origin unless said */
export async function openShop() {
  const shop = { calls: init(), from: '' };
  const server = http.createServer((request, response) => {
    response
      .writeHead(200, { 'Content-Type': 'text/html', 'Cache-Control': 'no-store' })
      .end(page(shop.from, shop.calls));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const nginx = await startNginx({
    port: PORT,
    weir: new URL(process.env.WEIR_URL).host,
    shop: `127.0.0.1:${server.address().port}`,
  });
  shop.reset = () => {
    shop.calls = init();
    shop.from = '';
    nginx.forget();
  };
  /** The requests to Weir that nginx has answered, but for the script and the demo. */
  shop.seen = () => nginx.seen().filter(({ path }) => !/^\/($|next$|v3\.js|demo\/)/.test(path));
  /** The events sent so far, once nginx has so many in its log, which it writes after it has answered. */
  shop.pushed = (count) =>
    until(`${count} events in the log`, () => {
      const pushed = shop.seen().filter(({ method, path }) => method === 'POST' && path.startsWith('/push'));
      return pushed.length >= count && pushed;
    });
  shop.close = async () => {
    await nginx.stop();
    server.closeAllConnections();
    server.close();
  };
  return shop;
}

export const launch = () => chromium.launch(CHROMIUM);

export const call = (page, ...args) => page.evaluate((given) => window.personaclick(...given), args);

export const stored = (page) => page.evaluate(() => ({ ...localStorage }));

/** The device that the page knows, once it does. */
export const device = (page, shopId = SHOP_ID) =>
  until('a device', () =>
    page.evaluate((id) => JSON.parse(localStorage.getItem(`weir.${id}.d`) ?? '[]')[0], shopId));

/**
 * Waits until no event waits in the page. Weir may have an event before the page knows: a page that is left by then keeps it,
 * and the next one may pause before it sends it again.
 */
export const answered = (page) =>
  until('the answers', async () => !Object.keys(await stored(page)).some((key) => /^weir\..*\.e/.test(key)));

/** Waits for whatever the page has begun: a request made now is answered. */
export const settle = (page) =>
  page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve));
    await navigator.locks.query();
    await fetch('/next');
  });
