/*
 * Builds what the server hands out from what is read here: one file without dependencies, and the same compressed.
 *
 *   npm ci && node build.mjs           writes the files, which are checked in, so that Maven never needs node
 *   npm ci && node build.mjs --check   fails where they are not what would be written
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../../..');
const target = join(root, 'src/main/resources/dev/weir/ingest/asset/weir.js');
const MAX_GZIPPED_BYTES = 3072;

const script = await minified();
const gzipped = gzipSync(script, { level: 9 });
if (gzipped.length > MAX_GZIPPED_BYTES) {
  fail(`weir.js: ${gzipped.length} bytes gzipped (expected: at most ${MAX_GZIPPED_BYTES})`);
}
if (process.argv.includes('--check')) {
  check();
} else {
  write();
}

async function minified() {
  const result = await build({
    entryPoints: [join(here, 'weir.js')],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2018',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  });
  return Buffer.from(result.outputFiles[0].contents);
}

function write() {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, script);
  writeFileSync(target + '.gz', gzipped);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: script.length,
  };
  writeFileSync(target + '.br', brotliCompressSync(script, { params }));
  console.log(`${relative(root, target)}: ${script.length} bytes, ${gzipped.length} gzipped`);
}

/** The compressed ones by what they hold: another zlib compresses otherwise. */
function check() {
  const holds = { '': (bytes) => bytes, '.gz': gunzipSync, '.br': brotliDecompressSync };
  for (const [suffix, read] of Object.entries(holds)) {
    const file = target + suffix;
    if (!existsSync(file) || !isScript(() => read(readFileSync(file)))) {
      fail(`${relative(root, file)} is not what src/main/web makes: run "npm ci && node build.mjs" there, and check it in`);
    }
  }
  console.log(`${relative(root, target)}: as built`);
}

function isScript(read) {
  try {
    return script.equals(read());
  } catch {
    return false;
  }
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
