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
  type BookingTemplate,
  type BookingTemplateId,
  type Instant,
  type Interval,
  type IntervalSet,
  type LocalDate,
  type Outcome,
  type PractitionerId,
  type ResourceId,
} from '@tidbok/core';
import type { ClinicFacts } from '@tidbok/sync';
import { loadFacts } from '@tidbok/store/clinic';
import { clinicFacts } from './clinic-facts.ts';
import type { ClinicContext } from './context.ts';
import { openBook, type OpenBook } from './open-book.ts';

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

/** D1: the first time that the chair and the practitioner are both free, by the book's rules. */
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
    for (const start of startsOf(facts, query, minutes)) {
      const during = { from: start, to: addMinutes(start, minutes) };
      if (fits(facts, { ...query, template, during })) {
        return ok({ start: during.from, end: during.to, resourceId: query.resourceId });
      }
    }
  }
  return ok(null);
}

function fits(
  facts: ClinicFacts,
  visit: NextFreeQuery & { readonly template: BookingTemplate; readonly during: Interval },
): boolean {
  const { resourceId, practitionerId, during, template } = visit;
  const { useInRecall, categoryId, expectedAmount } = template;
  const refusals = checkStaffBooking(
    { ...facts, now: visit.after },
    {
      resourceId,
      practitionerId,
      during,
      // Only the free stretches of chair and practitioner are asked about.
      occupancies: [],
      replaces: null,
      templateRetired: false,
      useInRecall,
      categoryId,
      expectedAmount,
    },
  );
  return refusals.length === 0;
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

function* startsOf(facts: ClinicFacts, query: NextFreeQuery, minutes: number): Iterable<Instant> {
  for (const piece of freePieces(facts, query)) {
    const step = stepMinutes * MINUTE_MS;
    let start = instant(Math.ceil(Math.max(piece.from, query.after) / step) * step);
    const whole = (): Interval => ({ from: start, to: addMinutes(start, minutes) });
    for (; minutesOf(piece) >= minutes && covers([piece], whole());) {
      yield start;
      start = addMinutes(start, stepMinutes);
    }
  }
}

function freePieces(facts: ClinicFacts, query: NextFreeQuery): IntervalSet {
  const taken = takenTime(facts.bookings);
  const busy = [query.resourceId, query.practitionerId].flatMap((id) => taken.get(id) ?? []);
  return difference(scheduledTime(facts, query), intervalSet(busy));
}
