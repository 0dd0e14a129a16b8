import type {
  BookingId,
  BookingTemplateId,
  PatientId,
  PractitionerId,
  ResourceId,
} from '../foundation/ids.ts';
import type { Occupancy } from '../schedule/occupancy.ts';
import type { Instant, Interval } from '../time/instant.ts';

/**
 * `pending`: sold by request, occupies the time until the clinic answers. `arrived`, `completed`
 * and `no-show` keep the time; only `cancelled` frees it, for ever.
 */
export type BookingState =
  'pending' | 'confirmed' | 'arrived' | 'completed' | 'no-show' | 'cancelled';

export type BookingSource = 'staff' | 'online';

/**
 * An agreed visit. Never moves in place: a move is a cancellation and a booking that replaces it.
 */
export interface Booking {
  readonly id: BookingId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly templateId: BookingTemplateId;
  readonly patientId: PatientId;
  readonly during: Interval;
  readonly occupancies: readonly Occupancy[];
  readonly state: BookingState;
  readonly source: BookingSource;
  readonly replaces: BookingId | null;
  /** Booked by staff past the site's right to this time, to be solved in the tray (R8). */
  readonly override: boolean;
  readonly conflict: boolean;
  readonly registeredAt: Instant;
}

/** The technical user that registers online bookings (P4). */
export const ONLINE_USER = 'ITB';
