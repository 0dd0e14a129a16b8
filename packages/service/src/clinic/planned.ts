import type {
  Absence,
  AbsenceId,
  AbsenceReason,
  LocalDate,
  LocalDateTime,
  PractitionerId,
  PreblockId,
  PreblockSeriesId,
  Repetition,
  ResourceId,
  ShiftId,
} from '@tidbok/core';
import { factsAfter, type ClinicFacts, type ClinicWrite } from '@tidbok/sync';
import type { RepeatWeekCommand, SeriesScope } from './desk.ts';
import type { DayRange } from './practice-transaction.ts';

/** A change of the plan that is shown as a difference before it is made, and can be undone. */
export type PlanChange =
  | ({ readonly type: 'repeat-week' } & RepeatWeekCommand)
  | { readonly type: 'remove-shift'; readonly shiftId: ShiftId }
  /** What is left out stays as it is. */
  | {
      readonly type: 'change-shift';
      readonly shiftId: ShiftId;
      readonly resourceId?: ResourceId;
      readonly from?: LocalDateTime;
      readonly to?: LocalDateTime;
    }
  | {
      readonly type: 'repeat-preblock';
      readonly preblockId: PreblockId;
      readonly repeat: Repetition;
      readonly code?: string;
    }
  | {
      readonly type: 'remove-preblocks';
      readonly preblockId: PreblockId;
      readonly series: SeriesScope;
    }
  | {
      readonly type: 'insert-absence';
      readonly practitionerId: PractitionerId;
      readonly from: LocalDateTime;
      readonly to: LocalDateTime;
      readonly reason: AbsenceReason;
    }
  | { readonly type: 'remove-absence'; readonly absenceId: AbsenceId };

/** A change worked out, not yet made. */
export interface Planned {
  readonly what: PlanChange['type'];
  /** Which pages it touches. */
  readonly kind: 'shift' | 'preblock';
  readonly days: DayRange;
  readonly before: ClinicFacts;
  readonly after: ClinicFacts;
  readonly writes: readonly ClinicWrite[];
  readonly insertedAbsences: readonly Absence[];
  readonly removedAbsences: readonly Absence[];
  /** A preblock that stands alone and becomes the first of the series. */
  readonly joins: { readonly preblockId: PreblockId; readonly seriesId: PreblockSeriesId } | null;
  /** Days that are left out: taken already, or without such an hour. */
  readonly skippedOn: readonly LocalDate[];
}

/** The change with the facts as they will be; what is left out is none. */
export function plannedOn(
  before: ClinicFacts,
  change: Pick<Planned, 'what' | 'kind' | 'days'> & Partial<Planned>,
): Planned {
  const { writes = [], insertedAbsences = [], removedAbsences = [] } = change;
  const gone = new Set(removedAbsences.map(({ id }) => id));
  const stay = (before.absences ?? []).filter(({ id }) => !gone.has(id));
  return {
    joins: null,
    skippedOn: [],
    ...change,
    before,
    after: { ...factsAfter(before, writes), absences: [...stay, ...insertedAbsences] },
    writes,
    insertedAbsences,
    removedAbsences,
  };
}
