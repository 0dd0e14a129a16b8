import {
  freeTimes,
  HOUR_MS,
  instant,
  nearestFreeTimes,
  refuse,
  type RefusalCode,
  type RefusalDetail,
  type Refused,
} from '@tidbok/core';
import type { SiteContext } from './context.ts';
import type { TimeChoice } from './site.ts';

const nearestCount = 5;
/** Near enough to be offered instead: so far around the wanted time. */
const aroundMs = 14 * 24 * HOUR_MS;

/** A time went to somebody else: the refusal tells the nearest that are free. */
export async function refuseWithNearest(
  { availability, now }: Pick<SiteContext, 'availability' | 'now'>,
  code: RefusalCode,
  wanted: TimeChoice,
): Promise<Refused> {
  const time = await availability.ofClinic(wanted.clinicId, now());
  if (time === null) return refuse(code, { nearest: [] });
  const { clinicId, templateId, start } = wanted;
  const times = freeTimes(time.prepared, {
    clinicId,
    templateId,
    practitionerId: null,
    from: instant(start - aroundMs),
    to: instant(start + aroundMs),
    now: now(),
  });
  const practitionerId = wanted.practitionerId ?? practitionerAt(time.offers, wanted);
  const like = { start, practitionerId, zone: time.catalog.zone };
  const nearest = nearestFreeTimes(times, like, nearestCount).map(
    ({ start: from, end, practitionerId: whose, resourceId }): RefusalDetail => ({
      start: from,
      end,
      practitionerId: whose,
      resourceId,
    }),
  );
  return refuse(code, { nearest });
}

type Offers = NonNullable<Awaited<ReturnType<SiteContext['availability']['ofClinic']>>>['offers'];

/** Whose time in that chair it was. */
function practitionerAt(offers: Offers, { resourceId, start }: TimeChoice) {
  const offer = offers.find(
    (each) =>
      each.resourceId === resourceId &&
      each.open.some(({ from, to }) => from <= start && start < to),
  );
  return offer?.practitionerId ?? null;
}
