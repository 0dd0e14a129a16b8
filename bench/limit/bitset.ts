import {
  CLOSES,
  GRID_MINUTES,
  OPENS,
  VISIT_MINUTES,
  type TenPractitioners,
} from '../ground/ten-practitioners.ts';

/** One 32-bit word is one practitioner's day: a bit for each free quarter of an hour. */
export type FreeWords = Int32Array;

const SLOTS = (CLOSES - OPENS) / GRID_MINUTES;
const STEP = VISIT_MINUTES / GRID_MINUTES;

/** Made beforehand: the limit is allowed to know everything when the question comes. */
export const freeWords = ({ people, days, visits }: TenPractitioners): FreeWords => {
  const words = new Int32Array(people.length * days.length).fill(-1);
  for (const { practitionerId, date, fromMinute, minutes } of visits) {
    const person = people.findIndex((each) => each.practitionerId === practitionerId);
    const index = person * days.length + days.indexOf(date);
    for (let minute = fromMinute; minute < fromMinute + minutes; minute += GRID_MINUTES) {
      words[index] = (words[index] ?? 0) & ~(1 << ((minute - OPENS) / GRID_MINUTES));
    }
  }
  return words;
};

/** Every start of a thirty-minute visit, as (day, slot) packed into one number. */
export const startsIn = (words: FreeWords, into: Int32Array): number => {
  let count = 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? 0;
    const starts = word & (word >>> 1);
    for (let slot = 0; slot <= SLOTS - STEP; slot += STEP) {
      if ((starts >>> slot) & 1) into[count++] = index * SLOTS + slot;
    }
  }
  return count;
};
