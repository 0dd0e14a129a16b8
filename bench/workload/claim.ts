import { expecting } from '@tidbok/e2e';
import { atMost, type Figure } from '../figure.ts';
import { benchPatient, startWholeProduct } from '../ground/whole-product.ts';
import { fsyncTime } from '../limit/raw-insert.ts';
import { percentile, timeEach } from '../measure.ts';

const WEEKS = 4;
const CLAIMS = 300;

/** Staff book far time that the site may sell: the book asks the site, and waits for its answer. */
export const claim = async (): Promise<readonly Figure[]> => {
  const { world, times, stop } = await startWholeProduct(WEEKS);
  try {
    const fsync = fsyncTime();
    const open = [...times];
    const taken = await timeEach({ rounds: CLAIMS }, async () => {
      const time = open.shift();
      if (time === undefined) throw new Error('every time is taken');
      const { resourceId, practitionerId, start } = time;
      const { templateId, book } = world;
      const patient = benchPatient();
      const request = { resourceId, practitionerId, start, templateId, patient };
      expecting(201, await book.book(request));
    });
    const [median, tail] = [percentile(taken, 0.5), percentile(taken, 0.99)];
    const workload = 'claim';
    return [
      {
        workload,
        what: 'staff book far offered time, p50',
        value: median,
        unit: 'ms',
        beside: `fsync of this disk, p50: ${fsync.toFixed(2)} ms`,
      },
      {
        workload,
        what: 'the same, p99',
        value: tail,
        unit: 'ms',
        target: atMost(100, tail, ' ms'),
      },
    ];
  } finally {
    await stop();
  }
};
