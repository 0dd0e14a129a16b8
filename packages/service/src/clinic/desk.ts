import type {
  AbsenceId,
  BookingId,
  BookingTemplateId,
  ClinicId,
  Instant,
  LocalDate,
  LocalDateTime,
  Outcome,
  PatientId,
  PlanChangeId,
  PractitionerId,
  PreblockId,
  PreblockKindId,
  Repetition,
  ResourceId,
  ShiftId,
} from '@tidbok/core';
import type { StaffMember } from './staff.ts';
import type { PlanChange } from './planned.ts';
import type {
  AbsenceView,
  BookedView,
  EqualTimeView,
  NotOnSite,
  PlanDone,
  PlanPreview,
  PreblockView,
  SettledView,
  ShiftView,
} from './views/book.ts';

export interface NewPatient {
  readonly givenName: string;
  readonly familyName: string;
  /** Ten or twelve digits, the hyphen optional; empty when unknown. */
  readonly personalIdentityNumber?: string;
  readonly email?: string;
  readonly mobile?: string;
}

/** Staff book a visit. */
export interface BookCommand {
  /** Made at the door, so that a retry does not book twice. */
  readonly bookingId?: BookingId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly start: Instant;
  /** Beats the template's. */
  readonly minutes?: number;
  readonly templateId: BookingTemplateId;
  readonly patient: { readonly id: PatientId } | NewPatient;
  /** Passes refusals marked overridable; ignored where nothing is refused. */
  readonly override: boolean;
  readonly bookText?: string;
  readonly summonsCard?: boolean;
  readonly moveNextRecall?: boolean;
  readonly expectedAmount?: number | null;
}

/** Which booking, and which version of it was seen: two never overwrite each other silently. */
export interface SeenBooking {
  readonly bookingId: BookingId;
  /** Left out: whatever stands there now is meant. */
  readonly version?: number;
}

export interface SetStateCommand extends SeenBooking {
  readonly state: 'confirmed' | 'arrived' | 'completed' | 'no-show';
}

/** What is left out stays as it is. The moved visit is a new booking that replaces the old. */
export interface MoveCommand extends SeenBooking {
  readonly resourceId?: ResourceId;
  readonly practitionerId?: PractitionerId;
  readonly start?: Instant;
  readonly minutes?: number;
  readonly override: boolean;
}

export type StaffCancelReason = 'patient' | 'clinic' | 'practitioner-absent';

export interface CancelCommand extends SeenBooking {
  readonly reason: StaffCancelReason;
  /** Staff's own words; never leaves the clinic. */
  readonly note?: string;
}

export interface EditBookingCommand extends SeenBooking {
  readonly bookText?: string;
  readonly summonsCard?: boolean;
  readonly moveNextRecall?: boolean;
  readonly expectedAmount?: number | null;
}

export interface PlacePreblockCommand {
  readonly preblockId?: PreblockId;
  readonly kindId: PreblockKindId;
  readonly resourceId: ResourceId;
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
  readonly repeat?: Repetition;
  /** The kind's code, where it asks for one (B1). */
  readonly code?: string;
}

/** Moves, resizes or changes the kind of a placed preblock; what is left out stays. */
export interface ChangePreblockCommand {
  readonly preblockId: PreblockId;
  readonly kindId?: PreblockKindId;
  readonly resourceId?: ResourceId;
  readonly from?: LocalDateTime;
  readonly to?: LocalDateTime;
  readonly code?: string;
}

export type SeriesScope = 'one' | 'following' | 'all';

export interface InsertShiftCommand {
  readonly shiftId?: ShiftId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
}

/** S5: repeats the week of `week` (any day in it) over later weeks. */
export interface RepeatWeekCommand {
  readonly practitionerId: PractitionerId;
  readonly week: LocalDate;
  /** 1 = every week, 2 = every second. */
  readonly everyWeeks: number;
  /** The last day that is filled. */
  readonly until: LocalDate;
}

/** The verbs of the desk: an expected no is a refusal with its code, never thrown. */
export interface Desk {
  readonly book: (by: StaffMember, command: BookCommand) => Promise<Outcome<BookedView>>;
  readonly move: (by: StaffMember, command: MoveCommand) => Promise<Outcome<BookedView>>;
  readonly cancel: (by: StaffMember, command: CancelCommand) => Promise<Outcome<BookedView>>;
  readonly setBookingState: (
    by: StaffMember,
    command: SetStateCommand,
  ) => Promise<Outcome<BookedView>>;
  readonly editBooking: (
    by: StaffMember,
    command: EditBookingCommand,
  ) => Promise<Outcome<BookedView>>;
  /** `items`: one, or the whole series with `repeat`; warns where no shift covers it (S1). */
  readonly placePreblock: (
    by: StaffMember,
    command: PlacePreblockCommand,
  ) => Promise<Outcome<PlacedPreblocks>>;
  readonly removePreblock: (
    by: StaffMember,
    command: RemovePreblocksCommand,
  ) => Promise<Outcome<{ readonly removed: number } & Pick<PlacedPreblocks, 'changeId'>>>;
  readonly changePreblock: (
    by: StaffMember,
    command: ChangePreblockCommand,
  ) => Promise<Outcome<PlacedPreblocks>>;
  /** U2 *Repetera*: makes a series of a preblock that stands. */
  readonly repeatPreblock: (
    by: StaffMember,
    command: RepeatPreblockCommand,
  ) => Promise<Outcome<PlacedPreblocks>>;
  readonly insertShift: (
    by: StaffMember,
    command: InsertShiftCommand,
  ) => Promise<Outcome<ShiftView>>;
  /** What a change of the plan would do, as a difference; nothing is saved. */
  readonly previewPlan: (by: StaffMember, change: PlanChange) => Promise<Outcome<PlanPreview>>;
  /** Makes it. With `seen` of its preview: refused `changed-meanwhile` if that no longer holds. */
  readonly changePlan: (
    by: StaffMember,
    command: { readonly change: PlanChange; readonly seen?: string },
  ) => Promise<Outcome<PlanDone>>;
  readonly undoPlan: (by: StaffMember, changeId: PlanChangeId) => Promise<Outcome<null>>;
  readonly absences: (query: RangeQuery) => Promise<readonly AbsenceView[]>;
  /** For each booking in the absence: the nearest equal time, or null. */
  readonly equalTimes: (
    by: StaffMember,
    query: EqualTimesQuery,
  ) => Promise<Outcome<readonly EqualTimeView[]>>;
  /** Does with each booking what staff chose; one refusal leaves the others. */
  readonly settleAbsence: (
    by: StaffMember,
    command: SettleAbsenceCommand,
  ) => Promise<Outcome<readonly SettledView[]>>;
}

export interface EqualTimesQuery {
  readonly practitionerId: PractitionerId;
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
  /** Also other practitioners of the clinic. */
  readonly others: boolean;
}

/** What to do with one booking in an absence. */
export type AbsenceDecision =
  | {
      readonly type: 'move';
      readonly bookingId: BookingId;
      readonly start: Instant;
      readonly resourceId: ResourceId;
      readonly practitionerId: PractitionerId;
    }
  /** `message`: what the patient is to be told; recorded, sent by the messages. */
  | { readonly type: 'cancel'; readonly bookingId: BookingId; readonly message: string };

export interface SettleAbsenceCommand {
  readonly absenceId: AbsenceId;
  readonly decisions: readonly AbsenceDecision[];
}

export interface RemovePreblocksCommand {
  readonly preblockId: PreblockId;
  readonly series: SeriesScope;
}

export interface RepeatPreblockCommand {
  readonly preblockId: PreblockId;
  readonly repeat: Repetition;
  readonly code?: string;
}

export interface PlacedPreblocks {
  readonly items: readonly PreblockView[];
  /**
   * Days of the series that were left out because the kind stands there already, or no such hour.
   */
  readonly skippedOn: readonly LocalDate[];
  /** True when part of it lies outside every shift: not offered until a shift covers it (S1). */
  readonly outsideSchedule: boolean;
  /** T2: why none of it can be booked on the site, where that is so. */
  readonly notOnSite: NotOnSite | null;
  /** Takes it back (`undoPlan`); null where it cannot. */
  readonly changeId: PlanChangeId | null;
}

export interface RangeQuery {
  readonly clinicId?: ClinicId;
  readonly resourceId?: ResourceId;
  /** Both days included. */
  readonly from: LocalDate;
  readonly to: LocalDate;
}
