import type { ClinicId, LocalDate, Outcome, ResourceId } from '@tidbok/core';
import { daysBetween, ok, refuse, refuseFields } from '@tidbok/core';
import * as v from 'valibot';
import { id, localDate } from '../schemas.ts';

/** Both days included. */
export const range = {
  from: localDate,
  to: localDate,
  clinicId: v.optional(id<ClinicId>()),
  resourceId: v.optional(id<ResourceId>()),
};

export function checkRange(
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  maxDays: number,
): Outcome<null> {
  if (to < from) return refuseFields([{ field: 'to', reason: 'before-from' }]);
  return daysBetween(from, to) < maxDays ? ok(null) : refuse('too-far', { days: maxDays });
}

/** Without the keys that are undefined: a query that was not asked is left out. */
export function given<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
