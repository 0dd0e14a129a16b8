import {
  deriveOffers,
  difference,
  intersection,
  intersectionOf,
  intervalOfLocal,
  intervalSet,
  within,
  type Absence,
  type Instant,
  type Interval,
  type IntervalSet,
  type PractitionerId,
  type Preblock,
  type PreblockId,
  type ResourceId,
  type Shift,
  type SubjectId,
  type Zone,
} from '@tidbok/core';
import type { BookedRow } from '@tidbok/store/clinic';
import type { BookDay, OfferPiece } from './book.ts';
import { stretchOfInterval } from './day-stretch.ts';
import type { LoadedRegister } from '../register-cache.ts';

export interface OfferPieceFacts {
  readonly register: LoadedRegister;
  readonly online: {
    readonly practitioners: ReadonlySet<PractitionerId>;
    readonly resources: ReadonlySet<ResourceId>;
  };
  readonly shifts: readonly Shift[];
  readonly absences: readonly Absence[];
  readonly preblocks: readonly Preblock[];
  /** Live ones, of every chair: a practitioner's visits elsewhere hide their Internet time here. */
  readonly bookings: readonly BookedRow[];
  /** Before a pairing nothing is free on the site. */
  readonly paired: boolean;
  readonly frontierAt: Instant;
  readonly now: Instant;
}

type State = OfferPiece['state'];
type Piece = { readonly during: Interval; readonly state: State };

/** Internet time at a glance (U6): what is free, sold, preliminary, or hidden from the site. */
export function offerPieces(facts: OfferPieceFacts): OfferPiece[] {
  const { register, online } = facts;
  const { zone, kinds } = register;
  const internet = new Set(
    kinds.filter(({ rule }) => rule.type === 'internet').map(({ id }) => id),
  );
  const free = freeTime(facts);
  return facts.preblocks
    .filter(({ kindId, resourceId }) => internet.has(kindId) && online.resources.has(resourceId))
    .flatMap((preblock) =>
      facts.shifts
        .filter(
          (s) => s.resourceId === preblock.resourceId && online.practitioners.has(s.practitionerId),
        )
        .flatMap((shift) => {
          const during = sharedTime(zone, preblock, shift);
          if (during === undefined) return [];
          const { resourceId, practitionerId } = shift;
          const open = free.get(laneKey(preblock.id, shift)) ?? [];
          return piecesOf(facts, during, { open, subjects: [resourceId, practitionerId] }).map(
            (piece) => ({
              resourceId,
              practitionerId,
              preblockId: preblock.id,
              ...stretchOfInterval(zone, piece.during),
              state: piece.state,
              near: piece.during.from < facts.frontierAt,
            }),
          );
        }),
    );
}

function sharedTime(zone: Zone, preblock: Preblock, shift: Shift): Interval | undefined {
  const placed = intervalOfLocal(zone, preblock);
  const scheduled = intervalOfLocal(zone, shift);
  if (placed === undefined || scheduled === undefined) return undefined;
  return intersectionOf(placed, scheduled);
}

/** What the core would offer if the site knew of no visit: the one rule for what is free. */
function freeTime(facts: OfferPieceFacts): ReadonlyMap<string, IntervalSet> {
  if (!facts.paired) return new Map();
  const offers = deriveOffers(
    {
      zone: facts.register.zone,
      shifts: facts.shifts,
      absences: facts.absences,
      preblocks: facts.preblocks,
      kinds: facts.register.kinds,
      onlinePractitioners: facts.online.practitioners,
      onlineResources: facts.online.resources,
      bookings: facts.bookings.map(({ occupancies }) => ({ occupancies, knownAtSite: false })),
      claims: [],
    },
    facts.now,
  );
  return new Map(offers.map((offer) => [laneKey(offer.preblockId, offer), offer.open]));
}

function laneKey(
  preblockId: PreblockId,
  { resourceId, practitionerId }: Pick<Shift, 'resourceId' | 'practitionerId'>,
): string {
  return `${preblockId} ${resourceId} ${practitionerId}`;
}

function piecesOf(
  facts: OfferPieceFacts,
  during: Interval,
  lane: { readonly open: IntervalSet; readonly subjects: readonly SubjectId[] },
): Piece[] {
  const pieces: Piece[] = [];
  let left: IntervalSet = [during];
  for (const state of ['sold', 'preliminary'] as const) {
    const taken = within(takenBy(facts, lane.subjects, state), during);
    for (const piece of taken) pieces.push({ during: piece, state });
    left = difference(left, taken);
  }
  for (const piece of intersection(left, lane.open)) pieces.push({ during: piece, state: 'free' });
  for (const piece of difference(left, lane.open)) pieces.push({ during: piece, state: 'hidden' });
  return pieces.sort((a, b) => a.during.from - b.during.from);
}

function takenBy(
  { bookings }: OfferPieceFacts,
  subjects: readonly SubjectId[],
  state: State,
): IntervalSet {
  return intervalSet(
    bookings
      .filter((booking) => stateOf(booking) === state)
      .flatMap(({ occupancies }) => occupancies)
      .filter(({ subjectId }) => subjects.includes(subjectId))
      .map((occupancy) => occupancy.during),
  );
}

function stateOf(booking: BookedRow): State {
  if (booking.source !== 'online') return 'hidden';
  return booking.state === 'pending' ? 'preliminary' : 'sold';
}

/** Minutes of Internet time on the shown days. */
export function summaryOf(pieces: readonly OfferPiece[]): BookDay['summary'] {
  const sum = (state: State): number =>
    pieces
      .filter((piece) => piece.state === state)
      .reduce((minutes, piece) => minutes + piece.toMinute - piece.fromMinute, 0);
  const [soldOnline, free, preliminary] = [sum('sold'), sum('free'), sum('preliminary')];
  return { offered: soldOnline + free + preliminary, soldOnline, free, preliminary };
}
