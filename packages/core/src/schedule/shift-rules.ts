import type { PractitionerId, ResourceId, ShiftId } from '../foundation/ids.ts';
import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import { covers, difference, intervalSet, NO_TIME } from '../time/interval-set.ts';
import { overlaps } from '../time/interval.ts';
import type { Interval, IntervalSet, Zone } from '../time/instant.ts';
import { dayNumber } from '../time/local-date.ts';
import { dateOf, movedDays } from '../time/local-date-time.ts';
import { intervalOfLocal, localInterval } from '../time/zone.ts';
import { absentTime, absentTimes, type Absence } from './absence.ts';
import type { Shift } from './shift.ts';

/** No shift is longer than a day. */
export const MAX_SHIFT_HOURS = 24;

/**
 * A shift as it may be added to those given. Refuses a local time that summer time skips or
 * repeats, one that ends before it starts, and `shift-overlap`: a practitioner's shifts never
 * overlap, in any clinic, and a chair has one practitioner at a time.
 */
export function checkShift(
  shift: Shift,
  others: { readonly zone: Zone; readonly shifts: readonly Shift[] },
): Outcome<Interval> {
  const during = localInterval(others.zone, shift);
  if (!during.ok) return during;
  const { from, to } = during.value;
  if (to - from > MAX_SHIFT_HOURS * 3_600_000) return refuse('invalid', { reason: 'too-long' });
  for (const other of others.shifts) {
    const samePractitioner = other.practitionerId === shift.practitionerId;
    if (other.id === shift.id) continue;
    if (!samePractitioner && other.resourceId !== shift.resourceId) continue;
    const otherDuring = intervalOfLocal(others.zone, other);
    if (otherDuring === undefined || !overlaps(otherDuring, during.value)) continue;
    const subject = samePractitioner ? 'practitioner' : 'resource';
    return refuse('shift-overlap', { shiftId: other.id, subject, local: other.from });
  }
  return during;
}

/** Who works when: the shifts, less the absences (left out when there are none). */
export interface Schedule {
  readonly zone: Zone;
  readonly shifts: readonly Shift[];
  readonly absences?: readonly Absence[];
}

export interface WorkPlace {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}

/** When the practitioner is at work in the chair; shifts that touch each other are one. */
export function scheduledTime({ zone, shifts, absences }: Schedule, place: WorkPlace): IntervalSet {
  const scheduled: Interval[] = [];
  for (const shift of shifts) {
    if (shift.resourceId !== place.resourceId) continue;
    if (shift.practitionerId !== place.practitionerId) continue;
    const during = intervalOfLocal(zone, shift);
    if (during !== undefined) scheduled.push(during);
  }
  return difference(intervalSet(scheduled), absentTime(zone, absences, place.practitionerId));
}

/** Whether shifts cover all of the time. */
export function isScheduled(
  schedule: Schedule,
  place: WorkPlace & { readonly during: Interval },
): boolean {
  return covers(scheduledTime(schedule, place), place.during);
}

/** What of the time no practitioner at work in the chair covers (S1: its warning). */
export function outsideSchedule(
  schedule: Schedule,
  place: { readonly resourceId: ResourceId; readonly during: Interval },
): IntervalSet {
  const { zone, shifts } = schedule;
  const inChair = shifts.filter((shift) => shift.resourceId === place.resourceId);
  return difference([place.during], chairTime({ ...schedule, shifts: inChair }, zone));
}

function chairTime({ shifts, absences }: Schedule, zone: Zone): IntervalSet {
  const away = absentTimes(zone, absences);
  return intervalSet(
    shifts.flatMap((shift): IntervalSet => {
      const during = intervalOfLocal(zone, shift);
      if (during === undefined) return NO_TIME;
      return difference([during], away.get(shift.practitionerId) ?? NO_TIME);
    }),
  );
}

/** S5: the shifts of one week, `days` later; `newId` names each copy. */
export function shiftsMoved(
  week: readonly Shift[],
  days: number,
  newId: (shift: Shift) => ShiftId,
): Shift[] {
  return week.map((shift) => ({
    ...shift,
    id: newId(shift),
    from: movedDays(shift.from, days),
    to: movedDays(shift.to, days),
  }));
}

/** All of them placed in time, or the first refusal: fast however many shifts stand. */
export function checkShifts(
  added: readonly Shift[],
  others: { readonly zone: Zone; readonly shifts: readonly Shift[] },
): Outcome<readonly Shift[]> {
  // No shift is longer than a day: only the day before and the day itself can touch it.
  const byDay = new Map<number, Shift[]>();
  const put = (shift: Shift): void => {
    const day = dayNumber(dateOf(shift.from));
    const known = byDay.get(day);
    if (known === undefined) byDay.set(day, [shift]);
    else known.push(shift);
  };
  for (const shift of others.shifts) put(shift);
  for (const shift of added) {
    const day = dayNumber(dateOf(shift.from));
    const near = [day - 1, day, day + 1].flatMap((each) => byDay.get(each) ?? []);
    const checked = checkShift(shift, { zone: others.zone, shifts: near });
    if (!checked.ok) return checked;
    put(shift);
  }
  return ok(added);
}
