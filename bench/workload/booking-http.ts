import { atLeast, atMost, type Figure } from '../figure.ts';
import { askTimes, bookSlot, slotsOf, type Slot } from '../ground/online-visits.ts';
import { startSiteUnderTest, type SiteUnderTest } from '../ground/site-under-test.ts';
import { openHttpClient } from '../http-client.ts';
import { fsyncTime, openRawInsert } from '../limit/raw-insert.ts';
import { percentile, timeSideBySide } from '../measure.ts';

const PRACTICES = 100;
const ALONE = 600;
const CROWD = { clients: 16, rounds: 4000 };

/** One practice after the other, so that neighbours in time are in different practices. */
const interleaved = ({ practices }: SiteUnderTest): Slot[] => {
  const byPractice = practices.map(slotsOf);
  const most = Math.max(...byPractice.map(({ length }) => length));
  return Array.from({ length: most }, (_, index) =>
    byPractice.flatMap((slots) => slots[index] ?? []),
  ).flat();
};

export const bookingHttp = async (): Promise<readonly Figure[]> => {
  const sizes = Array.from({ length: PRACTICES }, (_, index) => ({
    seed: index + 1,
    people: 2,
    days: 14,
    booked: false,
  }));
  const site = await startSiteUnderTest(sizes);
  const client = openHttpClient(CROWD.clients);
  try {
    // Whoever books has looked at the times before.
    for (const ground of site.practices) await askTimes(client, site.url, ground);
    const slots = interleaved(site);
    let refused = 0;
    const book = async (): Promise<void> => {
      const slot = slots.shift();
      if (slot === undefined) throw new Error('every time is sold');
      const { status } = await bookSlot(client, site.url, slot);
      if (status !== 201) refused += 1;
    };
    const raw = await openRawInsert(site.databaseUrl, PRACTICES);
    const one = await timeSideBySide({ clients: 1, rounds: ALONE }, book, raw.insert);
    const all = await timeSideBySide(CROWD, book, raw.insert);
    await raw.close();
    const alone = percentile(one.ours.durations, 0.5);
    const rawAlone = percentile(one.limit.durations, 0.5);
    const share = (100 * all.ours.perSecond) / all.limit.perSecond;
    const workload = 'booking-http';
    return [
      { workload, what: 'fsync of this disk, p50', value: fsyncTime(), unit: 'ms' },
      {
        workload,
        what: 'commit over HTTP, p50, one client',
        value: alone,
        unit: 'ms',
        beside: `raw insert under the constraint: ${rawAlone.toFixed(2)} ms`,
      },
      {
        workload,
        what: 'the same, against the raw insert',
        value: alone / rawAlone,
        unit: '×',
        target: atMost(4, alone / rawAlone, ' ×'),
      },
      {
        workload,
        what: '16 clients over 100 practices',
        value: all.ours.perSecond,
        unit: '/s',
        beside: `raw insert: ${all.limit.perSecond.toFixed(0)} /s`,
      },
      {
        workload,
        what: 'the same, share of the raw insert',
        value: share,
        unit: '%',
        target: atLeast(20, share, ' %'),
      },
      {
        workload,
        what: 'false refusals',
        value: refused,
        unit: '',
        target: atMost(0, refused),
      },
    ];
  } finally {
    client.close();
    await site.stop();
  }
};
