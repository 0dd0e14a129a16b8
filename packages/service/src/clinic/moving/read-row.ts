import {
  daysBetween,
  dateOf,
  readReserveNumber,
  timeOf,
  toLocalDate,
  withCentury,
  type FieldRefusal,
  type LocalDateTime,
} from '@tidbok/core';
import { identityNumberOf } from '../identity-number.ts';
import { Cells } from './cells.ts';
import type { ImportKind } from './columns.ts';
import type { TableRow } from './read-file.ts';
import type {
  AnyRecord,
  BookingRecord,
  PatientRecord,
  PractitionerRecord,
  ReadingPlace,
  ShiftRecord,
} from './records.ts';

export interface ReadRow {
  readonly line: number;
  readonly record: AnyRecord;
  /** Empty: the row can be read. */
  readonly faults: readonly FieldRefusal[];
  /** What tells the row to a person. */
  readonly label: string;
}

const maxMonths = 120;
const maxMinutes = 720;

/** One row as what it means, by the columns that were said to hold its fields. */
export function readRow(
  kind: ImportKind,
  row: TableRow,
  how: { readonly mapping: Readonly<Record<string, string | null>> } & ReadingPlace,
): ReadRow {
  const cells = new Cells(row, how.mapping);
  const { record, label } = readers[kind](cells, how);
  return { line: row.line, record, label, faults: cells.faults };
}

interface Read<Record> {
  readonly record: Record;
  readonly label: string;
}

const readers: Readonly<
  Record<ImportKind, (cells: Cells, place: ReadingPlace) => Read<AnyRecord>>
> = {
  patients: patient,
  practitioners: practitioner,
  shifts: shift,
  bookings: booking,
};

function patient(cells: Cells, place: ReadingPlace): Read<PatientRecord> {
  const isProtected = cells.yes('protection');
  const reach = (field: string): string => (isProtected ? '' : cells.text(field));
  const email = reach('email');
  if (email !== '' && !/^\S+@\S+\.\S+$/.test(email)) cells.fault('email', 'wrong-shape');
  const mobile = reach('mobile');
  if (mobile !== '' && !/^\+?[\d\s()-]{5,30}$/.test(mobile)) cells.fault('mobile', 'wrong-shape');
  const record: PatientRecord = {
    externalId: cells.text('externalId'),
    ...numbersOf(cells, place),
    givenName: cells.required('givenName'),
    familyName: cells.required('familyName'),
    bornOn: cells.date('bornOn'),
    ...{ email, mobile, isProtected },
    street: reach('street'),
    postalCode: reach('postalCode'),
    town: reach('town'),
    recallMonths: cells.whole('recallMonths', { least: 1, most: maxMonths }),
    recallNextOn: cells.date('recallNextOn'),
    recallNote: cells.text('recallNote'),
  };
  return { record, label: isProtected ? '' : `${record.givenName} ${record.familyName}` };
}

type Numbers = Pick<PatientRecord, 'identityNumber' | 'reserveNumber'>;

function numbersOf(cells: Cells, { zone, now }: ReadingPlace): Numbers {
  const text = cells.text('number');
  const reserveNumber = readReserveNumber(text);
  if (reserveNumber !== null) return { identityNumber: null, reserveNumber };
  const read = identityNumberOf(withCentury(text, toLocalDate(zone, now)), { zone, now });
  if (!read.ok) cells.fault('number', read.reason);
  return { identityNumber: read.ok ? read.value : null, reserveNumber: null };
}

const titles: Readonly<Record<string, PractitionerRecord['title']>> = {
  tandläkare: 'dentist',
  dentist: 'dentist',
  tandhygienist: 'hygienist',
  hygienist: 'hygienist',
  tandsköterska: 'assistant',
  assistant: 'assistant',
};

function practitioner(cells: Cells): Read<PractitionerRecord> {
  const word = cells.text('title').toLowerCase();
  const title = titles[word] ?? null;
  if (word !== '' && title === null) cells.fault('title', 'unknown');
  const record: PractitionerRecord = {
    externalId: cells.text('externalId'),
    number: cells.required('number'),
    givenName: cells.required('givenName'),
    familyName: cells.required('familyName'),
    title,
    clinic: cells.text('clinic'),
    company: cells.text('company'),
  };
  return { record, label: `${record.number} ${record.givenName} ${record.familyName}` };
}

/** Of a row that is refused anyway. */
const never = '1900-01-01T00:00' as LocalDateTime;

function shift(cells: Cells): Read<ShiftRecord> {
  cells.required('start');
  cells.required('end');
  const from = cells.moment('start');
  const to = cells.moment('end');
  if (from !== null && to !== null && to <= from) cells.fault('end', 'before-start');
  const record: ShiftRecord = {
    practitioner: cells.required('practitioner'),
    resource: cells.text('resource'),
    from: from ?? never,
    to: to ?? never,
  };
  return { record, label: `${record.practitioner} ${record.from.replace('T', ' ')}` };
}

function booking(cells: Cells): Read<BookingRecord> {
  cells.required('start');
  const start = cells.moment('start');
  const end = cells.moment('end');
  const minutes = cells.whole('minutes', { least: 1, most: maxMinutes });
  const long = start !== null && end !== null ? minutesBetween(start, end) : null;
  if (long !== null && (long < 1 || long > maxMinutes)) cells.fault('end', 'before-start');
  const record: BookingRecord = {
    externalId: cells.text('externalId'),
    patient: cells.required('patient'),
    practitioner: cells.required('practitioner'),
    resource: cells.text('resource'),
    start: start ?? never,
    minutes: minutes ?? long,
    template: cells.required('template'),
    bookText: cells.text('bookText'),
  };
  const at = start === null ? '' : start.replace('T', ' ');
  return { record, label: `${at} ${record.template}`.trim() };
}

function minutesBetween(from: LocalDateTime, to: LocalDateTime): number {
  return daysBetween(dateOf(from), dateOf(to)) * 1440 + timeOf(to) - timeOf(from);
}
