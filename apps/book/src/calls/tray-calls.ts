import * as v from 'valibot';
import { ask, query, type Answer } from './answer.ts';
import type { CancelReason } from './book-calls.ts';
import * as shapes from './book-shapes.ts';

const visit = v.object({
  booking: shapes.booking,
  nearest: v.nullable(v.object({ start: shapes.instant, end: shapes.instant })),
});
export type TrayVisit = v.InferOutput<typeof visit>;

const trayCase = v.object({
  id: v.string(),
  kind: v.string(),
  at: shapes.instant,
  closesItself: v.boolean(),
  visits: v.array(visit),
});
export type TrayCase = v.InferOutput<typeof trayCase>;

export type WayOut =
  | { readonly type: 'keep' }
  | { readonly type: 'move'; readonly bookingId: string; readonly start: string }
  | {
      readonly type: 'cancel';
      readonly bookingId: string;
      readonly reason: CancelReason;
      readonly note: string;
    };

/** What needs a person, each case with its visits. */
export async function fetchTray(): Promise<Answer<readonly TrayCase[]>> {
  const answer = await ask('/tray', { shape: shapes.listOf(trayCase) });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

export function solveCase(id: string, way: WayOut): Promise<Answer<unknown>> {
  return ask(`/tray/${id}/solve`, { method: 'POST', body: way, shape: shapes.anything });
}

const daySheet = v.object({
  asOf: shapes.instant,
  connected: v.boolean(),
  lastExchangeAt: v.nullable(shapes.instant),
  sellsAloneUntil: v.nullable(shapes.instant),
  unseen: v.array(shapes.booking),
  mayBeSold: v.array(
    v.object({
      date: shapes.localDate,
      fromMinute: v.number(),
      toMinute: v.number(),
      resourceId: v.string(),
      practitionerId: v.string(),
    }),
  ),
});
export type DaySheet = v.InferOutput<typeof daySheet>;

/** Online bookings that nobody has seen, and what may have been sold meanwhile. */
export function fetchDaySheet(): Promise<Answer<DaySheet>> {
  return ask('/day-sheet', { shape: daySheet });
}

/** Somebody has looked at these. */
export function markSeen(bookingIds: readonly string[]): Promise<Answer<unknown>> {
  return ask('/day-sheet/seen', { method: 'POST', body: { bookingIds }, shape: shapes.anything });
}

const timeKind = v.object({ kind: v.picklist(['own', 'near', 'far']) });
export type TimeKind = v.InferOutput<typeof timeKind>['kind'];

/** Where and when a visit is wished. */
export interface TimeWish {
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly templateId: string;
  /** RFC 3339. */
  readonly start: string;
  readonly minutes: number;
}

/** Whose the time is that a visit would take. */
export function fetchTimeKind(
  { minutes, ...wish }: TimeWish,
  signal: AbortSignal,
): Promise<Answer<{ readonly kind: TimeKind }>> {
  const search = query({ ...wish, minutes: String(minutes) });
  return ask(`/book/time-kind${search}`, { shape: timeKind, signal });
}
