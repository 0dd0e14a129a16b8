import type {
  AbsenceId,
  AbsenceReason,
  BookingId,
  BookingSource,
  BookingState,
  BookingTemplateId,
  ClinicId,
  Instant,
  LocalDate,
  LocalDateTime,
  PatientId,
  PlanChangeId,
  PractitionerId,
  PractitionerTitle,
  PreblockId,
  PreblockKindId,
  PreblockSeriesId,
  PreblockType,
  RefusalCode,
  ResourceId,
  ShiftId,
  TreatmentCategoryId,
} from '@tidbok/core';

/** A stretch of one day on the wall clock: minutes since midnight, half-open. */
export interface DayStretch {
  readonly date: LocalDate;
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface ShiftView extends DayStretch {
  readonly id: ShiftId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly start: Instant;
  readonly end: Instant;
}

export interface PreblockView extends DayStretch {
  readonly id: PreblockId;
  readonly kindId: PreblockKindId;
  readonly name: string;
  readonly text: string;
  readonly colour: string;
  readonly type: PreblockType['type'];
  readonly bypass: boolean;
  readonly resourceId: ResourceId;
  readonly seriesId: PreblockSeriesId | null;
  /** B4: has stopped applying. */
  readonly expired: boolean;
  readonly start: Instant;
  readonly end: Instant;
}

export interface CategoryView {
  readonly id: TreatmentCategoryId;
  readonly name: string;
  readonly sign: string;
  readonly colour: string;
}

/** A patient as the book shows them; the number's last four are dots. */
export interface PatientView {
  readonly id: PatientId;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  /** `19280128-••••`; empty when unknown. */
  readonly identityNumberMasked: string;
  readonly email: string;
  readonly mobile: string;
  /** Protected identity: neither name nor number is told; the doors say so in words. */
  readonly isProtected: boolean;
}

export interface BookedView extends DayStretch {
  readonly id: BookingId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly start: Instant;
  readonly end: Instant;
  readonly templateId: BookingTemplateId;
  readonly templateName: string;
  readonly category: CategoryView | null;
  readonly patient: PatientView;
  readonly bookText: string;
  readonly summonsCard: boolean;
  readonly moveNextRecall: boolean;
  readonly expectedAmount: number | null;
  readonly state: BookingState;
  readonly source: BookingSource;
  /** The user's name; `ITB` for what came from the site (P4). */
  readonly registeredBy: string;
  readonly registeredAt: Instant;
  readonly changedAt: Instant;
  /** Grows with every change; said back when the booking is changed. */
  readonly version: number;
  readonly replaces: BookingId | null;
  readonly conflict: boolean;
  readonly override: boolean;
  /** Codes of the refusals that staff passed. */
  readonly overridden: readonly string[];
  /** What the patient typed online differs from the register. */
  readonly detailsDiffer: boolean;
  readonly cancelReason: string | null;
}

/** A piece of Internet time as the book shows it (U6). */
export interface OfferPiece extends DayStretch {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly preblockId: PreblockId;
  readonly state: 'free' | 'sold' | 'preliminary' | 'hidden';
  /** Before the frontier: sold by asking this book. */
  readonly near: boolean;
}

export interface NeedsPersonView {
  readonly id: string;
  readonly kind: string;
  readonly bookingIds: readonly BookingId[];
  readonly at: Instant;
}

export interface SyncView {
  readonly paired: boolean;
  readonly connected: boolean;
  readonly connectedSince: Instant | null;
  readonly lastExchangeAt: Instant | null;
  readonly mode: 'unpaired' | 'paired' | 'recover' | 'halted';
}

/** Everything that one screen of the book shows, read at one moment. */
export interface BookDay {
  readonly asOf: Instant;
  /** Of the book: the pages' live events continue from here. */
  readonly revision: number;
  readonly zoneId: string;
  readonly clinic: { readonly id: ClinicId; readonly name: string };
  readonly days: readonly {
    readonly date: LocalDate;
    readonly isoWeek: number;
    readonly redDay: { readonly name: string } | null;
  }[];
  readonly resources: readonly {
    readonly id: ResourceId;
    readonly name: string;
    /** Who has a shift in this chair on these days. */
    readonly practitioners: readonly {
      readonly id: PractitionerId;
      readonly name: string;
      readonly title: PractitionerTitle;
    }[];
  }[];
  readonly shifts: readonly ShiftView[];
  readonly absences: readonly AbsenceView[];
  readonly preblocks: readonly PreblockView[];
  readonly bookings: readonly BookedView[];
  readonly offers: readonly OfferPiece[];
  /** Minutes of Internet time on these days. */
  readonly summary: {
    readonly offered: number;
    readonly soldOnline: number;
    readonly free: number;
    readonly preliminary: number;
  };
  readonly needsPerson: readonly NeedsPersonView[];
  readonly sync: SyncView;
}

/** The right-drag menu (L3): the lists in force, in their order. */
export interface BookMenu {
  readonly templates: readonly {
    readonly id: BookingTemplateId;
    readonly name: string;
    readonly minutes: number;
    readonly category: CategoryView | null;
  }[];
  readonly preblockKinds: readonly {
    readonly id: PreblockKindId;
    readonly name: string;
    readonly colour: string;
    readonly type: PreblockType['type'];
    readonly needsCode: boolean;
    /** False: greyed, the permission is missing (A2). */
    readonly allowed: boolean;
  }[];
}

/** Times of the site: how many, and the first of them. */
export interface TimesView {
  readonly count: number;
  readonly times: readonly {
    readonly start: Instant;
    readonly resourceId: ResourceId;
    readonly practitionerId: PractitionerId;
  }[];
}

/** What a change of the plan does, as a difference (S5). */
export interface PlanPreview {
  /** Given back when it is confirmed: a fingerprint of what was shown. */
  readonly seen: string;
  /** Shifts or preblocks put in, and taken away. */
  readonly inserted: number;
  readonly removed: number;
  readonly published: TimesView;
  readonly withdrawn: TimesView;
  /** Bookings that end up outside the schedule or in the absence. */
  readonly bookings: readonly BookedView[];
  /** Preblocks that end up outside the schedule. */
  readonly preblocks: readonly PreblockView[];
  /** Days that are left out: taken already, or without such an hour. */
  readonly skippedOn: readonly LocalDate[];
  /** Some of the preblocks put in lies outside every shift. */
  readonly outsideSchedule: boolean;
}

export interface PlanDone extends PlanPreview {
  readonly changeId: PlanChangeId;
  /** Of the absence that was registered. */
  readonly absenceId: AbsenceId | null;
}

/** An absence on one day, on the wall clock. */
export interface AbsenceView extends DayStretch {
  readonly id: AbsenceId;
  readonly practitionerId: PractitionerId;
  readonly reason: AbsenceReason;
  /** The whole of it, as registered. */
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
}

/** A booking in an absence, with the nearest time that is equal to its own. */
export interface EqualTimeView {
  readonly bookingId: BookingId;
  readonly suggestion:
    | (DayStretch & {
        readonly start: Instant;
        readonly resourceId: ResourceId;
        readonly practitionerId: PractitionerId;
      })
    | null;
}

/** What became of a booking; `refusal` is the code when it was left as it was. */
export interface SettledView {
  readonly bookingId: BookingId;
  readonly refusal: RefusalCode | null;
}

/** T2: Internet time in which nothing can be booked on the site. */
export interface NotOnSite {
  readonly kindId: PreblockKindId;
  /** Whose treatments online none fits, by name. */
  readonly practitioners: readonly string[];
  /** The categories that their treatments online do have. */
  readonly categories: readonly string[];
}

/** One time of `GET /api/v1/offers`. */
export interface OfferedTimeView {
  readonly start: Instant;
  readonly end: Instant;
  readonly resourceId: ResourceId;
  /** null: nobody is scheduled there. */
  readonly practitionerId: PractitionerId | null;
  readonly preblockId: PreblockId;
  readonly templateId: BookingTemplateId | null;
  readonly state: 'free' | 'sold' | 'preliminary' | 'hidden';
  /** The rule that hides it, by code; null while free. */
  readonly rule: string | null;
}
