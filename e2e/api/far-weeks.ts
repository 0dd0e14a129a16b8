import type { Demo } from './demo.ts';
import { dateAfter, today } from './local-time.ts';

/** Behind all that the demo and the other tests plan, and within what the site sells. */
const FAR_DAYS = 224;

/** The Monday of a far week, counted from the first: a test that plans whole weeks owns its own. */
export const farMonday = (week: number): string => {
  const far = dateAfter(today(), FAR_DAYS);
  const weekday = new Date(`${far}T12:00:00Z`).getUTCDay();
  return dateAfter(far, ((8 - weekday) % 7) + week * 7);
};

interface Found {
  readonly id: string;
  readonly state?: string;
}

/** Empties weeks of what an earlier run on the same stack left there. */
export const clearWeeks = async (demo: Demo, week: number, weeks: number): Promise<void> => {
  const range = `from=${farMonday(week)}&to=${dateAfter(farMonday(week + weeks), -1)}`;
  const found = (path: string) => demo.book.items<Found>(`${path}?${range}`);
  for (const { id } of await found('/preblocks')) await demo.book.removePreblock(id);
  for (const { id } of await found('/shifts')) await demo.book.send('DELETE', `/shifts/${id}`);
  for (const { id, state } of await found('/bookings')) {
    if (state !== 'cancelled') await demo.book.cancel(id);
  }
  const absences = new Set((await found('/absences')).map(({ id }) => id));
  for (const absenceId of absences) {
    await demo.book.send('POST', '/plan', { change: { type: 'remove-absence', absenceId } });
  }
};
