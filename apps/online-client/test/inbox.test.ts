import type { LogRecord } from '@tidbok/protocol';
import { expect, it } from 'vitest';
import { Inbox } from '../src/inbox.ts';

const record = (seq: number): LogRecord => ({ seq }) as LogRecord;
const records = (...seqs: readonly number[]): LogRecord[] => seqs.map(record);

/** An inbox whose applying takes until it is told to end; what was applied at a time, by number. */
function slowInbox(atOnce: number) {
  const applied: number[][] = [];
  let end = (): void => undefined;
  const inbox = new Inbox(async (batch) => {
    applied.push(batch.map(({ seq }) => seq));
    await new Promise<void>((resolve) => {
      end = resolve;
    });
  }, atOnce);
  return { inbox, applied, endOne: () => end() };
}

/** Lets what has been settled be noticed. */
const notice = () => new Promise((resolve) => setImmediate(resolve));

it('applies at once what comes alone, and together what comes meanwhile', async () => {
  const { inbox, applied, endOne } = slowInbox(3);
  inbox.take(records(1));
  expect(applied).toEqual([[1]]);
  inbox.take(records(2));
  inbox.take(records(3, 4, 5));
  expect(inbox.size).toBe(5);
  endOne();
  await notice();
  endOne();
  await notice();
  expect(applied).toEqual([[1], [2, 3, 4], [5]]);
  endOne();
  await inbox.settled();
  expect(inbox.size).toBe(0);
});

it('forgets what waits when the connection is gone, and goes on with the next one’s', async () => {
  const { inbox, applied, endOne } = slowInbox(3);
  inbox.take(records(1));
  inbox.take(records(2, 3));
  inbox.forget();
  inbox.take(records(2));
  endOne();
  await notice();
  expect(applied).toEqual([[1], [2]]);
});
