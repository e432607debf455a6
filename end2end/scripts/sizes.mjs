#!/usr/bin/env node
// What a browser downloads, compressed with brotli, against our budgets.
//
//   node end2end/scripts/sizes.mjs [--json FILE]
//
// Reads target/site/pkg (made by `make build`) and public/widget. Prints a table, writes the same as
// JSON when asked, and fails when something is missing or over its budget. 1 KB is 1,000 bytes.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const root = resolve(import.meta.dirname, '../..');
const pkg = join(root, 'target/site/pkg');
const widget = join(root, 'public/widget');

const BUDGETS = [
  // The goal for the first route is 450 KB, which needs code splitting (Leptos 0.9); until then this
  // limit keeps the whole application from growing unnoticed.
  { name: 'app: wasm and scripts', folder: pkg, pick: /\.(wasm|js)$/, limit: 800_000 },
  { name: 'app: styles', folder: pkg, pick: /\.css$/, limit: 40_000 },
  { name: 'widget: loader', folder: widget, pick: /^loader\.js$/, limit: 8_000 },
  { name: 'widget: everything', folder: widget, pick: /./, limit: 50_000 },
];

function filesIn(folder, base = folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path, base) : [relative(base, path)];
    })
    .filter((path) => !/\.(br|gz|d\.ts|md)$/.test(path))
    .sort();
}

/** The precompressed file beside it if there is one, as the server sends it; else our own brotli. */
function measure(folder, path) {
  const full = join(folder, path);
  const raw = readFileSync(full);
  const sent = existsSync(`${full}.br`)
    ? readFileSync(`${full}.br`).length
    : brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  return { path: relative(root, full), raw: raw.length, brotli: sent };
}

const rows = BUDGETS.map(({ name, folder, pick, limit }) => {
  const files = filesIn(folder)
    .filter((path) => pick.test(path))
    .map((path) => measure(folder, path));
  const sum = (key) => files.reduce((total, file) => total + file[key], 0);
  const total = sum('brotli');
  const verdict = files.length === 0 ? 'missing' : total > limit ? 'over' : 'ok';
  return { name, raw: sum('raw'), brotli: total, limit, verdict, files };
});

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
const line = (cells) =>
  `${cells[0].padEnd(46)}${cells.slice(1).map((cell) => cell.padStart(12)).join('')}`;
console.log(line(['', 'raw', 'brotli', 'budget', '']));
for (const row of rows) {
  console.log(line([row.name, kb(row.raw), kb(row.brotli), kb(row.limit), row.verdict]));
  for (const file of row.files) console.log(line([`  ${file.path}`, kb(file.raw), kb(file.brotli)]));
}

const json = process.argv.indexOf('--json');
if (json > 0) writeFileSync(process.argv[json + 1], `${JSON.stringify(rows, null, 2)}\n`);

const failed = rows.filter((row) => row.verdict !== 'ok');
for (const row of failed) console.error(`${row.name}: ${row.verdict}`);
process.exitCode = failed.length > 0 ? 1 : 0;
