import type { BookingId, BookingState, ClaimId, Instant } from '@tidbok/core';
import type { CancelReason } from '@tidbok/protocol';
import type { Actor, BookingText, ClinicWrite, NewBooking } from './writes.ts';

/** Makes the ids that a decision needs (UUIDv7 in production, a counter in tests). */
export type NewId = <Id extends string>() => Id;

/** What every decision at the clinic takes beside its facts. */
export interface Moment {
  readonly now: Instant;
  readonly newId: NewId;
}

/** Staff book a visit. Schedule and preblock rules were asked before, in the core. */
export interface StaffBookingCommand {
  readonly booking: NewBooking;
  readonly actor: Actor;
  /** Go on although the site may have sold this far time (R8). */
  readonly override: boolean;
  /** Go on while the book recovers, or over time that something unknown took; as `override`. */
  readonly knowingly?: boolean;
}

/** Staff move a visit: `booking.replaces` is `cancel`. */
export interface StaffMoveCommand extends StaffBookingCommand {
  readonly cancel: BookingId;
}

export interface StaffCancelCommand {
  readonly bookingId: BookingId;
  readonly reason: CancelReason;
  readonly note: string;
  readonly actor: Actor;
}

/** Staff note what became of a visit. */
export type AttendedState = Exclude<BookingState, 'pending' | 'confirmed' | 'cancelled'>;

/** `claimed`: nothing stands in the book yet; the site was asked. */
export type StaffBookingResult =
  | { readonly type: 'booked'; readonly writes: readonly ClinicWrite[] }
  | {
      readonly type: 'claimed';
      readonly claimId: ClaimId;
      readonly writes: readonly ClinicWrite[];
    };

/**
 * Who an online sale is for, found out before the decision: the details opened with the practice's
 * key and matched by identity number (contract: details never overwrite the register).
 */
export interface OnlineArrival {
  readonly patientId: NewBooking['patientId'];
  /** Typed online otherwise than in the register: shown to staff. */
  readonly differs: boolean;
  /** False when the seal could not be opened: the visit goes in all the same, for a person. */
  readonly readable: boolean;
  /** From the template, at the moment of arrival (P4). */
  readonly text: BookingText;
}
