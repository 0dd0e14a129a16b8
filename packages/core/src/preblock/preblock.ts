import type {
  PreblockId,
  PreblockKindId,
  PreblockSeriesId,
  PractitionerId,
  ResourceId,
  TreatmentCategoryId,
} from '../foundation/ids.ts';
import type { LocalDate, LocalDateTime } from '../time/instant.ts';

/** *Tillåt* the ticked, or *Tillåt ej*: all but the ticked (B3). Never empty. */
export interface CategoryRule {
  readonly mode: 'allow' | 'deny';
  readonly ids: readonly TreatmentCategoryId[];
}

/** The six types (B2) with what each of them needs. */
export type PreblockType =
  | { readonly type: 'standard' }
  | { readonly type: 'recall' }
  | { readonly type: 'patient-free' }
  /** `minimumAmount` in kronor. */
  | { readonly type: 'amount'; readonly minimumAmount: number }
  | { readonly type: 'treatment'; readonly categories: CategoryRule }
  | { readonly type: 'internet'; readonly categories: CategoryRule };

/** The reusable definition (B1). */
export interface PreblockKind {
  readonly id: PreblockKindId;
  readonly name: string;
  readonly text: string;
  /** Staff must give it to place the preblock; empty when none is asked for. */
  readonly code: string;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly validFor:
    | { readonly type: 'resources' }
    | { readonly type: 'personal'; readonly practitionerId: PractitionerId };
  /** *Tillåt att man kringgår preblocken*. */
  readonly bypass: boolean;
  readonly rule: PreblockType;
  /** B4: ends at 00:00 local, this many calendar days before its day; null = never. */
  readonly expiresDaysBefore: number | null;
}

/** A kind placed on an interval of one resource's book. Planned, so kept in local time. */
export interface Preblock {
  readonly id: PreblockId;
  readonly kindId: PreblockKindId;
  readonly resourceId: ResourceId;
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
  readonly seriesId: PreblockSeriesId | null;
}

/** U2: daily, weekly or every n weeks, until a date (that day included). */
export interface Repetition {
  readonly every: 'day' | 'week';
  /** 1 = each; 2 = every second. */
  readonly step: number;
  readonly until: LocalDate;
}
