import { addDays, toLocalDate, type Instant } from '@tidbok/core';
import type { ClinicView, Site, TimeView, VisitQuery } from '@tidbok/service/site';
import { firstTimeOf, timesOf } from './free-times.ts';

/** How many other times are offered when the wanted one is gone. */
const OFFERED = 6;
const DAYS_AROUND = 14;

/** The free times nearest to one that is gone, in order of time. */
export async function nearestTimes(
  site: Site,
  search: VisitQuery,
  { clinic, wanted }: { readonly clinic: ClinicView; readonly wanted: Instant },
): Promise<TimeView[]> {
  const day = toLocalDate(clinic.zone, wanted);
  const today = toLocalDate(clinic.zone, site.now());
  const earliest = addDays(day, -DAYS_AROUND);
  const from = earliest < today ? today : earliest;
  const free = await timesOf(site, search, { from, to: addDays(day, DAYS_AROUND) });
  const nearest = free
    .toSorted((a, b) => Math.abs(a.start - wanted) - Math.abs(b.start - wanted))
    .slice(0, OFFERED);
  if (nearest.length > 0) return nearest.toSorted((a, b) => a.start - b.start);
  const first = await firstTimeOf(site, search);
  return first === null ? [] : [first];
}
