import { readRunNote, waitUntil, without } from '@tidbok/e2e';
import { Client } from 'pg';
import { atMost, type Figure } from '../figure.ts';
import { openHttpClient } from '../http-client.ts';
import { benchPatient, startWholeProduct, type WholeProduct } from '../ground/whole-product.ts';
import { fsyncTime } from '../limit/raw-insert.ts';
import { timeCrowd } from '../measure.ts';
import { randomUUID } from 'node:crypto';

/** Four chairs, five days, sixteen times: 320 a week. */
const WEEKS = 32;
const ENTRIES = 10_000;
const CLIENTS = 16;
const PATIENCE_MS = 180_000;
const LOOK_MS = 100;

const open = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const numberIn = async (client: Client, text: string): Promise<number> => {
  const { rows } = await client.query<{ value: number }>(text);
  return rows[0]?.value ?? 0;
};

/** Patients book while nothing can be delivered. */
const fillQueue = async ({ stack, world, times }: WholeProduct): Promise<void> => {
  const http = openHttpClient(CLIENTS);
  let refused = 0;
  await timeCrowd({ clients: CLIENTS, rounds: ENTRIES }, async (round) => {
    const time = times[round];
    if (time === undefined) throw new Error('too few times are published');
    const { clinicId, start, resourceId } = time;
    const { templateId } = world;
    const body = JSON.stringify({ templateId, start, resourceId, patient: benchPatient() });
    const url = `${stack.siteUrl}/api/v1/clinics/${clinicId}/bookings`;
    const { status } = await http.post(url, body, { 'idempotency-key': randomUUID() });
    if (status !== 201) refused += 1;
  });
  http.close();
  if (refused > 0) throw new Error(`${String(refused)} bookings were refused`);
};

/** What was sold while the Online Client was away is in the book again, all of it. */
export const drain = async (): Promise<readonly Figure[]> => {
  const product = await startWholeProduct(WEEKS);
  const { bookDatabaseUrl, siteDatabaseUrl } = await readRunNote(product.stack);
  const [book, site] = [await open(bookDatabaseUrl), await open(siteDatabaseUrl)];
  const fsync = fsyncTime();
  try {
    const applied = () => numberIn(book, 'select site_cursor::float8 as value from practice_sync');
    let head = 0;
    let waiting = 0;
    await without(product.stack, 'online-client', async () => {
      await fillQueue(product);
      head = await numberIn(site, 'select site_head::float8 as value from practice_sync');
      waiting = head - (await applied());
    });
    // `without` returns when the program is back: from here on it connects and applies.
    const since = performance.now();
    const already = await applied();
    await waitUntil(async () => (await applied()) >= head, {
      what: 'the book to have everything',
      withinMs: PATIENCE_MS,
      everyMs: LOOK_MS,
    });
    const seconds = (performance.now() - since) / 1_000;
    const workload = 'drain';
    return [
      {
        workload,
        what: `seconds until ${String(waiting)} queued entries are in the book`,
        value: seconds,
        unit: '',
        beside: `fsync of this disk, p50: ${fsync.toFixed(2)} ms`,
        target: atMost(30, seconds, ' s'),
      },
      {
        workload,
        what: 'the same, entries a second',
        value: (head - already) / seconds,
        unit: '/s',
      },
    ];
  } finally {
    await Promise.all([book.end(), site.end()]);
    await product.stop();
  }
};
