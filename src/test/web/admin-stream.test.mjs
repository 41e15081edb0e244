/* Server-sent events, and how the private port's page holds on to their stream. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from '../../main/web/admin/backoff.js';
import { Poll, Port, Refused } from '../../main/web/admin/port.js';
import { EventParser } from '../../main/web/admin/sse.js';
import { LiveStream } from '../../main/web/admin/stream.js';

const TEXT = '\uFEFF: hello\r\nretry: 2000\r\n\r\nid: 7\nevent: request\ndata: {"a":1}\n\ndata:one\rdata: two\r\rid: 8\nevent: x\n\ndata: cut';
const READ = [{ name: 'request', data: '{"a":1}' }, { name: 'message', data: 'one\ntwo' }];

function parsed(pieces) {
  const events = [];
  const parser = new EventParser((event) => events.push(event));
  pieces.forEach((piece) => parser.push(piece));
  return { events, lastId: parser.lastId, retry: parser.retry };
}

test('events are read wherever the stream is cut into pieces', () => {
  assert.deepEqual(parsed([TEXT]), { events: READ, lastId: '8', retry: 2000 });
  assert.deepEqual(parsed([...TEXT]), { events: READ, lastId: '8', retry: 2000 });
  for (let at = 1; at < TEXT.length; at++) {
    assert.deepEqual(parsed([TEXT.slice(0, at), TEXT.slice(at)]).events, READ, `cut at ${at}`);
  }
});

test('the id of an event that has not ended is not the last one', () => {
  assert.equal(parsed(['id: 1\ndata: a\n\nid: 2\ndata: b\n']).lastId, '1');
});

test('an id with a null in it, a retry that is no number, and unknown fields are passed over', () => {
  assert.deepEqual(parsed(['id: 1\0\nretry: 1s\nfoo: bar\nfoo\ndata\n\n']), { events: [{ name: 'message', data: '' }], lastId: '', retry: null });
});

test('each failure doubles the pause, up to a bound', () => {
  const least = [1, 2, 3, 4, 5, 6, 50].map((failures) => backoff(failures, () => 0));
  const most = [1, 2, 3, 4, 5, 6, 50].map((failures) => backoff(failures, () => 1));
  assert.deepEqual(least, [750, 1500, 3000, 6000, 11250, 11250, 11250]);
  assert.deepEqual(most, [1000, 2000, 4000, 8000, 15000, 15000, 15000]);
});

/** Answers in the order given; each is asked for by what was sent. */
function server(...answers) {
  const asked = [];
  const fetch = async (path, options) => {
    asked.push({ path, ...options });
    const answer = answers[asked.length - 1];
    if (answer instanceof Error) {
      throw answer;
    }
    return answer ?? new Promise((resolve, reject) => options.signal.addEventListener('abort', () => reject(new Error('aborted'))));
  };
  return { asked, fetch };
}

const memory = () => {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key), kept };
};

test('a token is sent with each request, and forgotten when told', async () => {
  const { asked, fetch } = server(Response.json({}), Response.json({}), Response.json({}));
  const storage = memory();
  const port = new Port(fetch, storage);
  await port.get('/a');
  port.token = 'secret';
  await port.post('/b', { x: 1 });
  port.token = null;
  await port.get('/c');
  assert.deepEqual(asked.map(({ headers }) => headers.Authorization), [undefined, 'Bearer secret', undefined]);
  assert.deepEqual([asked[1].method, asked[1].body, asked[1].redirect], ['POST', '{"x":1}', 'error']);
  assert.equal(storage.kept.size, 0);
});

test('a refusal says what the port said', async () => {
  const { fetch } = server(Response.json({ message: 'role read' }, { status: 403 }), new Response('<html>', { status: 502 }));
  const port = new Port(fetch, memory());
  await assert.rejects(port.get('/a'), (error) => error instanceof Refused && error.status === 403 && error.message === 'role read');
  await assert.rejects(port.get('/a'), { message: 'status 502' });
});

const sse = (text) => new Response(text, { headers: { 'Content-Type': 'text/event-stream' } });

test('a stream that ends goes on after the last event', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { asked, fetch } = server(sse('id: 41\nevent: request\ndata: {"id":1}\n\n'), new Error('refused'));
  const heard = [];
  const stream = new LiveStream(new Port(fetch, memory()), {
    event: (name, value) => heard.push([name, value]), state: (text) => heard.push(text), refused: () => heard.push('refused'),
  });
  stream.open('/api/live');
  for (let i = 1; i <= 2; i++) {
    await untilTrue(() => asked.length === i && ['watching', 'the line is cut'].includes(heard.findLast((each) => typeof each === 'string')));
    await settled();
    context.mock.timers.tick(15_000);
  }
  await untilTrue(() => asked.length === 3);
  assert.deepEqual(asked.map(({ headers }) => headers['Last-Event-ID']), ['0', '41', '41']);
  assert.deepEqual(heard.filter(Array.isArray), [['request', { id: 1 }]]);
  stream.close();
  assert.equal(asked[2].signal.aborted, true);
});

test('a stream that is refused is not asked for again', async () => {
  const { asked, fetch } = server(Response.json({ message: 'type: nothing' }, { status: 400 }));
  let why = null;
  const stream = new LiveStream(new Port(fetch, memory()), { event: () => {}, state: () => {}, refused: (error) => { why = error.message; } });
  await stream.open('/api/live?type=nothing');
  assert.deepEqual([why, asked.length, stream.isOpen], ['type: nothing', 1, false]);
});

test('what is asked again and again is asked later while there is no answer', async () => {
  const delays = [];
  const heard = [];
  let run;
  let isDown = true;
  const poll = new Poll(
    async () => { if (isDown) { throw new Error('down'); } return 'up'; },
    { answer: (value) => heard.push(value), failure: (error) => heard.push(error.message) },
    1000,
    { set: (next, delay) => { run = next; delays.push(delay); }, clear: () => {} });
  await poll.start();
  await run();
  isDown = false;
  await run();
  assert.deepEqual(heard, ['down', 'down', 'up']);
  assert.ok(delays[0] <= 1000 && delays[1] > 1000 && delays[2] === 1000, String(delays));
});

test('an answer that comes after the page was hidden is not shown', async () => {
  let answer;
  const heard = [];
  const poll = new Poll(() => new Promise((resolve) => { answer = resolve; }), { answer: (value) => heard.push(value), failure: () => {} }, 1000,
    { set: () => heard.push('asked again'), clear: () => {} });
  const round = poll.start();
  poll.stop();
  answer('late');
  await round;
  assert.deepEqual(heard, []);
});

/** Lets all go on that waits for nothing but its turn. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function untilTrue(condition) {
  for (let i = 0; i < 1000 && !condition(); i++) {
    await settled();
  }
  assert.ok(condition());
}
