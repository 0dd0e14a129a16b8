import { setTimeout as wait } from 'node:timers/promises';
import type { Clinic } from '@tidbok/service/clinic';
import { CommandRefused, valueOf } from '../command.ts';
import { pairAt } from '../commands/pair.ts';
import { loadDemoPractice } from '../demo-practice.ts';
import { openOperator, type Operator } from '../operator.ts';
import type { Settings } from '../settings.ts';
import type { Databases } from './databases.ts';
import { planParts } from './parts.ts';
import type { Chores } from './supervise.ts';

const patienceMs = 20_000;
const lookEveryMs = 50;

/** What a start of Tidbok does, each thing again at no cost. */
export function choresOf(settings: Settings): Chores {
  /** Opening a half brings its database up to date. */
  const withOperator = async (
    databases: Databases,
    work: (operator: Operator) => Promise<void>,
  ): Promise<void> => {
    const [bookDatabaseUrl, siteDatabaseUrl] = [databases.clinic.url, databases.site.url];
    const operator = openOperator({ ...settings, bookDatabaseUrl, siteDatabaseUrl });
    await work(operator).finally(() => operator.close());
  };
  return {
    prepare: (databases) =>
      withOperator(databases, async (operator) => {
        const [clinic] = await Promise.all([operator.clinic(), operator.site()]);
        if (settings.loadsDemo) valueOf(await loadDemoPractice(clinic));
      }),
    plan: (databases) => planParts(settings, databases),
    pair: (databases) =>
      withOperator(databases, async (operator) => {
        if (settings.loadsDemo) await pairDemo(settings, operator);
        await untilInStep(await operator.clinic());
      }),
  };
}

/**
 * The demo's clinic pairs with the demo's site, once, as two operators would: the one makes a
 * code, the other types it. A practice of one's own is paired by its operator.
 */
async function pairDemo(settings: Settings, operator: Operator): Promise<void> {
  const clinic = await operator.clinic();
  if ((await clinic.syncState())?.mode !== 'unpaired') return;
  const material = valueOf(await clinic.pairingMaterial());
  const { code } = await (await operator.site()).createPairingCode(material.practiceName);
  const siteUrl = `http://127.0.0.1:${settings.sitePort}`;
  await pairAt(settings.clientPort, { code, siteUrl }).catch((error: unknown) => {
    if (!(error instanceof CommandRefused)) throw error;
    throw new Error(`The demo could not be paired: ${error.message} (${error.code})`);
  });
}

/**
 * Waits until a paired site knows all that the book offers, but not for ever: whoever reads
 * `Ready` shall find the times on the site, and a site that is away shall not hold up the book.
 */
async function untilInStep(clinic: Clinic): Promise<void> {
  const limit = performance.now() + patienceMs;
  while (performance.now() < limit) {
    const { paired, connected, waitingOut, mode } = await clinic.status();
    if (!paired || mode !== 'paired' || (connected && waitingOut === 0)) return;
    await wait(lookEveryMs);
  }
}
