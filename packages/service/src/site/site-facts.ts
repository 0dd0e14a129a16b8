import type { PracticeId } from '@tidbok/core';
import {
  loadSiteFacts,
  type PracticeRow,
  type Queryable,
  type RememberedRow,
} from '@tidbok/store/site';
import type { SiteFacts, SiteNeed } from '@tidbok/sync';
import type { SiteContext } from './context.ts';

export interface LoadedFacts {
  readonly facts: SiteFacts;
  readonly practice: PracticeRow;
  /** What an earlier request with the same key led to. */
  readonly remembered: RememberedRow | null;
}

/** While the site recovers it takes requests; halted, or left by the practice, it takes nothing. */
export function isOpen(mode: SiteFacts['mode']): boolean {
  return mode === 'paired' || mode === 'recover';
}

/** One breath in; null for a practice that is not paired. */
export async function readFacts(
  { pool, catalogs }: Pick<SiteContext, 'catalogs'> & { readonly pool: Queryable },
  practiceId: PracticeId,
  need: SiteNeed & { readonly idempotencyKey?: string },
): Promise<LoadedFacts | null> {
  const rows = await loadSiteFacts(pool, practiceId, need);
  const { practice, remembered } = rows;
  if (practice === null) return null;
  const { offers, bookings, blocks, holds } = rows;
  const facts: SiteFacts = {
    mode: practice.mode,
    staged: null,
    catalog: await catalogs.at(practiceId, practice.catalogVersion),
    frontierAt: practice.frontierAt,
    head: practice.head,
    clinicCursor: practice.clinicCursor,
    lastContactAt: practice.lastContactAt,
    offers,
    bookings,
    blocks,
    holds,
    tombstones: new Set(rows.tombstones),
  };
  return { facts, practice, remembered };
}
