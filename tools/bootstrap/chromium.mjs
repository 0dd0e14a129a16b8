import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { stopWith } from './install.mjs';

/** Where Debian puts it; the browser tests look here too. */
const chromium = '/usr/bin/chromium';

/** Installs Debian's Chromium when it is missing and this account may. */
export function ensureChromium() {
  if (existsSync(chromium)) return;
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!mayInstall) {
    stopWith(`The browser tests need ${chromium}: install Debian's package "chromium" as root.`);
  }
  console.error('Installing Chromium …');
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  if (!existsSync(chromium)) stopWith('Chromium could not be installed: see above.');
}
