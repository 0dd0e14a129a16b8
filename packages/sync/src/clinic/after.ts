import { difference, touches, type Interval, type SubjectId } from '@tidbok/core';
import { binds } from '../subjects.ts';
import type { AnnouncedOffer, ClinicFacts, OpenWithdrawal } from './facts.ts';
import type { ClinicWrite } from './writes.ts';

/** The facts as they are when these writes are done: what a decision's second half starts from. */
export function factsAfter(facts: ClinicFacts, writes: readonly ClinicWrite[]): ClinicFacts {
  return writes.reduce(afterWrite, facts);
}

const OF_PLAN = new Set([
  'insert-shift',
  'delete-shift',
  'insert-preblock',
  'delete-preblock',
] as const);
const OF_BOOKING = new Set([
  'insert-booking',
  'set-booking-state',
  'mark-conflict',
  'insert-tombstone',
] as const);
const OF_OFFER = new Set([
  'announce',
  'cut-announced',
  'withdraw-announced',
  'insert-withdrawal',
  'finish-withdrawal',
] as const);
const OF_MARK = new Set([
  'insert-claim',
  'set-claim-state',
  'insert-block',
  'delete-block',
] as const);

const OF_RESYNC = new Set([
  'begin-staging',
  'stage',
  'clear-staged',
  'begin-life',
  'end-recovery',
  'leave-site',
  'end-pairing',
  'put-announced',
  'set-known-at-site',
  'insert-unknown',
  'delete-unknown',
] as const);

type Of<Types extends ReadonlySet<ClinicWrite['type']>> =
  Types extends ReadonlySet<infer Type> ? Extract<ClinicWrite, { type: Type }> : never;
type OfPlan = Of<typeof OF_PLAN>;
type OfBooking = Of<typeof OF_BOOKING>;
type OfOffer = Of<typeof OF_OFFER>;
type OfMark = Of<typeof OF_MARK>;
type OfResync = Of<typeof OF_RESYNC>;
type OfPlace = Exclude<ClinicWrite, OfPlan | OfBooking | OfOffer | OfMark | OfResync>;

function isOf<Types extends ReadonlySet<ClinicWrite['type']>>(
  types: Types,
  write: ClinicWrite,
): write is Of<Types> {
  return types.has(write.type);
}

/** What one write changes of them. */
export function afterWrite(facts: ClinicFacts, write: ClinicWrite): ClinicFacts {
  if (write.type === 'append') return facts;
  if (isOf(OF_PLAN, write)) return afterPlan(facts, write);
  if (isOf(OF_BOOKING, write)) return afterBooking(facts, write);
  if (isOf(OF_OFFER, write)) return afterOffer(facts, write);
  if (isOf(OF_MARK, write)) return afterMark(facts, write);
  if (isOf(OF_RESYNC, write)) return afterResync(facts, write);
  return afterPlace(facts, write);
}

function afterPlace(facts: ClinicFacts, write: OfPlace): ClinicFacts {
  switch (write.type) {
    case 'set-frontier':
      return write.frontierAt > facts.frontierAt
        ? { ...facts, frontierAt: write.frontierAt }
        : facts;
    case 'advance-cursor':
      return { ...facts, siteCursor: { inc: write.inc, seq: write.seq, hash: write.hash } };
    case 'append':
    case 'needs-person':
    case 'note-difference':
      return facts;
  }
}

function afterPlan(facts: ClinicFacts, write: OfPlan): ClinicFacts {
  switch (write.type) {
    case 'insert-shift':
      return { ...facts, shifts: [...facts.shifts, write.shift] };
    case 'delete-shift':
      return { ...facts, shifts: facts.shifts.filter(({ id }) => id !== write.shiftId) };
    case 'insert-preblock':
      return { ...facts, preblocks: [...facts.preblocks, write.preblock] };
    case 'delete-preblock':
      return { ...facts, preblocks: facts.preblocks.filter(({ id }) => id !== write.preblockId) };
  }
}

function afterBooking(facts: ClinicFacts, write: OfBooking): ClinicFacts {
  const { bookings } = facts;
  switch (write.type) {
    case 'insert-booking':
      return { ...facts, bookings: [...bookings, write.booking] };
    case 'set-booking-state':
      return {
        ...facts,
        bookings:
          write.state === 'cancelled'
            ? bookings.filter(({ id }) => id !== write.bookingId)
            : bookings.map((each) =>
                each.id === write.bookingId ? { ...each, state: write.state } : each,
              ),
      };
    case 'mark-conflict':
      return {
        ...facts,
        bookings: bookings.map((each) =>
          each.id === write.bookingId ? { ...each, conflict: true } : each,
        ),
      };
    case 'insert-tombstone':
      return { ...facts, tombstones: new Set([...facts.tombstones, write.bookingId]) };
  }
}

function afterOffer(facts: ClinicFacts, write: OfOffer): ClinicFacts {
  switch (write.type) {
    case 'announce': {
      const { offerId, anchorAt, expiresAt, preblockKindId, during } = write;
      const terms = { offerId, anchorAt, expiresAt, preblockKindId, ...keyOf(write) };
      return { ...facts, announced: [...facts.announced, { ...terms, open: [during] }] };
    }
    case 'cut-announced':
      return { ...facts, announced: withoutSubjects(facts.announced, write) };
    case 'withdraw-announced':
      return { ...facts, announced: withoutKey(facts.announced, write) };
    case 'insert-withdrawal': {
      const { withdrawId, during } = write;
      const withdrawal = { withdrawId, ...keyOf(write), during };
      return { ...facts, withdrawals: [...facts.withdrawals, withdrawal] };
    }
    case 'finish-withdrawal':
      return {
        ...facts,
        withdrawals: facts.withdrawals.filter((each) => each.withdrawId !== write.withdrawId),
      };
  }
}

function afterMark(facts: ClinicFacts, write: OfMark): ClinicFacts {
  switch (write.type) {
    case 'insert-claim': {
      const { claimId, subjectIds, during, intended } = write;
      const claim = { claimId, subjectIds, during, intended, state: 'asked' } as const;
      return { ...facts, claims: [...facts.claims, claim] };
    }
    case 'set-claim-state': {
      const open = write.state === 'asked' || write.state === 'abandoned';
      const claims = facts.claims
        .filter(({ claimId }) => open || claimId !== write.claimId)
        .map((each) => (each.claimId === write.claimId ? { ...each, state: write.state } : each));
      return { ...facts, claims };
    }
    case 'insert-block': {
      const { blockId, occupancies } = write;
      return { ...facts, blocks: [...facts.blocks, { blockId, occupancies }] };
    }
    case 'delete-block':
      return { ...facts, blocks: facts.blocks.filter(({ blockId }) => blockId !== write.blockId) };
  }
}

function afterResync(facts: ClinicFacts, write: OfResync): ClinicFacts {
  switch (write.type) {
    case 'begin-staging':
      return { ...facts, staged: { parts: 0 } };
    case 'stage':
      return { ...facts, staged: { parts: write.part } };
    case 'clear-staged':
      return { ...facts, staged: null };
    case 'begin-life':
      return { ...facts, siteCursor: write.site, recovery: write.because };
    case 'end-recovery':
      return { ...facts, recovery: null };
    case 'leave-site':
      return { ...facts, leaving: true };
    case 'end-pairing':
      return { ...facts, paired: false, leaving: false, announced: [], blocks: [] };
    case 'put-announced': {
      const others = facts.announced.filter(({ offerId }) => offerId !== write.offer.offerId);
      const left = write.offer.open.length > 0 ? [write.offer] : [];
      return { ...facts, announced: [...others, ...left] };
    }
    case 'set-known-at-site':
      return {
        ...facts,
        bookings: facts.bookings.map((each) =>
          each.id === write.bookingId ? { ...each, knownAtSite: write.known } : each,
        ),
      };
    case 'insert-unknown':
      return { ...facts, unknowns: [...facts.unknowns, write.unknown] };
    case 'delete-unknown':
      return {
        ...facts,
        unknowns: facts.unknowns.filter(({ unknownId }) => unknownId !== write.unknownId),
      };
  }
}

function withoutSubjects(
  announced: readonly AnnouncedOffer[],
  cut: { readonly subjectIds: readonly SubjectId[]; readonly during: Interval },
): readonly AnnouncedOffer[] {
  return cutWhere(announced, cut.during, (offer) => binds(offer, cut.subjectIds));
}

function withoutKey(
  announced: readonly AnnouncedOffer[],
  withdrawn: Omit<OpenWithdrawal, 'withdrawId'>,
): readonly AnnouncedOffer[] {
  return cutWhere(announced, withdrawn.during, (offer) => sameKey(offer, withdrawn));
}

function cutWhere(
  announced: readonly AnnouncedOffer[],
  during: Interval,
  hit: (offer: AnnouncedOffer) => boolean,
): readonly AnnouncedOffer[] {
  if (!announced.some((offer) => hit(offer) && touches(offer.open, during))) return announced;
  return announced
    .map((offer) => (hit(offer) ? { ...offer, open: difference(offer.open, [during]) } : offer))
    .filter(({ open }) => open.length > 0);
}

/** Offers of one preblock under one practitioner in one chair: what a WITHDRAW names. */
export type OfferKey = Pick<AnnouncedOffer, 'preblockId' | 'resourceId' | 'practitionerId'>;

export function keyOf({ preblockId, resourceId, practitionerId }: OfferKey): OfferKey {
  return { preblockId, resourceId, practitionerId };
}

export function sameKey(a: OfferKey, b: OfferKey): boolean {
  return (
    a.preblockId === b.preblockId &&
    a.resourceId === b.resourceId &&
    a.practitionerId === b.practitionerId
  );
}
