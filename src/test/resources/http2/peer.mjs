// A vendor's server by somebody else's HTTP/2: node peer.mjs <fault>. It prints its port, and each request as a line of JSON.
// It ends with its standard input. Every third event is treated badly when it first comes; whatever else comes is answered 200.
import http2 from 'node:http2';

const fault = process.argv[2];
const timesSeen = new Map();

const server = http2.createServer();
server.on('session', (session) => {
  session.lastStream = Infinity;
  session.on('error', () => {});
});
server.on('stream', (stream, headers) => {
  stream.on('error', () => {});
  let body = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => { body += chunk; });
  stream.on('end', () => receive(stream, headers, body));
});
process.stdin.on('end', () => process.exit()).resume();
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

function receive(stream, headers, body) {
  if (stream.destroyed || !stream.session || stream.id > stream.session.lastStream) {
    return;
  }
  const key = headers['idempotency-key'];
  const times = (timesSeen.get(key) ?? 0) + 1;
  timesSeen.set(key, times);
  console.log(JSON.stringify({ key, body }));
  const number = Number(body.substring(body.indexOf('-') + 1));
  if (times > 1 || number % 3 !== 1) {
    ok(stream);
  } else {
    faults[fault](stream);
  }
}

function ok(stream) {
  if (!stream.destroyed) {
    stream.respond({ ':status': 200, 'content-type': 'application/json' });
    stream.end('{"status":"success"}');
  }
}

function answer(stream, status, retryAfter) {
  stream.respond({ ':status': status, 'retry-after': retryAfter });
  stream.end();
}

const faults = {
  RESET_INTERNAL_ERROR: (stream) => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR),
  RESET_REFUSED_STREAM: (stream) => stream.close(http2.constants.NGHTTP2_REFUSED_STREAM),
  RESET_CANCEL: (stream) => stream.close(http2.constants.NGHTTP2_CANCEL),
  GO_AWAY: (stream) => {
    if (stream.id === 1) {
      // To node a last stream of 0 is the last one it has seen, so the first of a connection cannot be excluded.
      stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
      return;
    }
    stream.session.lastStream = Math.min(stream.session.lastStream, stream.id - 2);
    stream.session.goaway(http2.constants.NGHTTP2_NO_ERROR, stream.id - 2);
  },
  SILENCE: () => {},
  TOO_MANY_FOR_A_SECOND: (stream) => answer(stream, 429, '1'),
  TOO_MANY_UNTIL_A_DATE: (stream) => answer(stream, 429, new Date(Date.now() + 1000).toUTCString()),
  UNAVAILABLE: (stream) => answer(stream, 503, '1'),
  CLOSED_MID_ANSWER: (stream) => {
    stream.respond({ ':status': 200 });
    stream.write('{');
    const session = stream.session;
    setTimeout(() => session.destroy(), 5);
  },
  LATE: (stream) => setTimeout(() => ok(stream), 600),
};
