import {
  difference,
  intersection,
  intervalSet,
  NO_TIME,
  toLocalDateTime,
  union,
  within,
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
  if (!facts.paired) return [];
  const window = windowOf(facts.range, moment.now);
  if (window === undefined) return [];
  const desired = desiredOffers(facts, moment.now);
  return keysOf([...desired, ...facts.announced]).flatMap((key) => {
    const settled = difference([window], claimedTime(facts.claims, key));
    const difference_ = differenceAt(facts, desired, key);
    return [
      ...intersection(difference_.excess, settled).flatMap((during) =>
        withdraw(key, during, moment),
      ),
      ...difference_.missing.flatMap(({ terms, open }) =>
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

function keysOf(offers: readonly OfferedTime[]): OfferKey[] {
  const keys = new Map<string, OfferKey>();
  for (const { preblockId, resourceId, practitionerId } of offers) {
    const key = { preblockId, resourceId, practitionerId };
    keys.set(Object.values(key).join(' '), key);
  }
  return [...keys.values()];
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

function differenceAt(
  facts: ClinicFacts,
  desired: readonly OfferedTime[],
  key: OfferKey,
): Difference {
  const wanted = desired.filter((each) => sameKey(each, key));
  const told = facts.announced.filter((each) => sameKey(each, key));
  const withdrawing = intervalSet(
    facts.withdrawals.filter((each) => sameKey(each, key)).map(({ during }) => during),
  );
  const excess = told.reduce<IntervalSet>(
    (sum, each) => union(sum, difference(each.open, wantedOnTerms(wanted, each))),
    NO_TIME,
  );
  const blocked = union(openOf(told), withdrawing);
  return {
    excess: difference(excess, withdrawing),
    missing: wanted.map((terms) => ({ terms, open: difference(terms.open, blocked) })),
  };
}

function openOf(offers: readonly OfferedTime[]): IntervalSet {
  return intervalSet(offers.flatMap(({ open }) => open));
}

/** An offer stands on its kind, its anchor and its end: other terms mean another offer. */
function wantedOnTerms(wanted: readonly OfferedTime[], told: AnnouncedOffer): IntervalSet {
  return openOf(
    wanted.filter(
      (each) =>
        each.preblockKindId === told.preblockKindId &&
        each.anchorAt === told.anchorAt &&
        each.expiresAt === told.expiresAt,
    ),
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

/** The offered time that a window covers, for whoever shows what is announced. */
export function announcedWithin(facts: ClinicFacts, window: Interval): AnnouncedOffer[] {
  return facts.announced
    .map((each) => ({ ...each, open: within(each.open, window) }))
    .filter(({ open }) => open.length > 0);
}
