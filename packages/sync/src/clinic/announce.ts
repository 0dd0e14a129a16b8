import {
  difference,
  intersection,
  intervalSet,
  NO_TIME,
  sameSet,
  toLocalDateTime,
  union,
  type Instant,
  type Interval,
  type IntervalSet,
  type OfferedTime,
  type OfferId,
  type WithdrawId,
  type Zone,
} from '@tidbok/core';
import type { ClinicEntry } from '@tidbok/protocol';
import { binds } from '../subjects.ts';
import { factsAfter, keyOf, sameKey, type OfferKey } from './after.ts';
import type { Moment } from './changes.ts';
import { desiredOffers } from './desired-offers.ts';
import type { AnnouncedOffer, ClinicFacts, OpenClaim } from './facts.ts';
import type { ClinicWrite } from './writes.ts';

/**
 * The difference between what should be offered and what the site was told, as OFFER and WITHDRAW
 * (0.6). Only within `facts.range` and from `now` on. What is under an open claim is left as it is
 * until the site has answered; what is being withdrawn counts as announced until WITHDRAWN, and
 * nothing is offered in its place before.
 */
export function announce(facts: ClinicFacts, moment: Moment): ClinicWrite[] {
  if (!facts.paired || facts.recovery !== null) return [];
  const window = windowOf(facts.range, moment.now);
  if (window === undefined) return [];
  return lanesOf(facts, moment.now).flatMap((lane) => {
    if (isToldAsWanted(lane) || isOver(lane, window)) return [];
    const settled = difference([window], claimedTime(facts.claims, lane.key));
    const { excess, missing } = differenceIn(lane);
    return [
      ...intersection(excess, settled).flatMap((during) => withdraw(lane.key, during, moment)),
      ...missing.flatMap(({ terms, open }) =>
        intersection(open, settled).flatMap((during) =>
          offer(terms, during, { ...moment, zone: facts.zone }),
        ),
      ),
    ];
  });
}

/** The writes, and after them what they change of the offers: how every decision here ends. */
export function thenAnnounce(
  facts: ClinicFacts,
  writes: readonly ClinicWrite[],
  moment: Moment,
): ClinicWrite[] {
  return [...writes, ...announce(factsAfter(facts, writes), moment)];
}

function windowOf(range: Interval, now: Instant): Interval | undefined {
  if (range.to <= now) return undefined;
  return { from: range.from > now ? range.from : now, to: range.to };
}

/** All that concerns one preblock under one practitioner in one chair. */
interface Lane {
  readonly key: OfferKey;
  wanted: readonly OfferedTime[];
  told: readonly AnnouncedOffer[];
  withdrawing: readonly Interval[];
}

function lanesOf(facts: ClinicFacts, now: Instant): Lane[] {
  const lanes: Lane[] = [];
  const byPreblock = new Map<OfferKey['preblockId'], Lane[]>();
  const laneOf = (offer: OfferKey): Lane => {
    const beside = byPreblock.get(offer.preblockId);
    const known = beside?.find(({ key }) => sameKey(key, offer));
    if (known !== undefined) return known;
    const lane: Lane = { key: keyOf(offer), wanted: [], told: [], withdrawing: [] };
    lanes.push(lane);
    if (beside === undefined) byPreblock.set(offer.preblockId, [lane]);
    else beside.push(lane);
    return lane;
  };
  // Mostly the one and only, and then a list of one costs least.
  for (const each of desiredOffers(facts, now)) {
    const lane = laneOf(each);
    lane.wanted = lane.wanted.length === 0 ? [each] : [...lane.wanted, each];
  }
  for (const each of facts.announced) {
    const lane = laneOf(each);
    lane.told = lane.told.length === 0 ? [each] : [...lane.told, each];
  }
  for (const each of facts.withdrawals) {
    const lane = laneOf(each);
    lane.withdrawing = [...lane.withdrawing, each.during];
  }
  return lanes;
}

/** Nothing of it lies in the window any more. */
function isOver({ wanted, told, withdrawing }: Lane, window: Interval): boolean {
  if (wanted.length > 0 || withdrawing.length > 0) return false;
  return told.every(({ open }) => open.every(({ to }) => to <= window.from));
}

/** The plain case, and by far the most common one: one offer, told just as it is wanted. */
function isToldAsWanted({ wanted, told, withdrawing }: Lane): boolean {
  const [want, ...otherWants] = wanted;
  const [tell, ...others] = told;
  if (withdrawing.length > 0 || otherWants.length > 0 || others.length > 0) return false;
  if (want === undefined || tell === undefined) return false;
  return sameTerms(want, tell) && sameSet(want.open, tell.open);
}

/** Time of open claims on the chair or the practitioner of these offers. */
function claimedTime(claims: readonly OpenClaim[], key: OfferKey): IntervalSet {
  return intervalSet(
    claims.filter((claim) => binds(key, claim.subjectIds)).map(({ during }) => during),
  );
}

interface Difference {
  readonly excess: IntervalSet;
  readonly missing: readonly { readonly terms: OfferedTime; readonly open: IntervalSet }[];
}

function differenceIn({ wanted, told, withdrawing }: Lane): Difference {
  const leaving = intervalSet(withdrawing);
  const excess = told.reduce<IntervalSet>(
    (sum, each) => union(sum, difference(each.open, wantedOnTerms(wanted, each))),
    NO_TIME,
  );
  const blocked = union(openOf(told), leaving);
  return {
    excess: difference(excess, leaving),
    missing: wanted.map((terms) => ({ terms, open: difference(terms.open, blocked) })),
  };
}

function openOf(offers: readonly OfferedTime[]): IntervalSet {
  return intervalSet(offers.flatMap(({ open }) => open));
}

/** An offer stands on its kind, its anchor and its end: other terms mean another offer. */
function wantedOnTerms(wanted: readonly OfferedTime[], told: AnnouncedOffer): IntervalSet {
  return openOf(wanted.filter((each) => sameTerms(each, told)));
}

function sameTerms(a: OfferedTime, b: OfferedTime): boolean {
  return (
    a.preblockKindId === b.preblockKindId &&
    a.anchorAt === b.anchorAt &&
    a.expiresAt === b.expiresAt
  );
}

function withdraw(key: OfferKey, during: Interval, time: Moment): ClinicWrite[] {
  const withdrawal = { withdrawId: time.newId<WithdrawId>(), ...key, during };
  return [
    { type: 'insert-withdrawal', ...withdrawal, at: time.now },
    { type: 'append', entry: { type: 'WITHDRAW', ...withdrawal }, at: time.now },
  ];
}

function offer(
  terms: OfferedTime,
  during: Interval,
  time: Moment & { readonly zone: Zone },
): ClinicWrite[] {
  const announced = {
    offerId: time.newId<OfferId>(),
    ...keyOf(terms),
    preblockKindId: terms.preblockKindId,
    anchorAt: terms.anchorAt,
    expiresAt: terms.expiresAt,
    during,
  };
  const entry: ClinicEntry = { type: 'OFFER', ...announced, local: onWallClock(time.zone, during) };
  return [
    { type: 'announce', ...announced },
    { type: 'append', entry, at: time.now },
  ];
}

/** The interval as the clinic's wall clock shows it: the site recomputes it (4.7). */
export function onWallClock(
  zone: Zone,
  during: Interval,
): Extract<ClinicEntry, { type: 'OFFER' }>['local'] {
  return {
    zoneId: zone.id,
    tzdb: zone.tzdb,
    from: toLocalDateTime(zone, during.from),
    to: toLocalDateTime(zone, during.to),
  };
}
