import { addDays, toLocalDate, type Instant } from '@tidbok/core';
import type { BookingSite, ClinicCard, TimeCard, VisitSearch } from './booking-site.ts';

/** How many other times are offered when the wanted one is gone. */
const OFFERED = 6;
const DAYS_AROUND = 14;

/** The free times nearest to one that is gone, in order of time. */
export async function nearestTimes(
  site: BookingSite,
  search: VisitSearch,
  { clinic, wanted }: { readonly clinic: ClinicCard; readonly wanted: Instant },
): Promise<TimeCard[]> {
  const day = toLocalDate(clinic.zone, wanted);
  const today = toLocalDate(clinic.zone, site.now());
  const earliest = addDays(day, -DAYS_AROUND);
  const from = earliest < today ? today : earliest;
  const free = await site.times(search, from, addDays(day, DAYS_AROUND));
  const nearest = free
    .toSorted((a, b) => Math.abs(a.start - wanted) - Math.abs(b.start - wanted))
    .slice(0, OFFERED);
  if (nearest.length > 0) return nearest.toSorted((a, b) => a.start - b.start);
  const first = await site.firstTime(search);
  return first === null ? [] : [first];
}
