import {
  instant,
  intervalOfLocal,
  overlaps,
  type BookingId,
  type ClaimId,
  type Interval,
  type Occupancy,
  type WithdrawId,
  type Zone,
} from '@tidbok/core';
import { startOf, type Sha256Hex } from '@tidbok/protocol';
import { afterWrite as factsAfterWrite } from '../clinic/after.ts';
import type { BookedVisit, ClinicFacts } from '../clinic/facts.ts';
import type { ClinicNeed } from '../clinic/site-records.ts';
import type { ClaimState, ClinicWrite } from '../clinic/writes.ts';
import { afterStaging, isLoggedInRecovery, type Staged } from '../resync/snapshot.ts';
import { collide, hull, kept, stretchOf } from '../subjects.ts';
import { appended, type MemoryLog } from './log.ts';

/** A practice in the clinic's database, all that is durable of it, as a value never changed. */
export interface ClinicState {
  readonly log: MemoryLog;
  /** Everything, for all time: `range` is without end. */
  readonly facts: ClinicFacts;
  /** Visits that were cancelled, and claims that are closed. */
  readonly cancelled: readonly BookedVisit[];
  readonly closedClaims: ReadonlyMap<ClaimId, ClaimState>;
  /** The site's snapshot as far as it has come. */
  readonly staged: Staged | null;
  readonly needsPerson: readonly Extract<ClinicWrite, { type: 'needs-person' }>[];
  readonly differences: readonly Extract<ClinicWrite, { type: 'note-difference' }>[];
}

const ALWAYS: Interval = { from: instant(0), to: instant(8_640_000_000_000_000) };

export function newClinicState(places: {
  readonly clinicInc: string;
  readonly siteInc: string;
  readonly zone: Zone;
}): ClinicState {
  return {
    log: { inc: places.clinicInc, records: [] },
    facts: {
      range: ALWAYS,
      zone: places.zone,
      frontierAt: instant(0),
      siteCursor: startOf(places.siteInc),
      paired: true,
      shifts: [],
      preblocks: [],
      kinds: [],
      onlinePractitioners: new Set(),
      onlineResources: new Set(),
      bookings: [],
      announced: [],
      withdrawals: [],
      claims: [],
      blocks: [],
      tombstones: new Set(),
      recovery: null,
      leaving: false,
      unknowns: [],
      staged: null,
    },
    staged: null,
    cancelled: [],
    closedClaims: new Map(),
    needsPerson: [],
    differences: [],
  };
}

/** One transaction under the practice's lock. Throws where the database's constraints would. */
export function applyToClinic(
  state: ClinicState,
  writes: readonly ClinicWrite[],
  sha256: Sha256Hex,
): ClinicState {
  return writes.reduce((each, write) => afterWrite(each, write, sha256), state);
}

function afterWrite(state: ClinicState, write: ClinicWrite, sha256: Sha256Hex): ClinicState {
  if (write.type === 'append') return afterAppend(state, write, sha256);
  const facts = factsAfterWrite(state.facts, write);
  const next = facts === state.facts ? state : { ...state, facts };
  switch (write.type) {
    case 'begin-life':
      return { ...next, log: { inc: write.inc, records: [] } };
    case 'begin-staging':
    case 'stage':
    case 'clear-staged':
      return { ...next, staged: afterStaging(state.staged, write) };
    case 'insert-booking':
      refuseOverlap(state, write.booking);
      return next;
    case 'set-booking-state': {
      const visit = state.facts.bookings.find(({ id }) => id === write.bookingId);
      if (visit === undefined) throw new Error('no such live visit');
      return write.state === 'cancelled'
        ? { ...next, cancelled: [...state.cancelled, { ...visit, state: 'cancelled' }] }
        : next;
    }
    case 'set-claim-state':
      return { ...next, closedClaims: new Map(state.closedClaims).set(write.claimId, write.state) };
    case 'needs-person':
      return { ...next, needsPerson: [...state.needsPerson, write] };
    case 'note-difference':
      return { ...next, differences: [...state.differences, write] };
    default:
      return next;
  }
}

function afterAppend(
  state: ClinicState,
  write: Extract<ClinicWrite, { type: 'append' }>,
  sha256: Sha256Hex,
): ClinicState {
  const recovers = state.facts.recovery !== null;
  if (recovers && !isLoggedInRecovery(write.entry.type)) return state;
  return { ...state, log: appended(state.log, write, sha256) };
}

/** As the exclusion constraint: visits marked `conflict` stand outside it. */
function refuseOverlap({ facts, cancelled }: ClinicState, booking: BookedVisit): void {
  const isSame = ({ id }: BookedVisit) => id === booking.id;
  if (facts.bookings.some(isSame) || cancelled.some(isSame))
    throw new Error('the visit stands already');
  if (booking.conflict) return;
  const taken = facts.bookings.some(
    (each) => !each.conflict && collide(each.occupancies, booking.occupancies),
  );
  if (taken) throw new Error('occupancy_free');
}

type Planned = ClinicFacts['shifts'][number] | ClinicFacts['preblocks'][number];

/** Where plans lie in one zone: they are never changed, and asked for in every transaction. */
const places = new WeakMap<Planned, { readonly zone: Zone; readonly during?: Interval }>();

function placed(zone: Zone, planned: Planned): Interval | undefined {
  const known = places.get(planned);
  if (known?.zone === zone) return known.during;
  const during = intervalOfLocal(zone, planned);
  places.set(planned, during === undefined ? { zone } : { zone, during });
  return during;
}

/** What a decision needs, read as SQL would read it: only what touches the range. */
export function clinicFacts(state: ClinicState, range: Interval): ClinicFacts {
  const { facts } = state;
  const touches = (during: Interval) => overlaps(range, during);
  const anyTouches = (occupancies: readonly Occupancy[]) =>
    occupancies.some(({ during }) => touches(during));
  const isPlanned = (planned: Planned) => {
    const during = placed(facts.zone, planned);
    return during !== undefined && touches(during);
  };
  return {
    ...facts,
    range,
    shifts: kept(facts.shifts, isPlanned),
    preblocks: kept(facts.preblocks, isPlanned),
    bookings: kept(facts.bookings, (visit) => touches(stretchOf(visit))),
    announced: kept(facts.announced, ({ open }) => open.some(touches)),
    withdrawals: kept(facts.withdrawals, ({ during }) => touches(during)),
    claims: kept(facts.claims, ({ during }) => touches(during)),
    unknowns: kept(facts.unknowns, ({ during }) => touches(during)),
    blocks: kept(facts.blocks, ({ occupancies }) => anyTouches(occupancies)),
  };
}

/**
 * The range that an entry of the site touches: what it names, with what it names by id. Null when
 * it touches none.
 */
export function rangeOfNeed(state: ClinicState, need: ClinicNeed): Interval | null {
  const [first, ...others] = [
    ...need.intervals,
    ...need.bookingIds.flatMap((id) => stretchesOf(state, id)),
    ...need.claimIds.flatMap((id) => stretchesOfClaim(state, id)),
    ...need.withdrawIds.flatMap((id) => stretchesOfWithdrawal(state, id)),
  ];
  return first === undefined ? null : hull(first, ...others);
}

/** A visit's own time and that of visits that replace it. */
function stretchesOf({ facts, cancelled }: ClinicState, bookingId: BookingId): Interval[] {
  const isOfIt = ({ id, replaces }: BookedVisit) => id === bookingId || replaces === bookingId;
  return [...facts.bookings.filter(isOfIt), ...cancelled.filter(isOfIt)].map(stretchOf);
}

function stretchesOfClaim(state: ClinicState, claimId: ClaimId): Interval[] {
  const claim = state.facts.claims.find((each) => each.claimId === claimId);
  if (claim === undefined) return [];
  const { intended, during } = claim;
  const old = intended.cancel === null ? [] : stretchesOf(state, intended.cancel);
  return [during, stretchOf(intended.booking), ...old];
}

function stretchesOfWithdrawal({ facts }: ClinicState, withdrawId: WithdrawId): Interval[] {
  return facts.withdrawals
    .filter((each) => each.withdrawId === withdrawId)
    .map(({ during }) => during);
}
