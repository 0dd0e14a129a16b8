import {
  addDays,
  addMinutes,
  checkStaffBooking,
  covers,
  daysAsInterval,
  daysBetween,
  instant,
  intervalSet,
  localDateTime,
  minutesOf,
  MINUTE_MS,
  ok,
  refuse,
  scheduledTime,
  sharedOccupancy,
  toLocalDate,
  toLocalDateTime,
  weekday,
  type BookingId,
  type BookingTemplate,
  type BookingTemplateId,
  type ClinicId,
  type Instant,
  type Interval,
  type IntervalSet,
  type LocalDate,
  type Occupancy,
  type Outcome,
  type PractitionerId,
  type ResourceId,
  type SubjectId,
} from '@tidbok/core';
import type { ClinicFacts } from '@tidbok/sync';
import { loadFacts } from '@tidbok/store/clinic';
import { clinicFacts } from './clinic-facts.ts';
import type { ClinicContext } from './context.ts';
import { openBook, type OpenBook } from './open-book.ts';
import { occupanciesOf, teamChairs } from './team-visit.ts';

const windowDays = 14;
const maxDays = 366;
const stepMinutes = 5;
const noon = '12:00';

/** What is looked for; what is left out may be any. */
export interface NextFreeQuery {
  readonly templateId: BookingTemplateId;
  /** Beats the template's length. */
  readonly minutes?: number;
  readonly after: Instant;
  readonly clinicId?: ClinicId;
  readonly resourceId?: ResourceId;
  readonly practitionerId?: PractitionerId;
  /** Starts before noon, or at noon and later. */
  readonly partOfDay?: 'morning' | 'afternoon';
  /** 1 = Monday … 7 = Sunday. */
  readonly weekdays?: readonly number[];
  /** The booking that is to be moved: it is no obstacle to itself. */
  readonly replaces?: BookingId;
}

export interface NextFree {
  readonly start: Instant;
  readonly end: Instant;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}

interface Search {
  readonly book: OpenBook;
  readonly query: NextFreeQuery;
  readonly template: BookingTemplate;
  readonly minutes: number;
}

interface WorkPlace {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}

/**
 * D1 *Sök nästa lediga tid*: the first time that staff could book without passing any warning. The
 * chair is free for the whole visit, the practitioner and each shared resource for their own parts
 * of the template's pattern (T4). null: none within a year.
 */
export async function nextFree(
  context: ClinicContext,
  query: NextFreeQuery,
): Promise<Outcome<NextFree | null>> {
  const book = await openBook(context);
  if (book === null) return refuse('unknown-practice');
  const template = book.register.templates.find(({ id }) => id === query.templateId);
  if (template === undefined) return refuse('unknown-template');
  const search = { book, query, template, minutes: query.minutes ?? template.minutes };
  const first = toLocalDate(book.register.zone, query.after);
  for (let date = first; daysBetween(first, date) < maxDays; date = addDays(date, windowDays)) {
    const facts = await readWindow(context, book, date);
    const found = firstIn(search, facts);
    if (found !== null) return ok(found);
  }
  return ok(null);
}

function firstIn(search: Search, facts: ClinicFacts): NextFree | null {
  const standing = standingBySubject(facts, search.query.replaces);
  let best: NextFree | null = null;
  for (const place of placesOf(search, facts)) {
    const found = firstAt(search, { facts, standing, place, before: best?.start });
    if (found !== null) best = { ...place, start: found.from, end: found.to };
  }
  return best;
}

/**
 * Chair and practitioner pairs that somebody is scheduled as, and that were asked for. In a team
 * visit the practitioner may be on shift in a chair beside (T4).
 */
function placesOf({ book, query, template }: Search, facts: ClinicFacts): readonly WorkPlace[] {
  const { resources } = book.register;
  const inClinic = new Set(
    resources
      .filter(({ clinicId }) => query.clinicId === undefined || clinicId === query.clinicId)
      .map(({ id }) => id),
  );
  const pairs = new Map<string, WorkPlace>();
  for (const shift of facts.shifts) {
    const { practitionerId } = shift;
    const beside = teamChairs(book.register, { ...shift, template });
    for (const resourceId of [shift.resourceId, ...beside]) {
      pairs.set(`${resourceId} ${practitionerId}`, { resourceId, practitionerId });
    }
  }
  const asked = ({ resourceId, practitionerId }: WorkPlace): boolean =>
    inClinic.has(resourceId) &&
    (query.resourceId === undefined || resourceId === query.resourceId) &&
    (query.practitionerId === undefined || practitionerId === query.practitionerId);
  return [...pairs.values()].filter(asked);
}

interface Looking {
  readonly facts: ClinicFacts;
  readonly standing: ReadonlyMap<SubjectId, readonly Occupancy[]>;
  readonly place: WorkPlace;
  /** Another place has one then already. */
  readonly before: Instant | undefined;
}

function firstAt(search: Search, looking: Looking): Interval | null {
  for (const start of startsOf(search, looking)) {
    if (looking.before !== undefined && start >= looking.before) return null;
    if (fits(search, looking, start)) return { from: start, to: addMinutes(start, search.minutes) };
  }
  return null;
}

/** When the practitioner is on shift, here or (team visits) in a chair beside. */
function scheduledAt({ book, template }: Search, { facts, place }: Looking): IntervalSet {
  const chairs = [place.resourceId, ...teamChairs(book.register, { ...place, template })];
  return intervalSet(
    chairs.flatMap((resourceId) => [...scheduledTime(facts, { ...place, resourceId })]),
  );
}

function* startsOf(search: Search, looking: Looking): Iterable<Instant> {
  const { query, minutes } = search;
  const { facts } = looking;
  const step = stepMinutes * MINUTE_MS;
  for (const piece of scheduledAt(search, looking)) {
    if (minutesOf(piece) < minutes) continue;
    let start = instant(Math.ceil(Math.max(piece.from, query.after) / step) * step);
    while (covers([piece], { from: start, to: addMinutes(start, minutes) })) {
      if (isWanted(query, facts, start)) yield start;
      start = addMinutes(start, stepMinutes);
    }
  }
}

function isWanted(
  { partOfDay, weekdays }: NextFreeQuery,
  { zone }: ClinicFacts,
  start: Instant,
): boolean {
  if (partOfDay !== undefined) {
    const isMorning = toLocalDateTime(zone, start).slice(11) < noon;
    if (isMorning !== (partOfDay === 'morning')) return false;
  }
  if (weekdays === undefined || weekdays.length === 0) return true;
  return weekdays.includes(weekday(toLocalDate(zone, start)));
}

function fits({ book, query, template, minutes }: Search, looking: Looking, start: Instant) {
  const { facts, standing, place } = looking;
  const visit = { ...place, template, start, minutes };
  const occupancies = occupanciesOf(book.register, visit);
  if (!occupancies.ok) return false;
  const isTaken = occupancies.value.some(
    (wanted) => sharedOccupancy(standing.get(wanted.subjectId) ?? [], [wanted]) !== undefined,
  );
  if (isTaken) return false;
  const refusals = checkStaffBooking(
    // Whom each part takes has been asked above, from lists by subject.
    { ...facts, now: query.after, bookings: [] },
    {
      ...place,
      during: { from: start, to: addMinutes(start, minutes) },
      occupancies: occupancies.value,
      replaces: query.replaces ?? null,
      templateRetired: template.retired,
      teamChairs: teamChairs(book.register, visit),
      useInRecall: template.useInRecall,
      categoryId: template.categoryId,
      expectedAmount: template.expectedAmount,
    },
  );
  return refusals.length === 0;
}

function standingBySubject(
  { bookings }: ClinicFacts,
  replaces: BookingId | undefined,
): ReadonlyMap<SubjectId, readonly Occupancy[]> {
  const all = bookings
    .filter(({ id }) => id !== replaces)
    .flatMap(({ occupancies }) => occupancies);
  return Map.groupBy(all, ({ subjectId }) => subjectId);
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
