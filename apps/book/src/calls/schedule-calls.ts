import * as v from 'valibot';
import { ask, query, type Answer } from './answer.ts';
import { anything, listOf, localDate, shift, type Shift } from './book-shapes.ts';

/** Everybody's shifts of the days, in every clinic: a practitioner may work in several. */
export async function fetchShifts(range: {
  readonly from: string;
  readonly to: string;
}): Promise<Answer<Shift[]>> {
  const answer = await ask(`/shifts${query(range)}`, { shape: listOf(shift) });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

export function addShift(body: {
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly start: string;
  readonly end: string;
}): Promise<Answer<Shift>> {
  return ask('/shifts', { method: 'POST', body, shape: shift });
}

export function removeShift(id: string): Promise<Answer<unknown>> {
  return ask(`/shifts/${id}`, { method: 'DELETE', shape: anything });
}

const preview = v.object({
  inserted: v.number(),
  removed: v.number(),
  bookings: v.array(v.object({ id: v.string() })),
  preblocks: v.array(v.object({ id: v.string(), date: v.optional(localDate) })),
});
export type WeekPreview = v.InferOutput<typeof preview>;

/** *Repetera arbetsvecka* (S5); with `preview` it only tells what it would do. */
export function repeatWeek(body: {
  readonly practitionerId: string;
  /** Any day of the week that is repeated. */
  readonly week: string;
  readonly everyWeeks: number;
  readonly until: string;
  readonly preview: boolean;
}): Promise<Answer<WeekPreview>> {
  return ask('/shifts/repeat-week', { method: 'POST', body, shape: preview });
}
