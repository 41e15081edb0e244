/* A private port that is made up, for what a real one shows only in trouble: its page is the built one, its answers those given. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const PAGE = readFileSync(new URL('../../../main/resources/dev/weir/admin/page.html', import.meta.url));
const hash = (element) =>
  `'sha256-${createHash('sha256').update(new RegExp(`<${element}>([^]*?)</${element}>`).exec(PAGE)[1]).digest('base64')}'`;
/** As PageFiles has it. */
const POLICY = `default-src 'none'; script-src ${hash('script')}; style-src ${hash('style')}; connect-src 'self'; img-src data:; `
  + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const sink = (name, change = {}) => ({
  name, type: 'http', state: 'working', well: true, paused: false, delivered: 1_204_500, superseded: 20_311, deadLettered: 12, skipped: 0,
  notRouted: 4000, pending: 5512, cursor: 1_228_824, inFlight: 31, limit: 256, heldBack: 0, open: false, backlogAgeSeconds: 11,
  backlogBytes: 3_145_728, deliveryP50Millis: 12.3, deliveryP99Millis: 187, retries: 402, throttled: 17, letters: 12,
  paces: [{ section: 'shop', perSecond: 500 }, { section: 'outlet', perSecond: 200 }], ...change,
});

export const section = (name, change = {}) => ({
  name, dialects: ['personaclick', 'pagent'], sinks: ['vendor', 'files'], limit: { refill: 500, capacity: 500, mode: 'enforce' },
  ratePerSecond: 212.4, accepted: 1_100_312, limited: 40, superseded: 20_311, ...change,
});

export const status = (change = {}) => ({
  time: '2026-11-28T12:00:00Z', version: 'weir 0.1.0', startedAt: '2026-11-26T08:59:01Z', role: 'operate', state: 'ready',
  checks: { journal: true, serving: true }, config: { source: 'weir.yaml', loadedAt: '2026-11-28T09:00:00Z', refused: null },
  intake: {
    received: 1_240_450, accepted: 1_234_335, duplicates: 2110, rejected: 4000, answered: 0, waiting: 5,
    rejectedBy: [{ dialect: 'personaclick', reason: 'limited', events: 3960 }, { dialect: 'pagent', reason: 'malformed', events: 40 }],
  },
  journal: {
    accepted: 1_234_335, healthy: true, held: false, full: false, diskBytes: 3_400_000_000, maxBytes: 10_737_418_240, usableBytes: 48_000_000_000,
    queueDepth: 3, queueBytes: 4096, appendP50Millis: 0.4, appendP99Millis: 1.8, fsyncP50Millis: 0.3, fsyncP99Millis: 1.2, damaged: 0,
  },
  sinks: [sink('vendor'), sink('files', { type: 'file', delivered: 1_230_335, superseded: 0, deadLettered: 0, pending: 0, cursor: 1_234_336, letters: 0, paces: [] })],
  sections: [section('shop'), section('outlet', { ratePerSecond: 199, limit: { refill: 200, capacity: 400, mode: 'shadow' } })],
  ids: { assigned: 40_112, validated: 1_190_000, foreign: 312, forged: 2 },
  bots: { crawler: 812, prefetch: 44 },
  rates: { acceptedPerSecond: 211, rejectedPerSecond: 1, deliveredPerSecond: { vendor: 210, files: 211 } },
  ...change,
});

/** An hour that has something to see in it. */
export function history() {
  const series = (value) => Array.from({ length: 360 }, (unused, i) => value(i));
  const wave = (i) => 200 + 80 * Math.sin(i / 28) + 12 * Math.sin(i * 1.7);
  return {
    stepSeconds: 10, from: '2026-11-28T11:00:00Z',
    series: {
      received: series((i) => wave(i) + 3), accepted: series(wave), rejected: series((i) => (i % 90 > 80 ? 25 : 0.4)),
      delivered: series((i) => Math.min(230, wave(i))), pending: series((i) => Math.max(0, 9000 * Math.sin(i / 28))),
      fsyncP99Millis: series((i) => (i < 40 ? null : 1 + Math.abs(Math.sin(i / 9)))), appendP99Millis: series((i) => (i < 40 ? null : 1.6 + Math.abs(Math.sin(i / 9)))),
      heapBytes: series(() => 1e8),
    },
  };
}

export const letter = (seq, change = {}) => ({
  seq, time: '2026-11-28T11:59:00Z', section: 'shop', reason: 'refused', status: 422, answer: '{"error":"no such product"}', attempts: 1, state: 'kept', ...change,
});

/** @returns a port: what it answers can be set, what it was asked is in `asked`, and `tell` writes to all open streams */
export async function openPort() {
  const streams = new Set();
  const port = { asked: [], token: null, readToken: null, isDown: false, liveRefusal: null, reset };
  function reset() {
    Object.assign(port, { asked: [], token: null, readToken: null, isDown: false, liveRefusal: null, status: status(), history: history() });
    port.letters = [letter(17), letter(18, { attempts: 5, status: 503, reason: 'exhausted', answer: null })];
    port.cut();
  }
  port.cut = () => {
    streams.forEach((stream) => stream.destroy());
    streams.clear();
  };
  port.streams = () => streams.size;
  port.tell = (event, data, id) => streams.forEach((stream) => stream.write(`${id ? `id: ${id}\n` : ''}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://port');
    if (port.isDown && url.pathname !== '/') {
      request.socket.destroy();
      return;
    }
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => answer(url, request, Buffer.concat(chunks).toString(), response));
  });

  function answer(url, request, body, response) {
    if (url.pathname === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store' }).end(PAGE);
      return;
    }
    port.asked.push({ method: request.method, path: url.pathname + url.search, body, headers: request.headers });
    const json = (code, value) => response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    const shown = request.headers.authorization?.replace('Bearer ', '');
    if (port.token && shown !== port.token && shown !== port.readToken) {
      json(401, { status: 'error', message: 'no valid token' });
    } else if (url.pathname === '/api/status') {
      json(200, { ...port.status, role: port.token && shown === port.readToken ? 'read' : port.status.role });
    } else if (url.pathname === '/api/history') {
      json(200, port.history);
    } else if (url.pathname === '/api/live') {
      live(request, response, json);
    } else if (request.method === 'GET' && url.pathname.startsWith('/api/deadletters/')) {
      json(200, { sink: url.pathname.split('/')[3], total: port.letters.length, letters: port.letters });
    } else if (request.method === 'POST') {
      act(url.pathname.split('/'));
      json(200, { status: 'ok' });
    } else {
      json(404, { status: 'error', message: 'unknown path' });
    }
  }

  function live(request, response, json) {
    if (port.liveRefusal) {
      json(400, { status: 'error', message: port.liveRefusal });
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('retry: 1000\n\n: here\n\n');
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  function act([, , kind, name, verb]) {
    if (kind === 'sinks') {
      const isPaused = verb === 'pause';
      port.status = { ...port.status, sinks: port.status.sinks.map((each) => (each.name === name ? { ...each, paused: isPaused, state: isPaused ? 'paused' : 'working' } : each)) };
    } else {
      port.letters = port.letters.map((each) => ({ ...each, state: 'replay-asked' }));
    }
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  port.url = `http://127.0.0.1:${server.address().port}`;
  port.close = () => {
    server.closeAllConnections();
    server.close();
  };
  reset();
  return port;
}

/** An entry of the live log. */
export const entry = (id, change = {}) => ({
  id, time: '2026-11-28T12:00:00.123Z', section: 'shop', dialect: 'personaclick', method: 'POST', path: '/push', status: 200, outcome: 'accepted',
  promise: 'fsync', device: 'Xk2mQ9wLpd', session: 'Zt81fPq0aa', client: '203.0.113.0/24', bytes: 212, micros: 840,
  events: [{
    type: 'view', verdict: 'accepted', seq: 1000 + id, device: 'Xk2mQ9wLpd', items: [{ id: '100500', quantity: 1, price: 18.5 }],
    fates: { vendor: { fate: 'pending' }, files: { fate: 'pending' } },
  }],
  ...change,
});
