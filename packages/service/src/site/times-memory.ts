import {
  addDays,
  freeTimes,
  instant,
  MINUTE_MS,
  startOfDay,
  toLocalDate,
  type FreeTime,
  type FreeTimeQuery,
  type Instant,
  type PreparedAvailability,
} from '@tidbok/core';
import { BoundedMap } from './bounded-map.ts';

/** Answers kept per practice and revision: a week's page for each template and practitioner. */
const maxAnswers = 200;

interface Answer {
  readonly items: readonly FreeTime[];
  /** From then on time alone may have changed the answer. */
  readonly until: Instant;
}

const answers = new WeakMap<PreparedAvailability, BoundedMap<string, Answer>>();

/**
 * Free times, worked out once for as long as they stay the same: nothing was committed since (the
 * facts are the same object) and no listed time has come too near, no offer has expired, no day
 * has begun.
 */
export function rememberedTimes(
  prepared: PreparedAvailability,
  query: FreeTimeQuery,
): readonly FreeTime[] {
  const ofFacts = answers.get(prepared) ?? new BoundedMap<string, Answer>(maxAnswers);
  answers.set(prepared, ofFacts);
  const { clinicId, templateId, practitionerId, from, to, now } = query;
  const key = `${clinicId} ${templateId} ${practitionerId ?? ''} ${from} ${to}`;
  const known = ofFacts.get(key);
  if (known !== undefined && now < known.until) return known.items;
  const items = freeTimes(prepared, query);
  ofFacts.set(key, { items, until: unchangedUntil(prepared, items, now) });
  return items;
}

function unchangedUntil(
  { rules, offered }: PreparedAvailability,
  items: readonly FreeTime[],
  now: Instant,
): Instant {
  const { leadTimeMinutes } = rules.limits;
  const tomorrow = startOfDay(rules.zone, addDays(toLocalDate(rules.zone, now), 1));
  const first = items[0];
  let until: number = tomorrow;
  if (first !== undefined) until = Math.min(until, first.start - leadTimeMinutes * MINUTE_MS);
  for (const { expiresAt } of offered) {
    if (expiresAt !== null && expiresAt > now && expiresAt < until) until = expiresAt;
  }
  return instant(until);
}
