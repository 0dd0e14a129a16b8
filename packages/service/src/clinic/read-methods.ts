import {
  addDays,
  daysAsInterval,
  localDateTime,
  ok,
  refuse,
  type BookingId,
  type Outcome,
  type ResourceId,
  type Zone,
} from '@tidbok/core';
import {
  loadBooking,
  loadBookings,
  loadPreblocks,
  loadShifts,
  readPractice,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import { bookDay } from './book-day.ts';
import { bookingHistory } from './booking-history.ts';
import type { BookReads } from './clinic.ts';
import type { ClinicContext } from './context.ts';
import type { RangeQuery } from './desk.ts';
import { mayWorkAt } from './members.ts';
import { menu } from './menu.ts';
import { nextFree } from './next-free.ts';
import { offers } from './offers.ts';
import { openBook } from './open-book.ts';
import { addPatient, patientHistory, patients } from './patients.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { StaffMember } from './staff.ts';
import type { BookedView, PreblockView, ShiftView } from './views/book.ts';
import { bookedView, patientIdsOf } from './views/booked-view.ts';
import { preblockView, shiftView } from './views/planned-views.ts';
import { why } from './why.ts';

export function readsOf(context: ClinicContext): BookReads {
  return {
    zone: rememberedZone(context),
    hasPractice: async () => (await readPractice(context.pool)) !== null,
    bookDay: (by, query) => bookDay(context, by, query),
    menu: (by, query) => menu(context, by, query),
    bookings: (by, query) => bookings(context, by, query),
    booking: (by, id) => booking(context, by, id),
    shifts: (query) => shifts(context, query),
    preblocks: (query) => preblocks(context, query),
    patients: (by, search) => patients(context, by, search),
    addPatient: (by, patient) => addPatient(context, by, patient),
    patientHistory: (by, id) => patientHistory(context, by, id),
    offers: (query) => offers(context, query),
    nextFree: (query) => nextFree(context, query),
    why: (query) => why(context, query),
    bookingHistory: (by, id) => bookingHistory(context, by, id),
  };
}

/** A practice never moves to another zone: it is asked for once. */
function rememberedZone(context: ClinicContext): () => Promise<Zone> {
  let zone: Zone | undefined;
  return async () => (zone ??= (await loadedRegister(context)).zone);
}

async function loadedRegister(context: ClinicContext): Promise<LoadedRegister> {
  const book = await openBook(context);
  if (book === null) throw new Error('No practice has been loaded.');
  return book.register;
}

function chairsOf(register: LoadedRegister, query: RangeQuery): ResourceId[] {
  return register.resources
    .filter(({ id }) => query.resourceId === undefined || query.resourceId === id)
    .filter(({ clinicId }) => query.clinicId === undefined || query.clinicId === clinicId)
    .map(({ id }) => id);
}

function localRange(query: RangeQuery) {
  return {
    from: localDateTime(query.from, 0),
    to: localDateTime(addDays(query.to, 1), 0),
  };
}

/** All bookings that touch the days, cancelled ones too. */
async function bookings(
  context: ClinicContext,
  by: StaffMember,
  query: RangeQuery,
): Promise<readonly BookedView[]> {
  const register = await loadedRegister(context);
  const range = daysAsInterval(register.zone, query.from, query.to);
  const resourceIds = chairsOf(register, query);
  const loaded = await loadBookings(context.pool, { range, resourceIds });
  const rows = loaded.filter((row) => mayWorkAt(register, by, [row.resourceId]).ok);
  await audited(context.pool, by, { what: 'bookings', patientIds: patientIdsOf(rows) });
  return rows.map((row) => bookedView(row, register));
}

async function booking(
  context: ClinicContext,
  by: StaffMember,
  id: BookingId,
): Promise<Outcome<BookedView>> {
  const register = await loadedRegister(context);
  const row = await loadBooking(context.pool, id);
  if (row === null) return refuse('unknown-booking');
  const allowed = mayWorkAt(register, by, [row.resourceId]);
  if (!allowed.ok) return allowed;
  await audited(context.pool, by, { what: 'booking', patientIds: [row.patient.id] });
  return ok(bookedView(row, register));
}

async function shifts(context: ClinicContext, query: RangeQuery): Promise<readonly ShiftView[]> {
  const register = await loadedRegister(context);
  const chairs = new Set(chairsOf(register, query));
  const rows = await loadShifts(context.pool, localRange(query));
  return rows
    .filter(({ resourceId }) => chairs.has(resourceId))
    .map((shift) => shiftView(shift, register.zone));
}

async function preblocks(
  context: ClinicContext,
  query: RangeQuery,
): Promise<readonly PreblockView[]> {
  const register = await loadedRegister(context);
  const chairs = new Set(chairsOf(register, query));
  const now = context.now();
  const rows = await loadPreblocks(context.pool, localRange(query));
  return rows
    .filter(({ resourceId }) => chairs.has(resourceId))
    .map((preblock) => preblockView(preblock, register, now))
    .filter((view) => view !== undefined);
}
