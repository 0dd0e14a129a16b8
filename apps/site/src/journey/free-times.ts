import type { Instant, LocalDate } from '@tidbok/core';
import type { Site, TimeView, VisitQuery } from '@tidbok/service/site';

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
