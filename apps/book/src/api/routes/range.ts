import type { ClinicId, LocalDate, Outcome, ResourceId } from '@tidbok/core';
import { daysBetween, ok, refuse, refuseFields } from '@tidbok/core';
import * as v from 'valibot';
import type { Action } from '../authorisation.ts';
import { listReply, route, type Asked, type Route } from '../route.ts';
import { id, localDate } from '../schemas.ts';

/** Both days included. */
export const range = {
  from: localDate,
  to: localDate,
  clinicId: v.optional(id<ClinicId>()),
  resourceId: v.optional(id<ResourceId>()),
};

const asksFor = v.object(range);

export function checkRange(
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
  maxDays: number,
): Outcome<null> {
  if (to < from) return refuseFields([{ field: 'to', reason: 'before-from' }]);
  return daysBetween(from, to) < maxDays ? ok(null) : refuse('too-far', { days: maxDays });
}

interface DaysSpec {
  readonly path: string;
  readonly action: Action;
  readonly summary: string;
  readonly maxDays: number;
  readonly items: (
    asked: Asked<null, unknown>,
    days: Given<v.InferOutput<typeof asksFor>>,
  ) => Promise<readonly unknown[]>;
}

/** The list of what lies in the days asked for. */
export function daysRoute({ maxDays, items, ...about }: DaysSpec): Route {
  return route({
    method: 'GET',
    ...about,
    query: asksFor,
    answer: async (asked) => {
      const checked = checkRange(asked.query, maxDays);
      if (!checked.ok) return { refused: checked.refusal };
      return listReply(await items(asked, given(asked.query)));
    },
  });
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without the keys that are undefined: a query that was not asked is left out. */
export function given<T extends object>(value: T): Given<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined),
  ) as Given<T>;
}
