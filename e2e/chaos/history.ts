/** `info`: no answer, or one that does not say whether it was done. */
export type Result = 'ok' | 'fail' | 'info';

export type What =
  | 'look'
  | 'hold'
  | 'sell'
  /** A patient's own visits: looked at, moved, given up. */
  | 'mine'
  | 'rebook'
  | 'give up'
  | 'book'
  | 'move'
  | 'cancel'
  | 'publish'
  | 'withdraw'
  | 'read';

/** When and where a visit is, in milliseconds since 1970. */
export interface Place {
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly from: number;
  readonly to: number;
}

/** One request of somebody and what came of it. */
export interface Deed {
  readonly who: string;
  readonly what: What;
  /** Milliseconds since the run began, on a clock that never jumps. */
  readonly began: number;
  readonly ended: number;
  readonly result: Result;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly code?: string | undefined;
  /**
   * By which a repeated request is known: the Idempotency-Key, or the visit's id from the start.
   */
  readonly key?: string | undefined;
  /** What it made. */
  readonly bookingId?: string | undefined;
  /** What it ended: the visit that was cancelled or moved away. */
  readonly endedId?: string | undefined;
  /** What it ends once the clinic has said yes. */
  readonly mayEndId?: string | undefined;
  readonly place?: Place | undefined;
  /** The clinic has not answered yet. */
  readonly preliminary?: boolean | undefined;
  /** The known person whose visits these are. */
  readonly person?: string | undefined;
  /** What an answer showed: times as free, or visits as standing. */
  readonly free?: readonly Place[] | undefined;
  readonly shown?: readonly string[] | undefined;
  /** The chair and the day that were asked about, when staff read them. */
  readonly asked?: Pick<Place, 'resourceId' | 'from' | 'to'> | undefined;
}

/** Every answer that anybody got, in the order of the answers. */
export class History {
  readonly #deeds: Deed[] = [];
  readonly #start = performance.now();

  now(): number {
    return performance.now() - this.#start;
  }

  add(deed: Deed): void {
    this.#deeds.push(deed);
  }

  get deeds(): readonly Deed[] {
    return this.#deeds;
  }
}
