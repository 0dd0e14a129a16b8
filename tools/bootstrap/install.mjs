// Plain JavaScript without dependencies: it runs before anything is installed, on Node 20 too.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

const modules = join(root, 'node_modules');
const stamp = join(modules, '.tidbok-installed');

/** Says in one line what is wrong and ends the program. */
export function stopWith(message) {
  console.error(message);
  process.exit(1);
}

/** Installs exactly what the lockfile names, unless that is what is there already. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) install(wanted);
  for (const app of ['apps/book', 'apps/site']) ensureRouteTypes(join(root, app));
}

function install(wanted) {
  console.error('Installing (once, and again when the lockfile changes) …');
  // `ci` would delete the running Node first, which Windows refuses.
  const verb = existsSync(modules) ? ['install', '--no-save'] : ['ci'];
  // Whatever NODE_ENV says: the pages are built here, with what builds them.
  const done = runNpm([...verb, '--include=dev', '--loglevel=error']);
  if (done.status !== 0) stopWith('npm could not install what Tidbok needs: see above.');
  writeFileSync(stamp, wanted);
}

/** SvelteKit keeps the settings that each app's tsconfig extends where npm sweeps them away. */
function ensureRouteTypes(app) {
  if (existsSync(join(app, 'node_modules', '$app', 'tsconfig.json'))) return;
  const script = join(modules, '@sveltejs/kit/svelte-kit.js');
  const done = spawnSync(pinnedNode(), [script, 'sync'], { cwd: app, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) stopWith(`The types of ${app} could not be written: see above.`);
}

function runNpm(args) {
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const npmScript = process.env.npm_execpath;
  if (npmScript?.endsWith('.js')) {
    return spawnSync(process.execPath, [npmScript, ...args], options);
  }
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** The Node that the lockfile pins; else this one, when it can run TypeScript by itself. */
export function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(modules, `node-${platform}-${process.arch}`, 'bin', file);
  if (existsSync(pinned)) return pinned;

  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return stopWith(`Tidbok needs Node 22.18 or newer here; this is ${process.versions.node}.`);
}
