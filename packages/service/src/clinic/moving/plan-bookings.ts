import {
  addMinutes,
  dateOf,
  isScheduled,
  readReserveNumber,
  toInstant,
  toLocalDate,
  withCentury,
  type BookingId,
  type BookingTemplate,
  type Instant,
  type PatientId,
  type Practitioner,
  type ResourceId,
} from '@tidbok/core';
import { decideStaffBooking, factsAfter, type ClinicFacts, type ClinicWrite } from '@tidbok/sync';
import {
  keepImportedRecords,
  loadImportedRecords,
  loadKnownPatients,
  type ImportedRecordRow,
  type RowVerdict,
} from '@tidbok/store/clinic';
import { actorOf } from '../cancel-booking.ts';
import { changed } from '../changed.ts';
import { identityNumberOf } from '../identity-number.ts';
import { hullOf, momentOf } from '../practice-transaction.ts';
import { newBooking } from '../staff-booking.ts';
import { bad, good, isOurId, type BatchPlan, type BatchRow, type Planning } from './batch.ts';
import { Named } from './find-named.ts';
import { externalKey } from './keys.ts';
import type { BookingRecord } from './records.ts';

type Row = BatchRow<BookingRecord>;

/**
 * Bookings of a file, by the decisions of the staff's own: an overlap is refused and named; what
 * staff may pass knowingly is passed and recorded, for these visits are agreed already. On time
 * that the site may sell it is told at once.
 */
export async function planBookings(planning: Planning<BookingRecord>): Promise<BatchPlan> {
  const { tx, rows } = planning;
  const days = hullOf(
    rows.map(({ record }) => ({ from: dateOf(record.start), to: dateOf(record.start) })),
  );
  if (days === null) return { verdicts: [], write: () => Promise.resolve() };
  const known = await knownTo(planning);
  let facts = await tx.facts(days);
  const writes: ClinicWrite[] = [];
  const records: ImportedRecordRow[] = [];
  const ids: BookingId[] = [];
  const verdicts = rows.map((row): RowVerdict => {
    const decided = planOne(planning, { facts, known, row });
    if (!('writes' in decided)) return decided;
    writes.push(...decided.writes);
    ids.push(decided.id);
    records.push({ key: row.key, digest: row.digest, recordId: decided.id });
    facts = factsAfter(facts, decided.writes);
    return good(row, 'create');
  });
  const write = async (): Promise<void> => {
    await tx.write(writes, [changed('booking', days, ids)]);
    await keepImportedRecords(tx.db, 'bookings', records);
  };
  return { verdicts, write };
}

interface Known {
  readonly named: Named;
  readonly patientOf: (text: string) => PatientId | undefined;
  /** Rows that came in before, by their key, with what they said then. */
  readonly before: ReadonlyMap<string, ImportedRecordRow>;
}

async function knownTo({ tx, rows }: Planning<BookingRecord>): Promise<Known> {
  const texts = [...new Set(rows.map(({ record }) => record.patient))];
  const numbers = new Map(texts.map((text) => [text, numberIn(tx, text)]));
  const external = await loadImportedRecords(tx.db, 'patients', texts.map(externalKey));
  const patients = await loadKnownPatients(tx.db, {
    numbers: [...numbers.values()].filter((each) => each !== null),
    ids: texts.filter(isOurId),
  });
  const idOf = new Map<string, PatientId>();
  for (const patient of patients) {
    for (const number of patient.former) idOf.set(number, patient.id);
  }
  for (const patient of patients) {
    const number = patient.identityNumber ?? patient.reserveNumber;
    if (number !== null) idOf.set(number, patient.id);
    idOf.set(patient.id, patient.id);
  }
  for (const { key, recordId } of external) idOf.set(key, recordId as PatientId);
  const imported = await loadImportedRecords(
    tx.db,
    'bookings',
    rows.map(({ key }) => key),
  );
  return {
    named: new Named(tx.register),
    patientOf: (text) => idOf.get(externalKey(text)) ?? idOf.get(numbers.get(text) ?? text),
    before: new Map(imported.map((record) => [record.key, record])),
  };
}

function numberIn({ register, now }: Planning<BookingRecord>['tx'], text: string): string | null {
  const reserve = readReserveNumber(text);
  if (reserve !== null) return reserve;
  const { zone } = register;
  const read = identityNumberOf(withCentury(text, toLocalDate(zone, now)), { zone, now });
  return read.ok ? read.value : null;
}

interface Asked {
  readonly facts: ClinicFacts;
  readonly known: Known;
  readonly row: Row;
}

interface Decided {
  readonly id: BookingId;
  readonly writes: readonly ClinicWrite[];
}

function planOne(planning: Planning<BookingRecord>, asked: Asked): Decided | RowVerdict {
  const { tx, by } = planning;
  const { facts, known, row } = asked;
  const { record } = row;
  const before = known.before.get(row.key);
  if (before?.digest === row.digest) return good(row, 'unchanged');
  if (facts.bookings.some(({ id }) => id === record.externalId)) return good(row, 'unchanged');
  const found = findParts(tx, asked);
  if ('outcome' in found) return found;
  const { practitioner, template, patientId, start, minutes } = found;
  const resourceId = chairOf(tx, asked, found);
  if (resourceId === undefined) return bad(row, 'unknown-resource');
  if (before !== undefined) {
    const standing = facts.bookings.find(({ id }) => id === before.recordId);
    const isSame = standing !== undefined && saysTheSame(standing, { ...found, resourceId });
    return isSame ? good(row, 'unchanged') : bad(row, 'import-differs');
  }
  const placing = {
    ...{ bookingId: tx.context.newId<BookingId>(), resourceId, start, minutes, template },
    ...{ practitionerId: practitioner.id, patientId, old: null },
    text: {
      bookText: record.bookText === '' ? template.bookText : record.bookText,
      summonsCard: template.summonsCard,
      moveNextRecall: template.moveNextRecall,
      expectedAmount: template.expectedAmount,
    },
  };
  const booking = newBooking(tx, facts, { placing, override: true });
  if (!booking.ok) return bad(row, booking.refusal.code, booking.refusal.details);
  const decided = decideStaffBooking(
    facts,
    { booking: booking.value, actor: actorOf(by), override: true },
    momentOf(tx),
  );
  if (!decided.ok) return bad(row, decided.refusal.code, decided.refusal.details);
  return { id: placing.bookingId, writes: decided.value.writes };
}

interface Parts {
  readonly practitioner: Practitioner;
  readonly template: BookingTemplate;
  readonly patientId: PatientId;
  readonly start: Instant;
  readonly minutes: number;
}

/** The same visit in other words: a patient by another of their numbers, a chair left out. */
function saysTheSame(
  standing: ClinicFacts['bookings'][number],
  said: Parts & { readonly resourceId: ResourceId },
): boolean {
  return (
    standing.patientId === said.patientId &&
    standing.practitionerId === said.practitioner.id &&
    standing.resourceId === said.resourceId &&
    standing.templateId === said.template.id &&
    standing.during.from === said.start &&
    standing.during.to === addMinutes(said.start, said.minutes)
  );
}

function findParts(tx: Planning<BookingRecord>['tx'], { known, row }: Asked): Parts | RowVerdict {
  const { record } = row;
  const practitioner = known.named.practitioner(record.practitioner);
  if (practitioner === undefined) return bad(row, 'unknown-practitioner');
  const template = known.named.template(record.template);
  if (template === undefined) return bad(row, 'unknown-template');
  const patientId = known.patientOf(record.patient);
  if (patientId === undefined) return bad(row, 'unknown-patient');
  const start = toInstant(tx.register.zone, record.start);
  if (!start.ok) return bad(row, start.refusal.code, start.refusal.details);
  if (start.value < tx.now) return bad(row, 'in-the-past');
  const minutes = record.minutes ?? template.minutes;
  return { practitioner, template, patientId, start: start.value, minutes };
}

/** The chair that the file names; else where the practitioner works then, or the only one. */
function chairOf(
  tx: Planning<BookingRecord>['tx'],
  { facts, known, row }: Asked,
  { practitioner, start, minutes }: Parts,
): ResourceId | undefined {
  if (row.record.resource !== '') return known.named.resource(row.record.resource)?.id;
  const during = { from: start, to: addMinutes(start, minutes) };
  const here = tx.register.resources.filter(({ clinicId }) => clinicId === practitioner.clinicId);
  const working = here.find(({ id: resourceId }) =>
    isScheduled(facts, { resourceId, practitionerId: practitioner.id, during }),
  );
  return working?.id ?? (here.length === 1 ? here[0]?.id : undefined);
}
