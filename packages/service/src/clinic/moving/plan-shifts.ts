import { checkShift, dateOf, type Shift, type ShiftId } from '@tidbok/core';
import { announce, factsAfter, type ClinicFacts, type ClinicWrite } from '@tidbok/sync';
import { changed } from '../changed.ts';
import { hullOf, momentOf, type DayRange } from '../practice-transaction.ts';
import { bad, good, type BatchPlan, type BatchRow, type Planning } from './batch.ts';
import { Named } from './find-named.ts';
import type { ShiftRecord } from './records.ts';

type Row = BatchRow<ShiftRecord>;

/** Shifts of a file; what stands there already is left, and overlaps are refused (S3). */
export async function planShifts(planning: Planning<ShiftRecord>): Promise<BatchPlan> {
  const { tx, rows } = planning;
  const days = hullOf(rows.map(({ record }) => dayOf(record)));
  if (days === null) return { verdicts: [], write: () => Promise.resolve() };
  const before = await tx.facts(days);
  const named = new Named(tx.register);
  const writes: ClinicWrite[] = [];
  let facts = before;
  const verdicts = rows.map((row) => {
    const decided = planOne(planning, { facts, named, row });
    if ('outcome' in decided) return decided;
    const write: ClinicWrite = { type: 'insert-shift', shift: decided };
    writes.push(write);
    facts = factsAfter(facts, [write]);
    return good(row, 'create');
  });
  const write = async (): Promise<void> => {
    const offers = announce(facts, momentOf(tx));
    await tx.write([...writes, ...offers], [changed('shift', days, [])]);
  };
  return { verdicts, write };
}

function dayOf({ from, to }: ShiftRecord): DayRange {
  return { from: dateOf(from), to: dateOf(to) };
}

function planOne(
  { tx }: Planning<ShiftRecord>,
  at: { readonly facts: ClinicFacts; readonly named: Named; readonly row: Row },
): Shift | ReturnType<typeof bad> {
  const { facts, named, row } = at;
  const { from, to } = row.record;
  const practitioner = named.practitioner(row.record.practitioner);
  if (practitioner === undefined) return bad(row, 'unknown-practitioner');
  const here = tx.register.resources.filter(({ clinicId }) => clinicId === practitioner.clinicId);
  const only = here.length === 1 ? here[0] : undefined;
  const chair = row.record.resource === '' ? only : named.resource(row.record.resource);
  if (chair === undefined) return bad(row, 'unknown-resource');
  const place = { resourceId: chair.id, practitionerId: practitioner.id, from, to };
  const standing = facts.shifts.some(
    (each) =>
      each.resourceId === place.resourceId &&
      each.practitionerId === place.practitionerId &&
      each.from === from &&
      each.to === to,
  );
  if (standing) return good(row, 'unchanged');
  const shift = { ...place, id: tx.context.newId<ShiftId>() };
  const checked = checkShift(shift, facts);
  return checked.ok ? shift : bad(row, checked.refusal.code, checked.refusal.details);
}
