import type {
  BookingId,
  BookingTemplateId,
  ClinicId,
  HoldId,
  Instant,
  Interval,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';

/** A patient books on the site. Ids, keys and sealed details are made at the door. */
export interface OnlineBookingCommand {
  readonly bookingId: BookingId;
  readonly clinicId: ClinicId;
  readonly templateId: BookingTemplateId;
  readonly resourceId: ResourceId;
  /** null: whoever works in that chair then. */
  readonly practitionerId: PractitionerId | null;
  readonly start: Instant;
  /** The patient's own hold, which does not stand in the way; it ends with the sale. */
  readonly holdId: HoldId | null;
  readonly patient: SealedPatient;
  readonly idempotency: IdempotencyKey;
}

/** A patient's details as the site may keep them. */
export interface SealedPatient {
  /** Keyed hash of the identity number, base64. */
  readonly patientKey: string;
  /** Sealed to the practice, base64. */
  readonly sealed: string;
  /** Sealed to the site's message key, base64. */
  readonly sealedToSite: string;
  /** Where the visit may be changed without e-ID. */
  readonly changeLink?: ChangeLink | null;
}

/** A link to one visit, as the site may keep it. */
export interface ChangeLink {
  /** Keyed hashes, base64url. */
  readonly tokenHash: string;
  readonly birthHash: string;
}

export interface IdempotencyKey {
  readonly key: string;
  /** Hash of what was asked, so that a reused key with other content is told apart. */
  readonly fingerprint: string;
}

/**
 * A visit that the clinic made for the patient and has just told on asking (LOOKUP): the site need
 * not know it, and it is the patient's because the clinic says so.
 */
export interface ClinicMadeVisit {
  readonly bookingId: BookingId;
  readonly templateId: BookingTemplateId;
  readonly during: Interval;
  /** T1, as the clinic has it. */
  readonly rebookable: boolean;
  readonly cancellable: boolean;
}

/** A patient gives a visit up. */
export interface PatientCancelCommand {
  readonly bookingId: BookingId;
  /** Must be the booking's own; else `unknown-booking`. */
  readonly patientKey: string;
  /** For the message; null when nothing may be sent. */
  readonly sealedToSite: string | null;
  readonly clinicMade?: ClinicMadeVisit | null;
}

/** A patient moves a visit to another time, in one breath. */
export interface RebookCommand extends OnlineBookingCommand {
  readonly cancel: BookingId;
  readonly clinicMade?: ClinicMadeVisit | null;
}

/** A patient keeps a time for a moment while filling in the form. */
export interface HoldCommand {
  readonly holdId: HoldId;
  readonly session: string;
  readonly clinicId: ClinicId;
  readonly templateId: BookingTemplateId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId | null;
  readonly start: Instant;
}
