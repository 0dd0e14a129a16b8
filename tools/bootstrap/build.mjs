import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pinnedNode, root, stopWith } from './install.mjs';

/** Rooms that Vite puts into the bundles; the others are loaded by Node as they are. */
const bundledRooms = ['packages/core/src', 'packages/text/src', 'packages/ui/src'];
const apps = ['apps/book', 'apps/site'];
const made = new Set(['build', '.svelte-kit', 'node_modules', 'test']);

/** Builds the two web apps, side by side, unless their sources are those of the last build. */
export async function buildApps() {
  const stale = apps
    .map((app) => ({ app, sources: hashOf([app, ...bundledRooms, 'package-lock.json']) }))
    .filter(({ app, sources }) => lastBuild(app) !== sources);
  if (stale.length === 0) return;

  console.error('Building the web pages …');
  await Promise.all(stale.map(build));
}

function stampOf(app) {
  return join(root, app, 'build', '.sources');
}

function lastBuild(app) {
  return existsSync(stampOf(app)) ? readFileSync(stampOf(app), 'utf8') : undefined;
}

async function build({ app, sources }) {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const child = spawn(pinnedNode(), [vite, 'build', '--logLevel', 'warn'], {
    cwd: join(root, app),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const code = await new Promise((done) => child.on('exit', done));
  if (code !== 0) stopWith(`${output}\n${app} could not be built.`);
  writeFileSync(stampOf(app), sources);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((path) => filesUnder(join(root, path)))) {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((entry) => !made.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = join(path, entry.name);
      return entry.isDirectory() ? filesUnder(child) : [child];
    });
}
