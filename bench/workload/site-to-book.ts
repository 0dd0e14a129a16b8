import {
  at,
  BookApi,
  createToken,
  emptyDay,
  freePorts,
  newDataFolder,
  removeData,
  SiteApi,
  stackAt,
  startStack,
  stopStack,
  waitUntil,
  type Stack,
} from '@tidbok/e2e';
import { spareIdentityNumbers } from '@tidbok/cli/demo';
import { atMost, type Figure } from '../figure.ts';
import { percentile } from '../measure.ts';

const VISITS = 64;

/** Bookings as the open book hears of them: by id, when. */
const listen = async (stack: Stack, token: string, signal: AbortSignal) => {
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

const find = (items: readonly { id: string; name: string }[], name: string): string => {
  const found = items.find((item) => item.name.includes(name));
  if (found === undefined) throw new Error(`the demo has no ${name}`);
  return found.id;
};

/** Sixteen half hours on each of four days of one chair that has nothing else. */
const publish = async (stack: Stack, book: BookApi) => {
  const site = new SiteApi(stack.siteUrl);
  const clinicId = find(await site.clinics(), 'Lund');
  const resourceId = find(await book.items('/resources'), 'Stol 1');
  const practitionerId = find(await book.items('/practitioners'), 'Olle');
  const preblockKindId = find(await book.items('/preblock-kinds'), 'E-tid US');
  const templates = await site.templates(clinicId);
  const templateId = templates.find(({ name }) => name === 'Undersökning')?.id ?? '';
  const days = [0, 1, 2, 3].map(emptyDay);
  for (const day of days) {
    const stretch = { start: at(day, '08:00'), end: at(day, '16:00') };
    await book.insertShift({ resourceId, practitionerId, ...stretch });
    await book.placePreblock({ preblockKindId, resourceId, ...stretch });
  }
  const [from = '', to = ''] = [days[0], days[3]];
  const query = { clinicId, templateId, practitionerId, from, to };
  await waitUntil(async () => (await site.times(query)).length >= VISITS, { what: 'the offers' });
  return { site, clinicId, templateId, times: await site.times(query) };
};

export const siteToBook = async (): Promise<readonly Figure[]> => {
  const [bookPort = 0, sitePort = 0, client = 0] = await freePorts(3);
  const ports = { book: bookPort, site: sitePort, client };
  const stack = stackAt(await newDataFolder(), ports);
  await startStack(stack);
  const ending = new AbortController();
  try {
    const token = await createToken(stack, 'admin');
    const { site, clinicId, templateId, times } = await publish(
      stack,
      new BookApi(stack.bookUrl, token),
    );
    const heard = await listen(stack, token, ending.signal);
    const delays: number[] = [];
    const numbers = spareIdentityNumbers();
    for (const [index, { start, resourceId }] of times.slice(0, VISITS).entries()) {
      const answer = await site.book(clinicId, {
        templateId,
        start,
        resourceId,
        patient: {
          givenName: 'Prov',
          familyName: 'Bänk',
          personalIdentityNumber: numbers[index % numbers.length],
          email: 'prov@example.se',
          mobile: '0701740605',
        },
      });
      const answered = performance.now();
      const { bookingId } = answer.body;
      await waitUntil(() => heard.has(bookingId), { what: 'the book to hear of it' });
      delays.push(Math.max(0, (heard.get(bookingId) ?? answered) - answered));
    }
    delays.sort((a, b) => a - b);
    const workload = 'site-to-book';
    const median = percentile(delays, 0.5);
    return [
      {
        workload,
        what: 'answer 201 → event at the open book, p50',
        value: median,
        unit: 'ms',
        target: atMost(1000, median, ' ms'),
      },
      { workload, what: 'the same, p99', value: percentile(delays, 0.99), unit: 'ms' },
    ];
  } finally {
    ending.abort();
    await stopStack(stack);
    await removeData(stack);
  }
};
