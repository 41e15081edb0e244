import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

const file = (suffix) => readFileSync(new URL('../../main/resources/dev/weir/ingest/asset/weir.js' + suffix, import.meta.url));

test('the compressed scripts are the script', () => {
  assert.ok(gunzipSync(file('.gz')).equals(file('')));
  assert.ok(brotliDecompressSync(file('.br')).equals(file('')));
});

test('the script is text that every charset reads alike, and names no file of its source', () => {
  assert.match(file('').toString('latin1'), /^[\n -~]+$/);
  assert.doesNotMatch(file('').toString(), /sourceMappingURL|\.mjs|console\./);
});
