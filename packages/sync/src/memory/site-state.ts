import {
  difference,
  instant,
  intervalSet,
  covers,
  touches,
  type BlockId,
  type BookingId,
  type HoldId,
  type Instant,
  type Interval,
  type Occupancy,
  type OnlineRules,
  type Zone,
} from '@tidbok/core';
import { startOf, type Catalog, type Position, type Sha256Hex } from '@tidbok/protocol';
import type { SiteCatalog, SiteFacts, StandingOffer } from '../site/facts.ts';
import { afterStaging, isLoggedInRecovery, type Staged } from '../resync/snapshot.ts';
import type { SiteBooking, SiteDecision, SiteGuard, SiteMode, SiteWrite } from '../site/writes.ts';
import { binds, collide } from '../subjects.ts';
import { appended, headOf, type MemoryLog } from './log.ts';
import { VersionedMap } from './versioned-map.ts';

/**
 * A practice at the site, all that is durable of it: what the site's SQL keeps, as a value. It is
 * never changed, so that a simulator may go back to any earlier one.
 */
export interface SiteState {
  readonly mode: SiteMode;
  /** Counts the transactions. */
  readonly revision: number;
  readonly staged: Staged | null;
  /** Lives of the clinic's log that are over: nothing of them is heard any more. */
  readonly pastLives: ReadonlySet<string>;
  readonly log: MemoryLog;
  readonly clinicCursor: Position;
  readonly frontierAt: Instant;
  readonly catalog: SiteCatalog | null;
  readonly offers: readonly StandingOffer[];
  readonly bookings: VersionedMap<BookingId, SiteBooking>;
  readonly blocks: VersionedMap<BlockId, readonly Occupancy[]>;
  readonly holds: VersionedMap<HoldId, SiteFacts['holds'][number]>;
  readonly tombstones: ReadonlySet<BookingId>;
  readonly keys: VersionedMap<
    string,
    { readonly fingerprint: string; readonly bookingId: BookingId }
  >;
  readonly messages: readonly Extract<SiteWrite, { type: 'enqueue-message' }>[];
  /** Each booking's copy sealed to the site, as its last message had it. */
  readonly copies: VersionedMap<BookingId, string>;
}

/** What the interpreter is lent: hashing, the zone's transitions, the rules of a catalogue. */
export interface SiteTools {
  readonly sha256: Sha256Hex;
  readonly zoneOf: (zoneId: string) => Zone;
  readonly rulesOf: (catalog: Catalog, zone: Zone) => OnlineRules;
}

export function newSiteState(places: {
  readonly siteInc: string;
  readonly clinicInc: string;
}): SiteState {
  return {
    mode: 'paired',
    revision: 0,
    staged: null,
    pastLives: new Set(),
    log: { inc: places.siteInc, records: [] },
    clinicCursor: startOf(places.clinicInc),
    frontierAt: instant(0),
    catalog: null,
    offers: [],
    bookings: new VersionedMap(),
    blocks: new VersionedMap(),
    holds: new VersionedMap(),
    tombstones: new Set(),
    keys: new VersionedMap(),
    messages: [],
    copies: new VersionedMap(),
  };
}

/** What the site's SQL function answers. */
export type SiteApplied =
  | { readonly ok: true; readonly head: number; readonly state: SiteState }
  | { readonly ok: false; readonly stale: SiteGuard['type'] }
  | { readonly ok: false; readonly refused: 'time-taken' };

/** One transaction: all guards hold and all is written, or nothing is. */
export function applyToSite(
  state: SiteState,
  decision: SiteDecision,
  tools: SiteTools,
): SiteApplied {
  const broken = decision.guards.find((guard) => !guardHolds(state, guard));
  if (broken !== undefined) return { ok: false, stale: broken.type };
  let next = state;
  for (const write of decision.writes) {
    const written = afterSiteWrite(next, write, tools);
    if (written === 'time-taken') return { ok: false, refused: written };
    next = written;
  }
  next = { ...next, revision: state.revision + 1 };
  return { ok: true, head: headOf(next.log).seq, state: next };
}

export function isLiveBooking({ state }: SiteBooking): boolean {
  return state !== 'cancelled';
}

function isTaken(
  { bookings }: SiteState,
  occupancies: readonly Occupancy[],
  except: BookingId | null,
): boolean {
  for (const booking of bookings.values()) {
    if (!isLiveBooking(booking) || booking.bookingId === except) continue;
    if (collide(booking.occupancies, occupancies)) return true;
  }
  return false;
}

function guardHolds(state: SiteState, guard: SiteGuard): boolean {
  switch (guard.type) {
    case 'head-is':
      return headOf(state.log).seq === guard.seq;
    case 'cursor-is':
      return state.clinicCursor.inc === guard.inc && state.clinicCursor.seq === guard.seq;
    case 'catalog-is':
      return state.catalog?.version === guard.version;
    case 'far':
      return guard.start >= state.frontierAt;
    case 'offered':
      return isOffered(state, guard);
    case 'free':
      return isFree(state, guard);
    case 'not-held':
      return ![...state.holds.values()].some(
        (hold) =>
          hold.holdId !== guard.except &&
          hold.expiresAt > guard.at &&
          collide(hold.occupancies, guard.occupancies),
      );
    case 'booking-is': {
      const booking = state.bookings.get(guard.bookingId);
      return booking !== undefined && guard.states.includes(booking.state);
    }
    case 'key-unused':
      return !state.keys.has(guard.key);
    case 'mode-is':
      return guard.modes.includes(state.mode);
    case 'revision-is':
      return state.revision === guard.revision;
  }
}

function isOffered(state: SiteState, guard: Extract<SiteGuard, { type: 'offered' }>): boolean {
  const standing = state.offers.filter(
    (offer) =>
      offer.preblockId === guard.preblockId &&
      offer.resourceId === guard.resourceId &&
      offer.practitionerId === guard.practitionerId &&
      (offer.expiresAt === null || offer.expiresAt > guard.at),
  );
  return covers(intervalSet(standing.flatMap(({ open }) => open)), guard.during);
}

function isFree(state: SiteState, guard: Extract<SiteGuard, { type: 'free' }>): boolean {
  const { occupancies, except } = guard;
  if (isTaken(state, occupancies, except)) return false;
  for (const block of state.blocks.values()) if (collide(block, occupancies)) return false;
  return true;
}

const OF_PLACE = new Set(['append', 'advance-cursor', 'put-catalog', 'set-frontier'] as const);
const OF_OFFER = new Set([
  'insert-offer',
  'cut-offers',
  'withdraw-offers',
  'set-offer-open',
] as const);
const OF_RESYNC = new Set([
  'begin-staging',
  'stage',
  'clear-staged',
  'fence',
  'begin-life',
  'end-recovery',
  'end-pairing',
] as const);
const OF_BOOKING = new Set(['insert-booking', 'set-booking-state', 'insert-tombstone'] as const);

type Of<Types extends ReadonlySet<SiteWrite['type']>> =
  Types extends ReadonlySet<infer Type> ? Extract<SiteWrite, { type: Type }> : never;

function isOf<Types extends ReadonlySet<SiteWrite['type']>>(
  types: Types,
  write: SiteWrite,
): write is Of<Types> {
  return types.has(write.type);
}

function afterSiteWrite(
  state: SiteState,
  write: SiteWrite,
  tools: SiteTools,
): SiteState | 'time-taken' {
  if (isOf(OF_PLACE, write)) return afterPlace(state, write, tools);
  if (isOf(OF_OFFER, write)) return afterOffer(state, write);
  if (isOf(OF_BOOKING, write)) return afterBooking(state, write);
  if (isOf(OF_RESYNC, write)) return afterResync(state, write);
  return afterMark(state, write);
}

function afterPlace(state: SiteState, write: Of<typeof OF_PLACE>, tools: SiteTools): SiteState {
  switch (write.type) {
    case 'append':
      if (state.mode === 'recover' && !isLoggedInRecovery(write.entry.type)) return state;
      return { ...state, log: appended(state.log, write, tools.sha256) };
    case 'advance-cursor':
      return { ...state, clinicCursor: { inc: write.inc, seq: write.seq, hash: write.hash } };
    case 'put-catalog': {
      const { catalog } = write;
      const zone = tools.zoneOf(catalog.zoneId);
      const version = (state.catalog?.version ?? 0) + 1;
      const rules = tools.rulesOf(catalog, zone);
      return { ...state, catalog: { version, catalog, rules, zone } };
    }
    case 'set-frontier':
      return write.frontierAt > state.frontierAt
        ? { ...state, frontierAt: write.frontierAt }
        : state;
  }
}

function afterOffer(state: SiteState, write: Of<typeof OF_OFFER>): SiteState {
  switch (write.type) {
    case 'insert-offer': {
      const { type, during, ...terms } = write;
      return type === 'insert-offer'
        ? { ...state, offers: [...state.offers, { ...terms, open: [during] }] }
        : state;
    }
    case 'cut-offers':
      return cut(state, write.during, (offer) => binds(offer, write.subjectIds));
    case 'set-offer-open': {
      const { offerId, open } = write;
      const offers = state.offers
        .map((offer) => (offer.offerId === offerId ? { ...offer, open } : offer))
        .filter((offer) => offer.open.length > 0);
      return { ...state, offers };
    }
    case 'withdraw-offers':
      return cut(
        state,
        write.during,
        (offer) =>
          offer.preblockId === write.preblockId &&
          offer.resourceId === write.resourceId &&
          offer.practitionerId === write.practitionerId,
      );
  }
}

function afterResync(state: SiteState, write: Of<typeof OF_RESYNC>): SiteState {
  switch (write.type) {
    case 'begin-staging':
    case 'stage':
    case 'clear-staged':
      return { ...state, staged: afterStaging(state.staged, write) };
    case 'fence':
      return { ...state, mode: 'recover', log: { inc: write.inc, records: [] } };
    case 'begin-life':
      return {
        ...state,
        mode: 'recover',
        log: { inc: write.inc, records: [] },
        clinicCursor: write.clinic,
        pastLives: new Set([...state.pastLives, state.clinicCursor.inc]),
      };
    case 'end-recovery':
      return { ...state, mode: 'paired' };
    case 'end-pairing':
      return { ...state, mode: 'unpaired', offers: [] };
  }
}

function cut(
  state: SiteState,
  during: Interval,
  hit: (offer: StandingOffer) => boolean,
): SiteState {
  if (!state.offers.some((offer) => hit(offer) && touches(offer.open, during))) return state;
  const offers = state.offers
    .map((offer) => (hit(offer) ? { ...offer, open: difference(offer.open, [during]) } : offer))
    .filter(({ open }) => open.length > 0);
  return { ...state, offers };
}

function afterBooking(state: SiteState, write: Of<typeof OF_BOOKING>): SiteState | 'time-taken' {
  switch (write.type) {
    case 'insert-booking': {
      const { booking } = write;
      if (isTaken(state, booking.occupancies, null)) return 'time-taken';
      if (state.bookings.has(booking.bookingId)) throw new Error('the booking stands already');
      return { ...state, bookings: state.bookings.with(booking.bookingId, booking) };
    }
    case 'set-booking-state':
      return withState(state, write);
    case 'insert-tombstone':
      return { ...state, tombstones: new Set([...state.tombstones, write.bookingId]) };
  }
}

function withState(
  state: SiteState,
  write: Extract<SiteWrite, { type: 'set-booking-state' }>,
): SiteState {
  const booking = state.bookings.get(write.bookingId);
  const ended = write.state === 'cancelled';
  const tombstones = ended ? new Set([...state.tombstones, write.bookingId]) : state.tombstones;
  if (booking === undefined) return { ...state, tombstones };
  const bookings = state.bookings.with(booking.bookingId, { ...booking, state: write.state });
  return { ...state, bookings, tombstones };
}

type OfMark = Exclude<
  SiteWrite,
  Of<typeof OF_PLACE> | Of<typeof OF_OFFER> | Of<typeof OF_BOOKING> | Of<typeof OF_RESYNC>
>;

function afterMark(state: SiteState, write: OfMark): SiteState {
  switch (write.type) {
    case 'insert-block':
      return { ...state, blocks: state.blocks.with(write.blockId, write.occupancies) };
    case 'delete-block':
      return { ...state, blocks: state.blocks.without(write.blockId) };
    case 'insert-hold': {
      const { holdId, session, occupancies, expiresAt } = write;
      const hold = { holdId, session, occupancies, expiresAt };
      return { ...state, holds: state.holds.with(holdId, hold) };
    }
    case 'delete-hold':
      return { ...state, holds: state.holds.without(write.holdId) };
    case 'delete-holds-on': {
      const hit = [...state.holds.values()].filter((hold) =>
        collide(hold.occupancies, write.occupancies),
      );
      const holds = hit.reduce((kept, { holdId }) => kept.without(holdId), state.holds);
      return { ...state, holds };
    }
    case 'remember-key': {
      const { key, fingerprint, bookingId } = write;
      return { ...state, keys: state.keys.with(key, { fingerprint, bookingId }) };
    }
    case 'enqueue-message':
      return {
        ...state,
        messages: [...state.messages, write],
        copies: state.copies.with(write.bookingId, write.sealedToSite),
      };
  }
}
