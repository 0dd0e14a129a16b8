import type { Planned } from './book-api.ts';
import type { Demo, Publication } from './demo.ts';
import { dateAfter, onTheClock } from './local-time.ts';

const HOUR_MS = 3_600_000;

/** An hour within a day from now in which this chair and practitioner have nothing planned. */
export const nearHour = async (
  demo: Demo,
  { chair, practitioner }: Pick<Publication, 'chair' | 'practitioner'>,
): Promise<Required<Pick<Publication, 'date' | 'from' | 'to'>>> => {
  const today = onTheClock(Date.now()).date;
  const range = `from=${today}&to=${dateAfter(today, 1)}`;
  const shifts = await demo.book.items<Planned>(`/shifts?${range}`);
  const subjects = [demo.chairId(chair), demo.practitionerId(practitioner)];
  const taken = shifts.filter(({ resourceId, practitionerId }) =>
    [resourceId, practitionerId].some((id) => subjects.includes(id)),
  );
  const firstHour = Math.ceil(Date.now() / HOUR_MS) + 3;
  for (let hour = firstHour; hour < firstHour + 16; hour += 1) {
    const [start, end] = [hour * HOUR_MS, (hour + 1) * HOUR_MS];
    const [begins, ends] = [onTheClock(start), onTheClock(end)];
    const isFree = taken.every(
      (shift) => Date.parse(shift.start) >= end || Date.parse(shift.end) <= start,
    );
    if (isFree && begins.date === ends.date) {
      return { date: begins.date, from: begins.time, to: ends.time };
    }
  }
  throw new Error('no free hour within the next day');
};
