/*
 * A shop and what stands in front of Weir, as one origin: the pages, the script, and everything else passed on to Weir, but
 * for what a test wants answered otherwise.
 */
import { readFileSync, readdirSync } from 'node:fs';
import http from 'node:http';

const SCRIPT = readFileSync(new URL('../../../main/resources/dev/weir/ingest/asset/weir.js', import.meta.url));
export const SHOP_ID = '0d42fd8b713d0752776ca589cc0056';

/** The loader snippet as the API reference prints it, but for where the script is. */
const page = (calls) => `<!doctype html><meta charset="utf-8"><title>Shop</title><script>
(function(r){
    window.personaclick=window.personaclick||function(){(window.personaclick.q=window.personaclick.q||[]).push(arguments)};
    var c="",v="/v3.js",s={link:[{href:c+v,rel:"preload",as:"script"}],script:[{src:c+v,async:""}]};
    Object.keys(s).forEach(function(c){s[c].forEach(function(d){var e=document.createElement(c),a;for(a in d)e.setAttribute(a,d[a]);document.head.appendChild(e)})});
})();
${calls}
</script><button onclick="personaclick('track', 'cart', {id: 'clicked', amount: 1})">Buy</button>`;

export const init = (options = {}, isSpa = false) =>
  `personaclick('init', '${SHOP_ID}', 'web', null, null, ${JSON.stringify(options)}, ${isSpa});`;

export async function openShop(weir) {
  const shop = { calls: init(), seen: [], answer: () => undefined };
  const server = http.createServer((request, response) => {
    const path = request.url.split('?')[0];
    if (path === '/' || path === '/next') {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Cache-Control': 'no-store' }).end(page(shop.calls));
    } else if (path === '/v3.js') {
      response.writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-store' }).end(SCRIPT);
    } else if (path === '/favicon.ico') {
      response.writeHead(404).end();
    } else {
      shop.seen.push({ method: request.method, url: request.url, headers: request.headers });
      const answer = shop.answer(path, request);
      if (answer) {
        request.resume();
        response.writeHead(answer.status, answer.headers).end('{}');
      } else {
        passOn(weir, request, response);
      }
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  shop.url = `http://127.0.0.1:${server.address().port}/`;
  shop.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return shop;
}

function passOn(weir, request, response) {
  const upstream = http.request(weir + request.url, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
}

/** The events that Weir has delivered to this folder. */
export function delivered(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => readFileSync(`${folder}/${name}`, 'utf8').split('\n'))
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line));
}
