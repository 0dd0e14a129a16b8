import {
  addDays,
  datesBetween,
  daysAsInterval,
  isoWeek,
  localDateTime,
  ok,
  redDay,
  refuse,
  type ClinicId,
  type LocalDate,
  type Outcome,
  type Shift,
} from '@tidbok/core';
import {
  loadAbsences,
  loadBookings,
  loadNeedsPerson,
  loadPreblocks,
  loadShifts,
  readLink,
  type BookedRow,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import { onlineParts } from './clinic-facts.ts';
import type { ClinicContext } from './context.ts';
import { mayWorkIn } from './members.ts';
import { openBook } from './open-book.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { StaffMember } from './staff.ts';
import type { BookDay } from './views/book.ts';
import { bookedView, patientIdsOf } from './views/booked-view.ts';
import { offerPieces, summaryOf } from './views/offer-pieces.ts';
import { absenceViews, preblockView, shiftView } from './views/planned-views.ts';

/** The most days that one screen shows. */
const maxDays = 31;

export interface BookDayQuery {
  readonly clinicId: ClinicId;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

function mayRead(by: StaffMember, clinicId: ClinicId, dates: readonly LocalDate[]): Outcome<null> {
  const allowed = mayWorkIn(by, clinicId);
  if (!allowed.ok) return allowed;
  const isFair = dates.length > 0 && dates.length <= maxDays;
  return isFair ? ok(null) : refuse('too-far', { days: maxDays });
}

/** Everything that the grid shows of one clinic's chairs. Refuses `unknown-clinic`, `too-far`. */
export async function bookDay(
  context: ClinicContext,
  by: StaffMember,
  query: BookDayQuery,
): Promise<Outcome<BookDay>> {
  const book = await openBook(context);
  if (book === null) return refuse('unknown-practice');
  const { register, practice } = book;
  const clinic = register.clinics.find(({ id }) => id === query.clinicId);
  if (clinic === undefined) return refuse('unknown-clinic');
  const dates = datesBetween(query.from, query.to);
  const allowed = mayRead(by, clinic.id, dates);
  if (!allowed.ok) return allowed;

  const read = await readDays(context, register, query);
  await audited(context.pool, by, { what: 'book', patientIds: patientIdsOf(read.shown) });
  const now = context.now();
  const preblocks = read.preblocks
    .map((preblock) => preblockView(preblock, register, now))
    .filter((view) => view !== undefined);
  const shown = new Set(read.resources.map(({ id }) => id));
  const offers = offerPieces({
    register,
    online: onlineParts(register),
    shifts: read.shifts,
    absences: read.absences,
    preblocks: read.preblocks.filter(({ resourceId }) => shown.has(resourceId)),
    bookings: read.live,
    paired: practice.mode !== 'unpaired',
    frontierAt: practice.frontierAt,
    now,
  });
  return ok({
    asOf: now,
    revision: practice.revision,
    zoneId: register.zone.id,
    clinic: { id: clinic.id, name: clinic.name },
    days: dates.map(dayHead),
    resources: read.resources.map((resource) => ({
      id: resource.id,
      name: resource.name,
      practitioners: practitionersIn(register, read.shifts, resource.id),
    })),
    shifts: read.shifts
      .filter(({ resourceId }) => shown.has(resourceId))
      .map((shift) => shiftView(shift, register.zone)),
    absences: read.absences.flatMap((absence) => absenceViews(absence, query)),
    preblocks: preblocks.filter(({ resourceId }) => shown.has(resourceId)),
    bookings: read.shown.map((row) => bookedView(row, register)),
    offers,
    summary: summaryOf(offers),
    needsPerson: read.needsPerson,
    sync: {
      paired: practice.mode !== 'unpaired',
      connected: read.link.connected,
      connectedSince: read.link.connectedSince,
      lastExchangeAt: read.link.lastExchangeAt,
      mode: practice.mode,
    },
  });
}

async function readDays(context: ClinicContext, register: LoadedRegister, query: BookDayQuery) {
  const { pool } = context;
  const range = daysAsInterval(register.zone, query.from, query.to);
  const local = {
    from: localDateTime(query.from, 0),
    to: localDateTime(addDays(query.to, 1), 0),
  };
  const everywhere = register.resources.map(({ id }) => id);
  const [all, shifts, absences, preblocks, needsPerson, link] = await Promise.all([
    loadBookings(pool, { range, resourceIds: everywhere }),
    loadShifts(pool, local),
    loadAbsences(pool, local),
    loadPreblocks(pool, local),
    loadNeedsPerson(pool),
    readLink(pool),
  ]);
  // A chair out of use stands there only as long as something is planned in it.
  const used = new Set([...shifts, ...all].map(({ resourceId }) => resourceId));
  const resources = register.resources.filter(
    ({ id, clinicId, active }) => clinicId === query.clinicId && (active || used.has(id)),
  );
  const shownIds = new Set(resources.map(({ id }) => id));
  const live: BookedRow[] = all.filter(({ state }) => state !== 'cancelled');
  return {
    resources,
    // A practitioner's visits elsewhere hide their Internet time here.
    live,
    shown: live.filter(({ resourceId }) => shownIds.has(resourceId)),
    shifts,
    absences,
    preblocks,
    needsPerson,
    link,
  };
}

function dayHead(date: LocalDate): BookDay['days'][number] {
  const red = redDay(date);
  return { date, isoWeek: isoWeek(date).week, redDay: red === null ? null : { name: red } };
}

function practitionersIn(
  register: LoadedRegister,
  shifts: readonly Shift[],
  resourceId: string,
): BookDay['resources'][number]['practitioners'] {
  const ids = new Set(
    shifts.filter((shift) => shift.resourceId === resourceId).map((shift) => shift.practitionerId),
  );
  return register.practitioners
    .filter(({ id }) => ids.has(id))
    .map(({ id, givenName, familyName, title }) => ({
      id,
      name: `${givenName} ${familyName}`,
      title,
    }));
}
