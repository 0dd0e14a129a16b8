import { intersection, intervalSet, type Instant, type Interval } from '@tidbok/core';

/** What book and site must agree on when nothing is on its way (I4). */
export interface Agreed {
  readonly frontierAt: Instant;
  readonly offers: readonly AgreedOffer[];
  /** Live visits that the site knows, requests left aside. */
  readonly visits: readonly { readonly bookingId: string; readonly during: Interval }[];
  readonly blocks: readonly {
    readonly blockId: string;
    readonly occupancies: readonly { readonly during: Interval }[];
  }[];
}

interface AgreedOffer {
  readonly offerId: string;
  readonly practitionerId: string;
  readonly open: readonly Interval[];
}

const FOREVER = 8_640_000_000_000_000 as Instant;

/**
 * The text whose SHA-256 both ends compare (I4): the frontier, and what lies at or after it. No
 * clock is asked, for two clocks never agree; the frontier is the same at both ends.
 */
export function digestText({ frontierAt, offers, visits, blocks }: Agreed): string {
  const far: Interval = { from: frontierAt, to: FOREVER };
  const pieces = ({ open }: AgreedOffer) =>
    intersection(intervalSet(open), [far])
      .map(({ from, to }) => `${from}-${to}`)
      .join();
  return [
    `frontier ${frontierAt}`,
    ...offers
      .filter((offer) => pieces(offer) !== '')
      .map((offer) => `offer ${offer.offerId} ${offer.practitionerId} ${pieces(offer)}`)
      .sort(),
    ...visits
      .filter(({ during }) => during.to > frontierAt)
      .map(({ bookingId }) => `visit ${bookingId}`)
      .sort(),
    ...blocks
      .filter(({ occupancies }) => occupancies.some(({ during }) => during.to > frontierAt))
      .map(({ blockId }) => `block ${blockId}`)
      .sort(),
  ].join('\n');
}
