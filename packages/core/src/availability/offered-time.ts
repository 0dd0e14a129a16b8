import type {
  BookingTemplateId,
  ClinicId,
  PractitionerId,
  PreblockId,
  PreblockKindId,
  ResourceId,
  SharedResourceId,
  SubjectId,
  TreatmentCategoryId,
} from '../foundation/ids.ts';
import type { CategoryRule } from '../preblock/preblock.ts';
import type { PatientRule, ResourcePattern } from '../template/booking-template.ts';
import type { Instant, IntervalSet, Zone } from '../time/instant.ts';

/**
 * Internet time of one preblock under one practitioner's shifts: what is, or should be, offered.
 * It binds its chair and its practitioner. Times are counted from `anchorAt` (U3).
 */
export interface OfferedTime {
  readonly preblockId: PreblockId;
  readonly preblockKindId: PreblockKindId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  /** The preblock's own start. */
  readonly anchorAt: Instant;
  /** B4: not offered from this instant on. */
  readonly expiresAt: Instant | null;
  readonly open: IntervalSet;
}

/** What the site needs of a template to offer it (W3, T2, T4). */
export interface OnlineTemplate {
  readonly id: BookingTemplateId;
  readonly name: string;
  readonly minutes: number;
  readonly categoryId: TreatmentCategoryId;
  readonly rebookable: boolean;
  readonly cancellable: boolean;
  readonly resourcePattern: ResourcePattern | null;
  /** Left out: everybody. */
  readonly admits?: PatientRule | null;
}

/** E4. */
export interface OnlineLimits {
  /** A visit may not start sooner than this from now. */
  readonly leadTimeMinutes: number;
  /** Nor later than this many calendar months from today. */
  readonly horizonMonths: number;
}

/**
 * The rules under which offered time is sold: the same at the book, the site, the API, the check.
 */
export interface OnlineRules {
  readonly kinds: ReadonlyMap<PreblockKindId, CategoryRule>;
  readonly templates: ReadonlyMap<BookingTemplateId, OnlineTemplate>;
  /** Per practitioner who takes part: the templates of the list in force, in its order (L4). */
  readonly templatesOf: ReadonlyMap<PractitionerId, readonly BookingTemplateId[]>;
  readonly clinicOfResource: ReadonlyMap<ResourceId, ClinicId>;
  /** Per clinic: sign → shared resource (T4). */
  readonly sharedResources: ReadonlyMap<ClinicId, ReadonlyMap<string, SharedResourceId>>;
  readonly limits: OnlineLimits;
  /** The practice's zone: "today", and the horizon's months, are counted in it. */
  readonly zone: Zone;
}

/** Everything "which times are free?" depends on. */
export interface AvailabilityFacts {
  readonly rules: OnlineRules;
  readonly offered: readonly OfferedTime[];
  /** By live bookings and by the clinic's blocks. */
  readonly taken: ReadonlyMap<SubjectId, IntervalSet>;
  /** By holds of others than the one who asks; left out when there are none. */
  readonly held?: ReadonlyMap<SubjectId, IntervalSet>;
}

export interface FreeTimeQuery {
  readonly templateId: BookingTemplateId;
  readonly clinicId: ClinicId;
  /** null = any practitioner. */
  readonly practitionerId: PractitionerId | null;
  readonly from: Instant;
  readonly to: Instant;
  readonly now: Instant;
}

export interface FreeTime {
  readonly start: Instant;
  readonly end: Instant;
  readonly practitionerId: PractitionerId;
  readonly resourceId: ResourceId;
  readonly preblockId: PreblockId;
}
