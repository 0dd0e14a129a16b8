import { ok, refuse, type Outcome } from '@tidbok/core';
import { thenAnnounce } from '../clinic/announce.ts';
import type { Moment } from '../clinic/changes.ts';
import type { ClinicFacts } from '../clinic/facts.ts';
import type { ClinicWrite } from '../clinic/writes.ts';

/**
 * The practice leaves the site: all that is offered is withdrawn first (4.4). `facts` reach over
 * everything that is announced. Refuses `not-paired`, and while the book recovers
 * `book-recovering`: nobody knows then what is offered.
 */
export function decideLeaving(facts: ClinicFacts, moment: Moment): Outcome<ClinicWrite[]> {
  if (!facts.paired) return refuse('not-paired');
  if (facts.recovery !== null) return refuse('book-recovering');
  return ok(thenAnnounce(facts, [{ type: 'leave-site' }], moment));
}

/**
 * When the site has answered everything, and owns nothing more from now on: UNPAIR. Nothing before;
 * `asked` when it was said already.
 */
export function decideUnpair(facts: ClinicFacts, { now }: Moment, asked: boolean): ClinicWrite[] {
  const ahead = facts.announced.some(({ open }) => open.some(({ to }) => to > now));
  const waits = ahead || facts.withdrawals.length > 0 || facts.claims.length > 0;
  if (!facts.leaving || asked || waits) return [];
  return [{ type: 'append', entry: { type: 'UNPAIR' }, at: now }];
}
