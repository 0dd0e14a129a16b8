import { addDays, startOfDay, toLocalDate, type Instant, type LocalDate } from '@tidbok/core';
import { MAX_TIMES_DAYS, type Site, type TimeView, type VisitQuery } from '@tidbok/service/site';
import type { TreatmentFrame } from './frame.ts';
import { filtersNothing, suits } from './time-filter.ts';

/** Free times of the days `from` to `to`, both included; none where nothing of the kind is sold. */
export async function timesOf(
  site: Site,
  visit: VisitQuery,
  { from, to }: { readonly from: LocalDate; readonly to: LocalDate },
): Promise<readonly TimeView[]> {
  const found = await site.times({ ...visit, from, to });
  return found.ok ? found.value.items : [];
}

/** The first free time of all, or after an instant. */
export async function firstTimeOf(
  site: Site,
  visit: VisitQuery,
  after: Instant | null = null,
): Promise<TimeView | null> {
  const found = await site.firstTime({ ...visit, after });
  return found.ok ? found.value.time : null;
}

/** The first free time that suits the patient, from the start of a day on, up to the last date. */
export async function firstThatSuits(
  site: Site,
  { clinic, search, choices: { filter } }: TreatmentFrame,
  { from, latest }: { readonly from: LocalDate; readonly latest: LocalDate },
): Promise<TimeView | null> {
  const { zone } = clinic;
  if (filtersNothing(filter)) return firstTimeOf(site, search, startOfDay(zone, from));
  let next = await firstTimeOf(site, search, startOfDay(zone, from));
  while (next !== null) {
    const first = toLocalDate(zone, next.start);
    const to = addDays(first, MAX_TIMES_DAYS - 1);
    const free = await timesOf(site, search, { from: first, to: to > latest ? latest : to });
    const found = free.find(({ start }) => suits(filter, start, zone));
    if (found !== undefined) return found;
    if (to >= latest) return null;
    next = await firstTimeOf(site, search, startOfDay(zone, addDays(to, 1)));
  }
  return null;
}
