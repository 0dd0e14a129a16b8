import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { SettingRefused } from '@tidbok/doorway';
import type { Settings } from '../settings.ts';
import { askHealth } from './part.ts';
import { isAlive } from './postgres/lock.ts';
import { readRunFile } from './run-file.ts';

/** The parts of a supervisor that was killed need a moment to notice. */
const patienceMs = 6_000;

/** Throws `SettingRefused` when Tidbok runs already, or another program has one of its ports. */
export async function claimPorts(settings: Settings): Promise<void> {
  const run = await readRunFile(settings.dataFolder);
  if (run && isAlive(run.supervisor) && (await askHealth(run.parts['book']?.port ?? 0))) {
    throw new SettingRefused(`Tidbok is running already (process ${run.supervisor}).`);
  }
  const wanted = { BOOK_PORT: settings.bookPort, SITE_PORT: settings.sitePort };
  const login = settings.loadsDemo ? { IDP_PORT: settings.identityPort } : {};
  const all = { ...wanted, CLIENT_PORT: settings.clientPort, ...login };
  for (const [name, port] of Object.entries(all)) {
    const until = performance.now() + patienceMs;
    while (!(await isFree(port))) {
      if (performance.now() > until) {
        throw new SettingRefused(`Another program listens on port ${port}: set ${name}.`);
      }
      await wait(100);
    }
  }
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((done) => {
    probe.once('error', () => done(false));
    probe.listen(port, () => probe.close(() => done(true)));
  });
}
