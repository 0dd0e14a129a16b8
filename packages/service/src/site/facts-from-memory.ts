import { NO_TIME, touches, type Interval } from '@tidbok/core';
import { needOfSale, type SiteFacts } from '@tidbok/sync';
import type { PracticeTime } from './availability-cache.ts';
import type { SiteContext } from './context.ts';
import type { BookOnlineInput } from './site.ts';

/** What a first attempt at a sale may be decided on without asking the database. */
export interface MemoryFacts {
  readonly facts: SiteFacts;
  readonly sealingPublicKey: string;
}

/**
 * The facts of a sale as the availability cache has them, or null: when it has none, or when they
 * show the time as taken or held, which only fresh facts may say. What they show as free the guards
 * check under the lock, so that old memory costs one more attempt and never a wrong sale.
 */
export function factsFromMemory(
  { availability, now }: Pick<SiteContext, 'availability' | 'now'>,
  input: BookOnlineInput,
): MemoryFacts | null {
  const known = availability.remembered(input.clinicId, now());
  if (known === null) return null;
  const [visit] = needOfSale(input, known.catalog).intervals;
  if (visit === undefined || isKnownTaken(known, input, visit)) return null;
  const { catalog, offers, revision } = known;
  const { mode, frontierAt, lastContactAt, sealingPublicKey } = revision;
  const facts: SiteFacts = {
    mode,
    staged: null,
    catalog,
    frontierAt,
    head: 0,
    clinicCursor: { inc: '', seq: 0, hash: '' },
    lastContactAt,
    offers: offers.filter(({ open }) => touches(open, visit)),
    bookings: [],
    blocks: [],
    holds: [],
    tombstones: new Set(),
  };
  return { facts, sealingPublicKey };
}

function isKnownTaken(
  { prepared }: PracticeTime,
  { resourceId }: BookOnlineInput,
  visit: Interval,
): boolean {
  return [prepared.taken, prepared.held].some((sets) =>
    touches(sets?.get(resourceId) ?? NO_TIME, visit),
  );
}
