import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '@tidbok/e2e';
import { atMost, type Figure } from '../figure.ts';
import {
  benchPatient,
  startWholeProduct,
  type OpenTime,
  type WholeProduct,
} from '../ground/whole-product.ts';
import { fsyncTime } from '../limit/raw-insert.ts';
import { percentile } from '../measure.ts';

const WEEKS = 8;
/** First bookings warm the programs up; nobody counts them. */
const WARM_UP = 100;
const RATES = [
  { perSecond: 1, visits: 30 },
  { perSecond: 100, visits: 1_500 },
] as const;
const HEARD_WITHIN_MS = 30_000;

/** Bookings as the open book hears of them: by id, when. */
const listen = async ({ stack, token }: WholeProduct, signal: AbortSignal) => {
  const heard = new Map<string, number>();
  const answer = await fetch(`${stack.bookUrl}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    signal,
  });
  if (answer.body === null) throw new Error('the book sends no events');
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  const read = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const now = performance.now();
      for (const [id] of value.matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g)) {
        if (!heard.has(id)) heard.set(id, now);
      }
    }
  };
  read().catch(() => undefined);
  return heard;
};

/** Each booking begins when its turn comes, however long the others take: as patients do. */
const bookAtRate = async (
  { world: { site, templateId } }: WholeProduct,
  times: readonly OpenTime[],
  perSecond: number,
): Promise<ReadonlyMap<string, number>> => {
  const answered = new Map<string, number>();
  const book = async ({ clinicId, start, resourceId }: OpenTime): Promise<void> => {
    const body = { templateId, start, resourceId, patient: benchPatient() };
    const answer = await site.book(clinicId, body);
    const now = performance.now();
    if (answer.status !== 201) throw new Error(`${start}: ${String(answer.status)}`);
    answered.set(answer.body.bookingId, now);
  };
  const began = performance.now();
  const under: Promise<void>[] = [];
  for (const [index, time] of times.entries()) {
    const due = began + (index * 1_000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    under.push(book(time));
  }
  await Promise.all(under);
  return answered;
};

const figuresOf = (delays: readonly number[], perSecond: number, fsync: string): Figure[] => {
  const sorted = [...delays].sort((a, b) => a - b);
  const [median, tail] = [percentile(sorted, 0.5), percentile(sorted, 0.99)];
  const what = `answer 201 → event at the open book, ${String(perSecond)}/s`;
  const workload = 'site-to-book';
  return [
    {
      workload,
      what: `${what}, p50`,
      value: median,
      unit: 'ms',
      beside: fsync,
      target: atMost(50, median, ' ms'),
    },
    { workload, what: `${what}, p99`, value: tail, unit: 'ms', target: atMost(250, tail, ' ms') },
  ];
};

export const siteToBook = async (): Promise<readonly Figure[]> => {
  const product = await startWholeProduct(WEEKS);
  const ending = new AbortController();
  try {
    const heard = await listen(product, ending.signal);
    const times = [...product.times];
    await bookAtRate(product, times.splice(0, WARM_UP), 50);
    const figures: Figure[] = [];
    for (const { perSecond, visits } of RATES) {
      const fsync = `fsync of this disk, p50: ${fsyncTime().toFixed(2)} ms`;
      const answered = await bookAtRate(product, times.splice(0, visits), perSecond);
      await waitUntil(() => [...answered.keys()].every((id) => heard.has(id)), {
        what: 'the book to hear of every visit',
        withinMs: HEARD_WITHIN_MS,
      });
      const delays = [...answered].map(([id, at]) => Math.max(0, (heard.get(id) ?? at) - at));
      figures.push(...figuresOf(delays, perSecond, fsync));
    }
    return figures;
  } finally {
    ending.abort();
    await product.stop();
  }
};
