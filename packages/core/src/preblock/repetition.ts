import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import type { LocalDate, LocalDateTime } from '../time/instant.ts';
import { dayNumber, daysBetween, isLocalDate } from '../time/local-date.ts';
import { dateOf, localDateTime, movedDays } from '../time/local-date-time.ts';
import type { Repetition } from './preblock.ts';

/** A planned stretch of the wall clock. */
export interface LocalSpan {
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
}

/** No series is longer. */
export const MAX_REPETITIONS = 1000;

/**
 * The first span and its repetitions (U2), each at the same time on the wall clock, the last on or
 * before `until`. Refuses `invalid` steps, an `until` before the first day, and series of more
 * than `MAX_REPETITIONS`.
 */
export function repeated(first: LocalSpan, repetition: Repetition): Outcome<readonly LocalSpan[]> {
  const { step, until } = repetition;
  if (!Number.isInteger(step) || step < 1) return refuse('invalid', { reason: 'step' });
  if (!isLocalDate(until)) return refuse('invalid', { reason: 'not-a-date' });
  const days = dayNumber(until) - dayNumber(dateOf(first.from));
  const stride = step * (repetition.every === 'week' ? 7 : 1);
  if (days < 0) return refuse('invalid', { reason: 'ends-before-it-starts' });
  const count = Math.floor(days / stride) + 1;
  if (count > MAX_REPETITIONS) return refuse('invalid', { reason: 'too-many', count });
  return ok(Array.from({ length: count }, (_, i) => movedSpan(first, i * stride)));
}

export function movedSpan({ from, to }: LocalSpan, days: number): LocalSpan {
  return { from: movedDays(from, days), to: movedDays(to, days) };
}

/** How many days after its own week each repetition of a week lies (S5): 7, 14, … */
export function repeatedWeeks(
  monday: LocalDate,
  repetition: Pick<Repetition, 'step' | 'until'>,
): Outcome<readonly number[]> {
  const from = localDateTime(monday, 0);
  const weeks = repeated({ from, to: from }, { ...repetition, every: 'week' });
  if (!weeks.ok) return weeks;
  return ok(weeks.value.slice(1).map((week) => daysBetween(monday, dateOf(week.from))));
}
