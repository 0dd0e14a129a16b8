import type { Instant } from '@tidbok/core';
import type { openSitePool } from '@tidbok/store/site';
import type { CatalogCache } from './catalog-cache.ts';
import type { ClinicDirectory } from './clinic-directory.ts';
import type { AvailabilityCache } from './availability-cache.ts';
import type { Lookups } from './lookups.ts';
import type { SiteSecrets, SiteServiceLog } from './site.ts';
import type { SlotQueue } from './slot-queue.ts';
import type { Wakes } from './wakes.ts';

/** What every use case of the site is given. */
export interface SiteContext {
  readonly pool: ReturnType<typeof openSitePool>;
  readonly secrets: SiteSecrets;
  readonly now: () => Instant;
  readonly log: SiteServiceLog;
  readonly directory: ClinicDirectory;
  readonly catalogs: CatalogCache;
  readonly availability: AvailabilityCache;
  readonly slots: SlotQueue;
  readonly wakes: Wakes;
  readonly lookups: Lookups;
  /** Where patients reach the site, for links in messages; null: no links. */
  readonly publicUrl: string | null;
  readonly answerWaitMs: number;
  readonly maxHoldsPerSession: number;
}
