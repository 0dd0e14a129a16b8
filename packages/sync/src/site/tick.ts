import { HOUR_MS, instant, MINUTE_MS, type HoldId, type Instant } from '@tidbok/core';
import type { SiteVisit } from './facts.ts';
import { messageAbout } from './messages.ts';
import type { SiteDecision, SiteGuard, SiteWrite } from './writes.ts';

export const FRONTIER_STEP_MINUTES = 15;
/** While running the frontier moves at most this far at once: a clock that jumps does no harm. */
export const MAX_FRONTIER_STEP_HOURS = 1;

/** What the passing of time needs to know of one practice. */
export interface TickFacts {
  readonly frontierAt: Instant;
  /** H of the catalogue; null until there is one: the frontier then stands. */
  readonly nearHours: number | null;
  readonly head: number;
  /**
   * The first tick since the practice was paired or the site started, with the clinic's clock seen
   * to agree within a minute: the frontier may jump (0.7).
   */
  readonly mayJump: boolean;
  /** Pending visits whose request has expired at `now`. */
  readonly expiredRequests: readonly SiteVisit[];
  readonly expiredHolds: readonly HoldId[];
}

/** What time alone changes: the frontier advances, requests and holds expire. Null: nothing. */
export function decideTick(facts: TickFacts, now: Instant): SiteDecision | null {
  const frontier = advanceFrontier(facts, now);
  const writes: SiteWrite[] = [
    ...facts.expiredRequests.flatMap((visit) => expire(visit, now)),
    ...facts.expiredHolds.map((holdId): SiteWrite => ({ type: 'delete-hold', holdId })),
    ...frontier,
  ];
  if (writes.length === 0) return null;
  const guards: SiteGuard[] = facts.expiredRequests.map(({ bookingId }) => ({
    type: 'booking-is',
    bookingId,
    states: ['pending'],
  }));
  // Two nodes tick for one practice: the second finds the log moved on and looks again.
  return { guards: [...guards, { type: 'head-is', seq: facts.head }], writes };
}

function advanceFrontier(facts: TickFacts, now: Instant): SiteWrite[] {
  const frontierAt = nextFrontier(facts, now);
  if (frontierAt === null) return [];
  return [
    { type: 'set-frontier', frontierAt },
    { type: 'append', entry: { type: 'FRONTIER', frontierAt }, at: now },
  ];
}

/** Where the frontier moves to, in whole steps; null while it stands. Never backwards (R5). */
export function nextFrontier(
  facts: Pick<TickFacts, 'frontierAt' | 'nearHours' | 'mayJump'>,
  now: Instant,
): Instant | null {
  if (facts.nearHours === null) return null;
  const step = FRONTIER_STEP_MINUTES * MINUTE_MS;
  const wanted = Math.floor((now + facts.nearHours * HOUR_MS) / step) * step;
  const reach = facts.mayJump ? wanted : facts.frontierAt + MAX_FRONTIER_STEP_HOURS * HOUR_MS;
  const next = Math.min(wanted, reach);
  return next > facts.frontierAt ? instant(next) : null;
}

function expire(visit: SiteVisit, now: Instant): SiteWrite[] {
  const { bookingId } = visit;
  return [
    { type: 'set-booking-state', bookingId, state: 'cancelled', at: now },
    { type: 'append', entry: { type: 'CANCEL', bookingId, reason: 'expired' }, at: now },
    ...messageAbout(visit, 'rejection', now),
  ];
}
