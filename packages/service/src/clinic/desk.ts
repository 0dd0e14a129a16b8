import type {
  BookingId,
  BookingTemplateId,
  ClinicId,
  Instant,
  LocalDate,
  LocalDateTime,
  Outcome,
  PatientId,
  PractitionerId,
  PreblockId,
  PreblockKindId,
  Repetition,
  ResourceId,
  Shift,
  ShiftId,
} from '@tidbok/core';
import type { StaffMember } from './staff.ts';
import type { BookedView, PreblockView, ShiftView, WeekPreview } from './views/book.ts';

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

/** What is left out stays as it is. The moved visit is a new booking that replaces the old. */
export interface MoveCommand {
  readonly bookingId: BookingId;
  readonly resourceId?: ResourceId;
  readonly practitionerId?: PractitionerId;
  readonly start?: Instant;
  readonly minutes?: number;
  readonly override: boolean;
}

export type StaffCancelReason = 'patient' | 'clinic' | 'practitioner-absent';

export interface CancelCommand {
  readonly bookingId: BookingId;
  readonly reason: StaffCancelReason;
  /** Staff's own words; never leaves the clinic. */
  readonly note?: string;
}

export interface EditBookingCommand {
  readonly bookingId: BookingId;
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
    command: {
      readonly bookingId: BookingId;
      readonly state: 'confirmed' | 'arrived' | 'completed' | 'no-show';
    },
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
    command: { readonly preblockId: PreblockId; readonly series: SeriesScope },
  ) => Promise<Outcome<{ readonly removed: number }>>;
  readonly changePreblock: (
    by: StaffMember,
    command: ChangePreblockCommand,
  ) => Promise<Outcome<PlacedPreblocks>>;
  /** U2 *Repetera*: makes a series of a preblock that stands. */
  readonly repeatPreblock: (
    by: StaffMember,
    command: {
      readonly preblockId: PreblockId;
      readonly repeat: Repetition;
      readonly code?: string;
    },
  ) => Promise<Outcome<PlacedPreblocks>>;
  readonly insertShift: (
    by: StaffMember,
    command: InsertShiftCommand,
  ) => Promise<Outcome<ShiftView>>;
  readonly removeShift: (by: StaffMember, shiftId: ShiftId) => Promise<Outcome<Shift>>;
  readonly previewRepeatWeek: (command: RepeatWeekCommand) => Promise<Outcome<WeekPreview>>;
  readonly repeatWeek: (
    by: StaffMember,
    command: RepeatWeekCommand,
  ) => Promise<Outcome<WeekPreview>>;
}

export interface PlacedPreblocks {
  readonly items: readonly PreblockView[];
  /**
   * Days of the series that were left out because the kind stands there already, or no such hour.
   */
  readonly skippedOn: readonly LocalDate[];
  /** True when part of it lies outside every shift: not offered until a shift covers it (S1). */
  readonly outsideSchedule: boolean;
}

export interface RangeQuery {
  readonly clinicId?: ClinicId;
  readonly resourceId?: ResourceId;
  /** Both days included. */
  readonly from: LocalDate;
  readonly to: LocalDate;
}
