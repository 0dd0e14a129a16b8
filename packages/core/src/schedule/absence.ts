import type { AbsenceId, PractitionerId } from '../foundation/ids.ts';
import { refuse, refuseFields, type Outcome } from '../foundation/refusal.ts';
import { intervalSet, NO_TIME } from '../time/interval-set.ts';
import type { Interval, IntervalSet, LocalDateTime, Zone } from '../time/instant.ts';
import { intervalOfLocal, localInterval } from '../time/zone.ts';

export const ABSENCE_REASONS = ['illness', 'child-care', 'holiday', 'course', 'other'] as const;
export type AbsenceReason = (typeof ABSENCE_REASONS)[number];

/** When a practitioner is away, whatever the shifts say. Planned, so kept in local time. */
export interface Absence {
  readonly id: AbsenceId;
  readonly practitionerId: PractitionerId;
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
  readonly reason: AbsenceReason;
}

/** No absence is longer than a year: whoever is away longer has no shifts. */
export const MAX_ABSENCE_DAYS = 366;

/**
 * An absence as it may be added. Refuses local times that summer time skips or doubles, one that
 * ends before it starts, and one of more than `MAX_ABSENCE_DAYS`.
 */
export function checkAbsence(zone: Zone, absence: Pick<Absence, 'from' | 'to'>): Outcome<Interval> {
  if (absence.to <= absence.from) {
    return refuseFields([{ field: 'end', reason: 'ends-before-it-starts' }]);
  }
  const during = localInterval(zone, absence);
  if (!during.ok) return during;
  const days = (during.value.to - during.value.from) / 86_400_000;
  return days > MAX_ABSENCE_DAYS ? refuse('too-far', { days: MAX_ABSENCE_DAYS }) : during;
}

const NOBODY_AWAY: ReadonlyMap<PractitionerId, IntervalSet> = new Map();

/** When each practitioner is away; those who never are have no entry. */
export function absentTimes(
  zone: Zone,
  absences: readonly Pick<Absence, 'practitionerId' | 'from' | 'to'>[] = [],
): ReadonlyMap<PractitionerId, IntervalSet> {
  if (absences.length === 0) return NOBODY_AWAY;
  const away = new Map<PractitionerId, Interval[]>();
  for (const absence of absences) {
    const during = intervalOfLocal(zone, absence);
    if (during === undefined) continue;
    const known = away.get(absence.practitionerId);
    if (known === undefined) away.set(absence.practitionerId, [during]);
    else known.push(during);
  }
  return new Map([...away].map(([id, intervals]) => [id, intervalSet(intervals)]));
}

/** When one practitioner is away. */
export function absentTime(
  zone: Zone,
  absences: readonly Pick<Absence, 'practitionerId' | 'from' | 'to'>[] | undefined,
  practitionerId: PractitionerId,
): IntervalSet {
  const own = (absences ?? []).filter((each) => each.practitionerId === practitionerId);
  return own.length === 0 ? NO_TIME : (absentTimes(zone, own).get(practitionerId) ?? NO_TIME);
}
