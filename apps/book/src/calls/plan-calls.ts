import type { AbsenceReason } from '@tidbok/core';
import * as v from 'valibot';
import { ask, query, type Answer } from './answer.ts';
import type { Repetition, SeriesScope } from './book-calls.ts';
import {
  absence,
  anything,
  booking,
  instant,
  listOf,
  localDate,
  preblock,
  type Absence,
} from './book-shapes.ts';

/** A change of the plan, as the API takes it; times in RFC 3339. */
export type PlanChange =
  | {
      readonly type: 'repeat-week';
      readonly practitionerId: string;
      /** Any day of the week that is repeated. */
      readonly week: string;
      readonly everyWeeks: number;
      readonly until: string;
    }
  | { readonly type: 'remove-shift'; readonly shiftId: string }
  | {
      readonly type: 'change-shift';
      readonly shiftId: string;
      readonly resourceId: string;
      readonly start: string;
      readonly end: string;
    }
  | {
      readonly type: 'repeat-preblock';
      readonly preblockId: string;
      readonly repeat: Repetition;
      readonly code?: string;
    }
  | {
      readonly type: 'remove-preblocks';
      readonly preblockId: string;
      readonly series: SeriesScope;
    }
  | {
      readonly type: 'insert-absence';
      readonly practitionerId: string;
      readonly reason: AbsenceReason;
      readonly start: string;
      readonly end: string;
    }
  | { readonly type: 'remove-absence'; readonly absenceId: string };

const times = v.object({
  count: v.number(),
  times: v.array(v.object({ start: instant, resourceId: v.string(), practitionerId: v.string() })),
});
const preview = v.object({
  seen: v.string(),
  inserted: v.number(),
  removed: v.number(),
  published: times,
  withdrawn: times,
  bookings: v.array(booking),
  preblocks: v.array(preblock),
  skippedOn: v.array(localDate),
  outsideSchedule: v.boolean(),
});
export type PlanPreview = v.InferOutput<typeof preview>;
export type SiteTimes = PlanPreview['published'];

const done = v.object({
  ...preview.entries,
  changeId: v.string(),
  absenceId: v.nullable(v.string()),
});
export type PlanDone = v.InferOutput<typeof done>;

/** What it would do; nothing is saved. */
export function previewPlan(change: PlanChange): Promise<Answer<PlanPreview>> {
  return ask('/plan/preview', { method: 'POST', body: { change }, shape: preview });
}

/** Makes what the preview with this fingerprint showed. */
export function changePlan(change: PlanChange, seen: string): Promise<Answer<PlanDone>> {
  return ask('/plan', { method: 'POST', body: { change, seen }, shape: done });
}

export function undoPlan(changeId: string): Promise<Answer<unknown>> {
  return ask(`/plan/${changeId}/undo`, { method: 'POST', shape: anything });
}

export async function fetchAbsences(range: {
  readonly from: string;
  readonly to: string;
}): Promise<Answer<Absence[]>> {
  const answer = await ask(`/absences${query(range)}`, { shape: listOf(absence) });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

const equalTime = v.object({
  bookingId: v.string(),
  suggestion: v.nullable(
    v.object({
      date: localDate,
      fromMinute: v.number(),
      toMinute: v.number(),
      start: instant,
      resourceId: v.string(),
      practitionerId: v.string(),
    }),
  ),
});
export type EqualTime = v.InferOutput<typeof equalTime>;

/** The nearest equal time for each booking in the absence. */
export async function fetchEqualTimes(body: {
  readonly practitionerId: string;
  readonly start: string;
  readonly end: string;
  readonly others: boolean;
}): Promise<Answer<EqualTime[]>> {
  const asking = { method: 'POST', body, shape: listOf(equalTime) } as const;
  const answer = await ask('/absences/equal-times', asking);
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

export type AbsenceDecision =
  | {
      readonly type: 'move';
      readonly bookingId: string;
      readonly start: string;
      readonly resourceId: string;
      readonly practitionerId: string;
    }
  | { readonly type: 'cancel'; readonly bookingId: string; readonly message: string };

const settled = v.object({ bookingId: v.string(), refusal: v.nullable(v.string()) });

export async function settleAbsence(
  absenceId: string,
  decisions: readonly AbsenceDecision[],
): Promise<Answer<v.InferOutput<typeof settled>[]>> {
  const asking = { method: 'POST', body: { decisions }, shape: listOf(settled) } as const;
  const answer = await ask(`/absences/${absenceId}/settle`, asking);
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}
