import {
  difference,
  intersectionOf,
  intervalSet,
  within,
  type Instant,
  type Interval,
  type IntervalSet,
  type PractitionerId,
  type ResourceId,
  type SubjectId,
} from '@tidbok/core';
import type { BookedRow } from '@tidbok/store/clinic';
import type { BookDay, OfferPiece, PreblockView, ShiftView } from './book.ts';
import { stretchOfInterval } from './day-stretch.ts';
import type { LoadedRegister } from '../register-cache.ts';

export interface OfferPieceFacts {
  readonly register: LoadedRegister;
  readonly online: {
    readonly practitioners: ReadonlySet<PractitionerId>;
    readonly resources: ReadonlySet<ResourceId>;
  };
  readonly shifts: readonly ShiftView[];
  readonly preblocks: readonly PreblockView[];
  /** Live ones, of every chair whose practitioners are shown. */
  readonly bookings: readonly BookedRow[];
  readonly frontierAt: Instant;
  readonly now: Instant;
}

type State = OfferPiece['state'];
type Piece = { readonly during: Interval; readonly state: State };

/** Internet time at a glance (U6): what is free, sold, preliminary, or hidden by other visits. */
export function offerPieces(facts: OfferPieceFacts): OfferPiece[] {
  const { register, online } = facts;
  return facts.preblocks
    .filter((p) => p.type === 'internet' && !p.expired && online.resources.has(p.resourceId))
    .flatMap((preblock) =>
      facts.shifts
        .filter(
          (s) => s.resourceId === preblock.resourceId && online.practitioners.has(s.practitionerId),
        )
        .flatMap((shift) => {
          const during = intersectionOf(intervalOf(preblock), intervalOf(shift));
          if (during === undefined) return [];
          const { resourceId, practitionerId } = shift;
          return piecesOf(facts, during, [resourceId, practitionerId]).map((piece) => ({
            resourceId,
            practitionerId,
            preblockId: preblock.id,
            ...stretchOfInterval(register.zone, piece.during),
            state: piece.state,
            near: piece.during.from < facts.frontierAt,
          }));
        }),
    );
}

function piecesOf(
  facts: OfferPieceFacts,
  during: Interval,
  subjects: readonly SubjectId[],
): Piece[] {
  const taken = (state: State): IntervalSet =>
    within(
      intervalSet(
        facts.bookings
          .filter((booking) => stateOf(booking) === state)
          .flatMap(({ occupancies }) => occupancies)
          .filter(({ subjectId }) => subjects.includes(subjectId))
          .map((occupancy) => occupancy.during),
      ),
      during,
    );
  const past: IntervalSet = facts.now > during.from ? [{ from: during.from, to: facts.now }] : [];
  let left: IntervalSet = [during];
  const pieces: Piece[] = [];
  for (const state of ['sold', 'preliminary'] as const) {
    for (const piece of taken(state)) pieces.push({ during: piece, state });
    left = difference(left, taken(state));
  }
  const free = difference(difference(left, taken('hidden')), past);
  for (const piece of free) pieces.push({ during: piece, state: 'free' });
  for (const piece of difference(left, free)) pieces.push({ during: piece, state: 'hidden' });
  return pieces.sort((a, b) => a.during.from - b.during.from);
}

function stateOf(booking: BookedRow): State {
  if (booking.source !== 'online') return 'hidden';
  return booking.state === 'pending' ? 'preliminary' : 'sold';
}

function intervalOf({ start, end }: { start: Instant; end: Instant }): Interval {
  return { from: start, to: end };
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
