import { atMost, type Figure } from '../figure.ts';
import { bookSlot, slotsOf, type Slot } from '../ground/online-visits.ts';
import { startSiteUnderTest } from '../ground/site-under-test.ts';
import { openHttpClient } from '../http-client.ts';
import { percentile, timeCrowd } from '../measure.ts';

const ATTEMPTS = 1000;
const TIMES = 100;
const EACH = 50;
const CLIENTS = 180;

const winnersWords = (winners: readonly number[]): string => {
  const wrong = winners.filter((count) => count !== 1).length;
  return wrong === 0 ? 'one winner each' : `${String(wrong)} times without exactly one winner`;
};

export const race = async (): Promise<readonly Figure[]> => {
  const site = await startSiteUnderTest([{ seed: 1, booked: false }]);
  const client = openHttpClient(CLIENTS);
  const workload = 'race';
  const [ground] = site.practices;
  if (ground === undefined) throw new Error('no practice is laid');
  const [one, ...others] = slotsOf(ground);
  const statuses = new Map<number, number>();
  const attempt = async (slot: Slot | undefined): Promise<number> => {
    if (slot === undefined) throw new Error('there is no time to race for');
    const { status } = await bookSlot(client, site.url, slot);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    return status;
  };
  try {
    let winners = 0;
    const before = performance.now();
    const crowd = await timeCrowd({ clients: CLIENTS, rounds: ATTEMPTS }, async () => {
      if ((await attempt(one)) === 201) winners += 1;
    });
    const took = (performance.now() - before) / 1000;
    const counts = Array<number>(TIMES).fill(0);
    const start = performance.now();
    await timeCrowd({ clients: EACH, rounds: TIMES * EACH }, async (round) => {
      const time = Math.floor(round / EACH);
      if ((await attempt(others[time])) === 201) counts[time] = (counts[time] ?? 0) + 1;
    });
    const whole = (performance.now() - start) / 1000;
    const faults = [...statuses].filter(([status]) => status >= 500).length;
    return [
      { workload, what: '1,000 attempts on one time: winners', value: winners, unit: '' },
      { workload, what: 'the same, seconds in all', value: took, unit: '' },
      { workload, what: 'the same, p99', value: percentile(crowd.durations, 0.99), unit: 'ms' },
      {
        workload,
        what: '50 on each of 100 times, seconds in all',
        value: whole,
        unit: '',
        beside: winnersWords(counts),
        target: atMost(5, whole, ' s'),
      },
      {
        workload,
        what: 'answers of 500 and up (deadlocks)',
        value: faults,
        unit: '',
        target: atMost(0, faults),
      },
    ];
  } finally {
    client.close();
    await site.stop();
  }
};
