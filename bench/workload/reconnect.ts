import { atMost, type Figure } from '../figure.ts';
import { startSiteUnderTest } from '../ground/site-under-test.ts';
import { dialAll, pairMany } from '../ground/simulated-clinics.ts';
import { fsyncTime } from '../limit/raw-insert.ts';
import { percentile } from '../measure.ts';

const PRACTICES = 4_000;

/**
 * The site is killed with every clinic connected, and starts again: how long until all are back.
 */
export const reconnect = async (): Promise<readonly Figure[]> => {
  const site = await startSiteUnderTest([{ seed: 1, people: 1, days: 1, booked: false }]);
  const fsync = fsyncTime();
  try {
    const clinics = await pairMany(site.databaseUrl, PRACTICES);
    const fleet = dialAll(site.url, clinics);
    try {
      await fleet.untilAllOpen();
      await site.killAndRestart();
      const backAfter = await fleet.untilAllOpen();
      const last = percentile(backAfter, 1) / 1_000;
      const workload = 'reconnect';
      return [
        {
          workload,
          what: `seconds until ${String(PRACTICES)} clinics are back after the site was killed`,
          value: last,
          unit: '',
          beside: `fsync of this disk, p50: ${fsync.toFixed(2)} ms`,
          target: atMost(60, last, ' s'),
        },
        {
          workload,
          what: 'the same, half of them',
          value: percentile(backAfter, 0.5) / 1_000,
          unit: '',
        },
      ];
    } finally {
      fleet.hangUp();
    }
  } finally {
    await site.stop();
  }
};
