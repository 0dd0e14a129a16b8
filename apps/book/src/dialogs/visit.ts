import type { Booking } from '../calls/book-shapes.ts';

/** What staff may write about a visit, beside when and with whom. */
export interface Visit {
  readonly bookText: string;
  readonly summonsCard: boolean;
  readonly moveNextRecall: boolean;
  /** Kronor; null when not said. */
  readonly expectedAmount: number | null;
}

export function visitOf({ bookText, summonsCard, moveNextRecall, expectedAmount }: Booking): Visit {
  return { bookText, summonsCard, moveNextRecall, expectedAmount };
}

/** Only what differs: what somebody else wrote in another field is left alone. */
export function changedParts(before: Visit, after: Visit): Partial<Visit> {
  return {
    ...(after.bookText === before.bookText ? {} : { bookText: after.bookText }),
    ...(after.summonsCard === before.summonsCard ? {} : { summonsCard: after.summonsCard }),
    ...(after.moveNextRecall === before.moveNextRecall
      ? {}
      : { moveNextRecall: after.moveNextRecall }),
    ...(after.expectedAmount === before.expectedAmount
      ? {}
      : { expectedAmount: after.expectedAmount }),
  };
}
