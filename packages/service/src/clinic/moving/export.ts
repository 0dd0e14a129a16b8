import {
  formattedNumber,
  ok,
  refuse,
  toLocalDate,
  toLocalDateTime,
  type Instant,
  type Outcome,
  type PatientId,
} from '@tidbok/core';
import {
  exportBookings,
  exportPatients,
  exportShifts,
  type ExportedBookingRow,
  type ExportedPatientRow,
} from '@tidbok/store/clinic';
import { audited } from '../audited.ts';
import type { ClinicContext } from '../context.ts';
import { may } from '../members.ts';
import { openBook } from '../open-book.ts';
import type { LoadedRegister } from '../register-cache.ts';
import type { StaffMember } from '../staff.ts';
import { FIELDS, type ImportKind } from './columns.ts';
import type { ExportedFile } from './views.ts';
import { calendarOf } from './write-calendar.ts';
import { csvOf } from './write-csv.ts';

export const EXPORT_FORMATS = ['csv', 'icalendar'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const pageSize = 5_000;
const titles = { dentist: 'Tandläkare', hygienist: 'Tandhygienist', assistant: 'Tandsköterska' };

type Cell = string | number | null;
export type ExportRow = Readonly<Record<string, Cell>>;

/**
 * The register, or what is planned and booked from today on, as a file that moves in again. Without
 * persons whose identity is protected. Whose data went out is recorded. Refuses
 * `permission-missing`, and `invalid` for what has no calendar.
 */
export async function exportFile(
  context: ClinicContext,
  by: StaffMember,
  wish: { readonly kind: ImportKind; readonly format: ExportFormat },
): Promise<Outcome<ExportedFile>> {
  if (!may(by, 'register-export')) {
    return refuse('permission-missing', { permission: 'register-export' });
  }
  const book = await openBook(context);
  if (book === null) return refuse('unknown-practice');
  const { kind, format } = wish;
  if (format === 'icalendar' && kind !== 'bookings') return refuse('invalid', { reason: 'format' });
  const { rows, patientIds } = await gather(context, book.register, kind);
  await audited(context.pool, by, { what: `export-${kind}`, patientIds });
  const name = `${kind}-${toLocalDate(book.register.zone, context.now())}`;
  const file =
    format === 'csv'
      ? { fileName: `${name}.csv`, mediaType: 'text/csv; charset=utf-8', text: csvOf(kind, rows) }
      : {
          fileName: `${name}.ics`,
          mediaType: 'text/calendar; charset=utf-8',
          text: calendarOf(rows, { zoneId: book.register.zone.id, now: context.now() }),
        };
  return ok({ ...file, count: rows.length });
}

interface Gathered {
  readonly rows: readonly ExportRow[];
  readonly patientIds: readonly PatientId[];
}

async function gather(
  context: ClinicContext,
  register: LoadedRegister,
  kind: ImportKind,
): Promise<Gathered> {
  const now = context.now();
  switch (kind) {
    case 'patients':
      return patientsOf(context);
    case 'practitioners':
      return { rows: practitionersOf(register), patientIds: [] };
    case 'shifts': {
      const today = toLocalDate(register.zone, now);
      const shifts = await exportShifts(context.pool, today);
      const rows = shifts.map(({ from, to, ...place }) => ({
        ...named(register, place),
        start: from,
        end: to,
      }));
      return { rows, patientIds: [] };
    }
    case 'bookings': {
      const bookings = await exportBookings(context.pool, now);
      const rows = bookings.map((booking) => bookingRow(register, booking));
      return { rows, patientIds: bookings.map(({ patientId }) => patientId) };
    }
  }
}

async function patientsOf(context: ClinicContext): Promise<Gathered> {
  const rows: ExportedPatientRow[] = [];
  for (let after: PatientId | null = null; ;) {
    const page: readonly ExportedPatientRow[] = await exportPatients(context.pool, after, pageSize);
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    after = last.id;
  }
  return { rows: rows.map(patientRow), patientIds: rows.map(({ id }) => id) };
}

function patientRow(patient: ExportedPatientRow): ExportRow {
  const number = patient.identityNumber ?? patient.reserveNumber;
  const cells = Object.fromEntries(
    FIELDS.patients.map(({ name }) => [name, patient[name as keyof typeof patient] ?? null]),
  );
  return { ...cells, number: number === null ? null : formattedNumber(number), protection: null };
}

function practitionersOf({ practitioners, clinics, companies }: LoadedRegister): ExportRow[] {
  return practitioners.map((each) => ({
    externalId: each.id,
    number: each.number,
    givenName: each.givenName,
    familyName: each.familyName,
    title: titles[each.title],
    clinic: clinics.find(({ id }) => id === each.clinicId)?.name ?? '',
    company: companies.find(({ id }) => id === each.companyId)?.name ?? '',
  }));
}

function named(
  { practitioners, resources }: LoadedRegister,
  place: { readonly practitionerId: string; readonly resourceId: string },
) {
  return {
    practitioner: practitioners.find(({ id }) => id === place.practitionerId)?.number ?? '',
    resource: resources.find(({ id }) => id === place.resourceId)?.name ?? '',
  };
}

function bookingRow(register: LoadedRegister, booking: ExportedBookingRow): ExportRow {
  const local = (at: Instant): string =>
    toLocalDateTime(register.zone, at).slice(0, 16).replace('T', ' ');
  const template = register.templates.find(({ id }) => id === booking.templateId);
  const number = /^\d{8}[\dA-Z]{4}$/.test(booking.patient);
  return {
    externalId: booking.externalId,
    patient: number ? formattedNumber(booking.patient) : booking.patient,
    ...named(register, booking),
    start: local(booking.start),
    end: local(booking.end),
    minutes: (booking.end - booking.start) / 60_000,
    template: template?.name ?? '',
    bookText: booking.bookText,
  };
}
