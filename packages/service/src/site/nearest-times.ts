import {
  HOUR_MS,
  instant,
  nearestFreeTimes,
  refuse,
  type FreeTime,
  type PractitionerId,
  type RefusalCode,
  type RefusalDetail,
  type Refused,
  type WantedTime,
} from '@tidbok/core';
import { rememberedTimes } from './times-memory.ts';
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
  // Many lose one time at once: what is free around it is worked out once for them all.
  const times = rememberedTimes(time.prepared, {
    clinicId,
    templateId,
    practitionerId: null,
    from: instant(start - aroundMs),
    to: instant(start + aroundMs),
    now: now(),
  });
  const practitionerId = wanted.practitionerId ?? practitionerAt(time.offers, wanted);
  const like = { start, practitionerId, zone: time.catalog.zone };
  return refuse(code, { nearest: nearestOnce(times, like) });
}

const worked = new WeakMap<readonly FreeTime[], Map<PractitionerId | null, RefusalDetail>>();

/** `times` are those around one start, so only the practitioner tells wishes apart. */
function nearestOnce(times: readonly FreeTime[], like: WantedTime): RefusalDetail {
  const ofTimes = worked.get(times) ?? new Map<PractitionerId | null, RefusalDetail>();
  worked.set(times, ofTimes);
  const known = ofTimes.get(like.practitionerId);
  if (known !== undefined) return known;
  const nearest = nearestFreeTimes(times, like, nearestCount).map(
    ({ start, end, practitionerId, resourceId }) => ({ start, end, practitionerId, resourceId }),
  );
  ofTimes.set(like.practitionerId, nearest);
  return nearest;
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
