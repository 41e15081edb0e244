/*
 * Builds what the server hands out from what is read here: the script of the shops' pages, which is one file without
 * dependencies, and the same compressed; and the private port's page, one file with its script and style in it.
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
const resources = join(root, 'src/main/resources/dev/weir');
const scriptFile = join(resources, 'ingest/asset/weir.js');
const pageFile = join(resources, 'admin/page.html');
const MAX_SCRIPT_GZIPPED_BYTES = 3072;
const MAX_PAGE_BYTES = 100_000;
const HOLDS = { '': (bytes) => bytes, '.gz': gunzipSync, '.br': brotliDecompressSync };

const script = await minified();
const gzipped = gzipSync(script, { level: 9 });
const page = await wholePage();
if (gzipped.length > MAX_SCRIPT_GZIPPED_BYTES) {
  fail(`weir.js: ${gzipped.length} bytes gzipped (expected: at most ${MAX_SCRIPT_GZIPPED_BYTES})`);
}
if (page.length > MAX_PAGE_BYTES) {
  fail(`page.html: ${page.length} bytes (expected: at most ${MAX_PAGE_BYTES})`);
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

/** The page with all that it needs in it. What it is made with, but not by us, keeps its notice. */
async function wholePage() {
  const folder = join(here, 'admin');
  const common = { absWorkingDir: here, bundle: true, minify: true, target: 'es2022', charset: 'utf8', legalComments: 'none', write: false };
  const [code, style] = await Promise.all([
    build({ ...common, entryPoints: [join(folder, 'main.js')], format: 'iife' }),
    build({ ...common, stdin: { contents: "@import 'uplot/dist/uPlot.min.css'; @import './page.css';", resolveDir: folder, loader: 'css' } }),
  ]);
  const notice = readFileSync(join(here, 'node_modules/uplot/LICENSE'), 'utf8').trim().replaceAll('--', '- -');
  const filled = {
    '<!--style-->': `<style>${elementText(style)}</style>`,
    '<!--script-->': `<!-- Draws the charts: uPlot.\n${notice}\n-->\n<script>${elementText(code)}</script>`,
  };
  let text = readFileSync(join(folder, 'page.html'), 'utf8').replace(/^ +/gm, '');
  for (const [place, part] of Object.entries(filled)) {
    text = text.replace(place, () => part);
  }
  return Buffer.from(text);
}

/** Ends no element that it stands in: esbuild writes no such end. */
function elementText(result) {
  const text = result.outputFiles[0].text.trim();
  if (/<\/(script|style)|<!--|\r/i.test(text)) {
    fail('page.html: what is built cannot stand in an element');
  }
  return text;
}

function write() {
  mkdirSync(dirname(scriptFile), { recursive: true });
  writeFileSync(scriptFile, script);
  writeFileSync(scriptFile + '.gz', gzipped);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: script.length,
  };
  writeFileSync(scriptFile + '.br', brotliCompressSync(script, { params }));
  writeFileSync(pageFile, page);
  console.log(`${relative(root, scriptFile)}: ${script.length} bytes, ${gzipped.length} gzipped`);
  console.log(`${relative(root, pageFile)}: ${page.length} bytes, ${gzipSync(page).length} gzipped`);
}

/** The compressed ones by what they hold: another zlib compresses otherwise. */
function check() {
  for (const [suffix, read] of Object.entries(HOLDS)) {
    checkFile(scriptFile + suffix, script, read);
  }
  checkFile(pageFile, page, HOLDS['']);
}

function checkFile(file, expected, read) {
  if (!existsSync(file) || !isSame(expected, () => read(readFileSync(file)))) {
    fail(`${relative(root, file)} is not what src/main/web makes: run "npm ci && node build.mjs" there, and check it in`);
  }
  console.log(`${relative(root, file)}: as built`);
}

function isSame(expected, read) {
  try {
    return expected.equals(read());
  } catch {
    return false;
  }
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
