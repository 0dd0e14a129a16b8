import { ask, query, type Answer } from './answer.ts';
import { listOf, shift, type Shift } from './book-shapes.ts';

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
