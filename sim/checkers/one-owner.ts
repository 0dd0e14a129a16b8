import {
  difference,
  instant,
  within,
  type IntervalSet,
  type OfferedTime,
  type SubjectId,
} from '@tidbok/core';
import type { SiteState } from '@tidbok/sync';
import { Violation } from '../world/stage.ts';
import { changedItems, type Both } from './both.ts';

const FOREVER = instant(8_640_000_000_000_000);

/**
 * I5: what the site may sell alone counts as announced at the clinic, which does not touch it. A
 * standing offer can only come to break this by being new, or by its subjects being announced less:
 * with `before`, which held it all, no other is looked at.
 */
export function checkOneOwner(now: Both, before: Both | null): void {
  if (before !== null && areOffersSame(before, now)) return;
  const { clinic, site } = now;
  const far = { from: site.frontierAt, to: FOREVER };
  const { announced } = clinic.facts;
  const check = (offer: SiteState['offers'][number], subject: SubjectId): void => {
    if (isUntold(announced, within(offer.open, far), subject)) {
      throw new Violation(`I5: both own ${subject} in ${offer.offerId}`);
    }
  };
  const held = before !== null && mayOwn(before) ? before : null;
  const come = held === null ? site.offers : changedItems(held.site.offers, site.offers).come;
  for (const offer of come) for (const subject of subjectsOf(offer)) check(offer, subject);
  const lost = held === null ? [] : lostSubjects(held.clinic.facts.announced, announced);
  if (lost.length === 0) return;
  for (const offer of site.offers) {
    for (const subject of subjectsOf(offer)) if (lost.includes(subject)) check(offer, subject);
  }
}

/** A site sells alone only while it is paired, and a restored book takes nothing unasked. */
export function mayOwn({ clinic, site, behind }: Both): boolean {
  const isOld = behind.clinic || behind.site;
  return !isOld && clinic.facts.recovery !== 'restored' && site.mode === 'paired';
}

function areOffersSame(before: Both, now: Both): boolean {
  return (
    mayOwn(before) &&
    before.site.offers === now.site.offers &&
    before.clinic.facts.announced === now.clinic.facts.announced
  );
}

function subjectsOf({ resourceId, practitionerId }: OfferedTime): readonly SubjectId[] {
  return [resourceId, practitionerId];
}

/** Subjects of offers that are gone from what was announced, or are less than they were. */
function lostSubjects(
  before: readonly OfferedTime[],
  now: readonly OfferedTime[],
): readonly SubjectId[] {
  const { gone, come } = changedItems(before, now);
  return gone.filter((offer) => !come.includes(offer)).flatMap(subjectsOf);
}

/** Some of the time was not announced of the subject. */
function isUntold(
  announced: readonly OfferedTime[],
  time: IntervalSet,
  subject: SubjectId,
): boolean {
  let left = time;
  for (const { resourceId, practitionerId, open } of announced) {
    if (left.length === 0) return false;
    if (resourceId === subject || practitionerId === subject) left = difference(left, open);
  }
  return left.length > 0;
}
