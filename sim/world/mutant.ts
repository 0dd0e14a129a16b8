import type { ClinicEntry, SiteEntry } from '@tidbok/protocol';
import type { Instant } from '@tidbok/core';
import type {
  ClinicFacts,
  ClinicState,
  ClinicWrite,
  SiteDecision,
  SiteFacts,
  SiteState,
} from '@tidbok/sync';

type End = 'clinic' | 'site';

/** A rule taken away on purpose, to prove that the checks would notice. */
export interface Mutant {
  readonly name: string;
  /** Where the search for a world that notices begins, when that world is a rare one. */
  readonly first?: number;
  /** What a decision at the clinic is told; `entry` when it applies one of the site's. */
  readonly clinicFacts?: (facts: ClinicFacts, entry: SiteEntry | null) => ClinicFacts;
  /** What a decision about a staff booking is told. */
  readonly staffFacts?: (facts: ClinicFacts) => ClinicFacts;
  readonly clinicWrites?: (
    writes: readonly ClinicWrite[],
    entry: SiteEntry | null,
  ) => readonly ClinicWrite[];
  readonly siteFacts?: (facts: SiteFacts, entry: ClinicEntry | null, now: Instant) => SiteFacts;
  readonly siteDecision?: (decision: SiteDecision, entry: ClinicEntry | null) => SiteDecision;
  /** The clinic takes records whatever their place in the log. */
  readonly ignoresOrder?: boolean;
  /** The clinic moves its cursor in one transaction and does what the record says in the next. */
  readonly splitsApply?: boolean;
  /** As `splitsApply`, at the site. */
  readonly splitsSite?: boolean;
  /** What the database holds when its computer starts again. */
  readonly clinicRestarts?: (state: ClinicState) => ClinicState;
  readonly siteRestarts?: (state: SiteState) => SiteState;
  /** Either side, restored, goes on as if it had always been so. */
  readonly forgetsRestore?: boolean;
  /** A clinic that is told that it was restored does not look whether its log went on instead. */
  readonly believesItWasRestored?: boolean;
  /** The Online Client speaks no older version than its own. */
  readonly speaksOnlyNewest?: boolean;
  /** The site admits a practice from whatever computer. */
  readonly admitsAnyComputer?: boolean;
  /** A computer that is paired does not take the place of the one before. */
  readonly keepsOldComputer?: boolean;
  /** The site welcomes a reader of what it keeps no longer. */
  readonly forgetsFloor?: boolean;
  /** That end passes over a record that it cannot apply. */
  readonly passesPoison?: End;
  /** Every connection has the epoch of the first. */
  readonly keepsEpoch?: boolean;
}

export const NO_MUTANT: Mutant = { name: 'none' };
