import {
  daysAsInterval,
  daysBetween,
  firstFreeTime,
  horizonEnd,
  ok,
  refuse,
  refuseFields,
  type FreeTime,
  type Outcome,
  type Zone,
} from '@tidbok/core';
import { rememberedTimes } from './times-memory.ts';
import type { PracticeTime } from './availability-cache.ts';
import type { SiteContext } from './context.ts';
import { isOpen } from './site-facts.ts';
import {
  MAX_TIMES_DAYS,
  type TimesQuery,
  type TimesView,
  type TimeView,
  type VisitQuery,
} from './site.ts';
import type { Instant } from '@tidbok/core';

/** Which times are free on some days. Refuses `unknown-…` and a stretch that is too long. */
export async function timesOn(
  { availability, now }: SiteContext,
  query: TimesQuery,
): Promise<Outcome<TimesView>> {
  const days = daysBetween(query.from, query.to) + 1;
  if (days < 1) return refuseFields([{ field: 'to', reason: 'before-from' }]);
  if (days > MAX_TIMES_DAYS) return refuseFields([{ field: 'to', reason: 'too-many-days' }]);
  const at = now();
  const time = await availability.ofClinic(query.clinicId, at);
  const known = knownVisit(time, query);
  if (!known.ok) return known;
  const { asOf, age, catalog, revision } = known.value;
  const { zone } = catalog;
  // What would be refused is not shown either.
  if (!isOpen(revision.mode)) return ok({ asOf, age, zone, items: [] });
  const items = rememberedTimes(known.value.prepared, {
    clinicId: query.clinicId,
    templateId: query.templateId,
    practitionerId: query.practitionerId,
    ...daysAsInterval(zone, query.from, query.to),
    now: at,
  });
  return ok({ asOf, age, zone, items });
}

/** The first free time from `after` on; null when there is none. */
export async function firstTime(
  { availability, now }: SiteContext,
  query: VisitQuery & { readonly after: Instant | null },
): Promise<Outcome<{ readonly zone: Zone; readonly time: TimeView | null }>> {
  const asOf = now();
  const known = knownVisit(await availability.ofClinic(query.clinicId, asOf), query);
  if (!known.ok) return known;
  const { catalog, prepared, revision } = known.value;
  if (!isOpen(revision.mode)) return ok({ zone: catalog.zone, time: null });
  const { clinicId, templateId, practitionerId, after } = query;
  const first = firstFreeTime(prepared, {
    clinicId,
    templateId,
    practitionerId,
    from: after ?? asOf,
    to: horizonEnd(catalog.rules, asOf),
    now: asOf,
  });
  return ok({ zone: catalog.zone, time: first === undefined ? null : timeView(first) });
}

function knownVisit(time: PracticeTime | null, query: VisitQuery): Outcome<PracticeTime> {
  const { clinicId, templateId, practitionerId } = query;
  if (time === null) return refuse('unknown-clinic', { clinicId });
  const { rules } = time.catalog;
  if (!rules.templates.has(templateId)) return refuse('unknown-template', { templateId });
  if (practitionerId !== null && !rules.templatesOf.has(practitionerId)) {
    return refuse('unknown-practitioner', { practitionerId });
  }
  return ok(time);
}

function timeView({ start, end, practitionerId, resourceId }: FreeTime): TimeView {
  return { start, end, practitionerId, resourceId };
}
