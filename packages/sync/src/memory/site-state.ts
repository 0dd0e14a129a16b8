import {
  difference,
  instant,
  intervalSet,
  covers,
  overlaps,
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
import type { SiteCatalog, SiteFacts, SiteNeed, SiteVisit, StandingOffer } from '../site/facts.ts';
import type { SiteBooking, SiteDecision, SiteGuard, SiteWrite } from '../site/writes.ts';
import { binds, collide, stretchOf } from '../subjects.ts';
import { appended, headOf, type MemoryLog } from './log.ts';
import { VersionedMap } from './versioned-map.ts';

/**
 * A practice at the site, all that is durable of it: what the site's SQL keeps, as a value. It is
 * never changed, so that a simulator may go back to any earlier one.
 */
export interface SiteState {
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
  return { ok: true, head: headOf(next.log).seq, state: next };
}

function isLive({ state }: SiteBooking): boolean {
  return state !== 'cancelled';
}

function isTaken(
  { bookings }: SiteState,
  occupancies: readonly Occupancy[],
  except: BookingId | null,
): boolean {
  for (const booking of bookings.values()) {
    if (!isLive(booking) || booking.bookingId === except) continue;
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

const OF_PLACE = ['append', 'advance-cursor', 'put-catalog', 'set-frontier'] as const;
const OF_OFFER = ['insert-offer', 'cut-offers', 'withdraw-offers'] as const;
const OF_BOOKING = ['insert-booking', 'set-booking-state', 'insert-tombstone'] as const;

type Of<Types extends readonly SiteWrite['type'][]> = Extract<SiteWrite, { type: Types[number] }>;

function isOf<const Types extends readonly SiteWrite['type'][]>(
  types: Types,
  write: SiteWrite,
): write is Of<Types> {
  return types.includes(write.type);
}

function afterSiteWrite(
  state: SiteState,
  write: SiteWrite,
  tools: SiteTools,
): SiteState | 'time-taken' {
  if (isOf(OF_PLACE, write)) return afterPlace(state, write, tools);
  if (isOf(OF_OFFER, write)) return afterOffer(state, write);
  if (isOf(OF_BOOKING, write)) return afterBooking(state, write);
  return afterMark(state, write);
}

function afterPlace(state: SiteState, write: Of<typeof OF_PLACE>, tools: SiteTools): SiteState {
  switch (write.type) {
    case 'append':
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

type OfMark = Exclude<SiteWrite, Of<typeof OF_PLACE> | Of<typeof OF_OFFER> | Of<typeof OF_BOOKING>>;

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

/** What a decision needs, read from the state as SQL would read it: only what touches the need. */
export function siteFacts(
  state: SiteState,
  need: SiteNeed,
  lastContactAt: Instant | null,
): SiteFacts {
  const touches = (during: Interval) => need.intervals.some((each) => overlaps(each, during));
  const anyTouches = (occupancies: readonly Occupancy[]) =>
    occupancies.some(({ during }) => touches(during));
  const visits = visitsOf(state, need, touches);
  return {
    catalog: state.catalog,
    frontierAt: state.frontierAt,
    head: headOf(state.log).seq,
    clinicCursor: state.clinicCursor,
    lastContactAt,
    offers: state.offers.filter(({ open }) => open.some(touches)),
    bookings: visits.map((booking) => asVisit(state, booking)),
    blocks: blocksOf(state, anyTouches),
    holds: [...state.holds.values()].filter(({ occupancies }) => anyTouches(occupancies)),
    tombstones: new Set(
      [...need.bookingIds, ...visits.map(({ replaces }) => replaces)].filter(
        (id): id is BookingId => id !== null && state.tombstones.has(id),
      ),
    ),
  };
}

/** Live visits that touch the need, and those that it names, in the order they came. */
function visitsOf(
  state: SiteState,
  { intervals, bookingIds }: SiteNeed,
  touches: (during: Interval) => boolean,
): SiteBooking[] {
  const visits: SiteBooking[] = [];
  for (const booking of state.bookings.values()) {
    const isNamed = bookingIds.includes(booking.bookingId);
    if (isNamed || (intervals.length > 0 && isLive(booking) && touches(stretchOf(booking)))) {
      visits.push(booking);
    }
  }
  return visits;
}

function blocksOf(
  state: SiteState,
  anyTouches: (occupancies: readonly Occupancy[]) => boolean,
): { readonly blockId: BlockId; readonly occupancies: readonly Occupancy[] }[] {
  const found = [];
  for (const [blockId, occupancies] of state.blocks) {
    if (anyTouches(occupancies)) found.push({ blockId, occupancies });
  }
  return found;
}

function asVisit({ copies }: SiteState, booking: SiteBooking): SiteVisit {
  return { ...booking, sealedToSite: copies.get(booking.bookingId) ?? null };
}
