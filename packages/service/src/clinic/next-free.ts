import {
  addDays,
  addMinutes,
  checkStaffBooking,
  covers,
  daysBetween,
  difference,
  instant,
  intervalSet,
  localDateTime,
  daysAsInterval,
  minutesOf,
  MINUTE_MS,
  ok,
  refuse,
  scheduledTime,
  takenTime,
  toLocalDate,
  touches,
  type BookingTemplate,
  type BookingTemplateId,
  type Instant,
  type Interval,
  type IntervalSet,
  type LocalDate,
  type Occupancy,
  type Outcome,
  type PractitionerId,
  type ResourceId,
} from '@tidbok/core';
import type { ClinicFacts } from '@tidbok/sync';
import { loadFacts } from '@tidbok/store/clinic';
import { clinicFacts } from './clinic-facts.ts';
import type { ClinicContext } from './context.ts';
import { openBook, type OpenBook } from './open-book.ts';
import type { LoadedRegister } from './register-cache.ts';
import { occupanciesOf, teamChairs } from './team-visit.ts';

const windowDays = 14;
const maxDays = 366;

export interface NextFreeQuery {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly templateId: BookingTemplateId;
  readonly minutes?: number;
  readonly after: Instant;
}

type NextFree = { readonly start: Instant; readonly end: Instant; readonly resourceId: ResourceId };

/**
 * D1: the first time that the chair is free for all of the visit and everyone else for their parts
 * (T4), by the book's rules.
 */
export async function nextFree(
  context: ClinicContext,
  query: NextFreeQuery,
): Promise<Outcome<NextFree | null>> {
  const book = await openBook(context);
  if (book === null) return refuse('unknown-practice');
  const template = book.register.templates.find(({ id }) => id === query.templateId);
  if (template === undefined) return refuse('unknown-template');
  const minutes = query.minutes ?? template.minutes;
  const first = toLocalDate(book.register.zone, query.after);
  for (let date = first; daysBetween(first, date) < maxDays; date = addDays(date, windowDays)) {
    const facts = await readWindow(context, book, date);
    const window = { facts, taken: takenTime(facts.bookings) };
    for (const start of startsOf(book.register, window, { ...query, template, minutes })) {
      const during = { from: start, to: addMinutes(start, minutes) };
      if (fits(book.register, window, { ...query, template, during })) {
        return ok({ start: during.from, end: during.to, resourceId: query.resourceId });
      }
    }
  }
  return ok(null);
}

type Visit = NextFreeQuery & { readonly template: BookingTemplate; readonly during: Interval };

/** Every part of the visit is free, and no preblock is against it. */
function fits(register: LoadedRegister, window: Window, visit: Visit): boolean {
  const { resourceId, practitionerId, during, template } = visit;
  const asked = { template, resourceId, practitionerId, start: during.from };
  const occupancies = occupanciesOf(register, { ...asked, minutes: minutesOf(during) });
  if (!occupancies.ok || occupancies.value.some((part) => isTaken(window.taken, part))) {
    return false;
  }
  const { useInRecall, categoryId, expectedAmount } = template;
  const refusals = checkStaffBooking(
    { ...window.facts, bookings: [], now: visit.after },
    {
      resourceId,
      practitionerId,
      during,
      // Nobody's time overlaps: that has just been looked up.
      occupancies: [],
      replaces: null,
      templateRetired: false,
      teamChairs: teamChairs(register, asked),
      useInRecall,
      categoryId,
      expectedAmount,
    },
  );
  return refusals.length === 0;
}

function isTaken(taken: Window['taken'], { subjectId, during }: Occupancy): boolean {
  return touches(taken.get(subjectId) ?? [], during);
}

/** What stands in the book for some weeks, and who is taken when. */
interface Window {
  readonly facts: ClinicFacts;
  readonly taken: ReturnType<typeof takenTime>;
}

async function readWindow(
  context: ClinicContext,
  { practice, register }: OpenBook,
  from: LocalDate,
): Promise<ClinicFacts> {
  const range = { from, to: addDays(from, windowDays - 1) };
  const rows = await loadFacts(context.pool, {
    range: daysAsInterval(register.zone, range.from, range.to),
    local: { from: localDateTime(range.from, 0), to: localDateTime(addDays(range.to, 1), 0) },
    bookingIds: [],
  });
  return clinicFacts({ rows, practice, register, range });
}

const stepMinutes = 5;

type Search = NextFreeQuery & { readonly template: BookingTemplate; readonly minutes: number };

function* startsOf(register: LoadedRegister, window: Window, search: Search): Iterable<Instant> {
  const { minutes } = search;
  for (const piece of freePieces(register, window, search)) {
    const step = stepMinutes * MINUTE_MS;
    let start = instant(Math.ceil(Math.max(piece.from, search.after) / step) * step);
    const whole = (): Interval => ({ from: start, to: addMinutes(start, minutes) });
    for (; minutesOf(piece) >= minutes && covers([piece], whole());) {
      yield start;
      start = addMinutes(start, stepMinutes);
    }
  }
}

/** When the practitioner is on shift, here or (team visits) in a chair beside, and it is free. */
function freePieces(register: LoadedRegister, window: Window, search: Search): IntervalSet {
  const { resourceId, practitionerId } = search;
  const chairs = [resourceId, ...teamChairs(register, search)];
  const scheduled = chairs.flatMap((chair) => [
    ...scheduledTime(window.facts, { resourceId: chair, practitionerId }),
  ]);
  return difference(intervalSet(scheduled), window.taken.get(resourceId) ?? []);
}
