import type {
  BookingId,
  BookingTemplateId,
  ClinicId,
  Instant,
  Outcome,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';
import type { StaffCancelReason } from '../desk.ts';
import type { StaffMember } from '../staff.ts';
import type { BookedView, DayStretch } from './book.ts';

/** A visit of a case, and where it could go instead. */
export interface TrayVisit {
  readonly booking: BookedView;
  /** The next time of the same length, chair and practitioner; null: none, or it has ended. */
  readonly nearest: { readonly start: Instant; readonly end: Instant } | null;
}

/** Something that only a person can settle. */
export interface TrayCase {
  readonly id: string;
  readonly kind: string;
  readonly at: Instant;
  /** Nobody need do anything: it is gone once the site has answered. */
  readonly closesItself: boolean;
  readonly visits: readonly TrayVisit[];
}

/** `keep`: all stands as it is. `move`: to the nearest time that the tray showed, or none. */
export type WayOut =
  | { readonly type: 'keep' }
  | { readonly type: 'move'; readonly bookingId: BookingId; readonly start: Instant }
  | {
      readonly type: 'cancel';
      readonly bookingId: BookingId;
      readonly reason: StaffCancelReason;
      readonly note: string;
    };

/** Far time that the site may have sold while it was out of reach. */
export interface MayBeSold extends DayStretch {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}

/** What staff need on paper when the site has been out of reach, or nobody has looked. */
export interface DaySheet {
  readonly asOf: Instant;
  readonly connected: boolean;
  readonly lastExchangeAt: Instant | null;
  /** Without contact for longer the site sells nothing more alone. */
  readonly sellsAloneUntil: Instant | null;
  readonly unseen: readonly BookedView[];
  readonly mayBeSold: readonly MayBeSold[];
}

/** What the book's header tells: nothing, or that a person should know. */
export interface SyncAlarm {
  /** Out of reach for five minutes and more: since then. */
  readonly awaySince: Instant | null;
  /** Online bookings that nobody has seen for half an hour and more. */
  readonly unseen: number;
  /** Out of reach, or unseen, for so long that the day sheet is worth its paper. */
  readonly sheetDue: boolean;
  /** Overrides that the site has not answered yet. */
  readonly overridesOpen: number;
}

/** Whom staff must ask about a piece of time (own: nobody, near: told, far: the site). */
export type TimeKind = 'own' | 'near' | 'far';

export interface Logo {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** What needs a person, and what tells one so. */
export interface Tray {
  /** The read of patients is recorded. */
  readonly tray: (by: StaffMember) => Promise<readonly TrayCase[]>;
  /** Refuses `unknown-address`, and what moving or cancelling refuses; then the case stays. */
  readonly solveCase: (by: StaffMember, id: string, way: WayOut) => Promise<Outcome<null>>;
  readonly daySheet: (by: StaffMember) => Promise<Outcome<DaySheet>>;
  readonly markSeen: (by: StaffMember, bookingIds: readonly BookingId[]) => Promise<void>;
  readonly alarm: () => Promise<SyncAlarm>;
  /** Refuses `unknown-template`, `pattern-sign`. */
  readonly timeKind: (query: {
    readonly resourceId: ResourceId;
    readonly practitionerId: PractitionerId;
    readonly templateId: BookingTemplateId;
    readonly start: Instant;
    readonly minutes: number;
  }) => Promise<Outcome<TimeKind>>;
  readonly logo: (clinicId: ClinicId) => Promise<Logo | null>;
  /** null takes it away. Refuses `unknown-clinic`, `too-large`. */
  readonly saveLogo: (
    by: StaffMember,
    clinicId: ClinicId,
    logo: Logo | null,
  ) => Promise<Outcome<null>>;
  /** `#rrggbb`; null: the site's own. Refuses `unknown-clinic` and `invalid`. */
  readonly saveSiteColour: (
    by: StaffMember,
    clinicId: ClinicId,
    colour: string | null,
  ) => Promise<Outcome<null>>;
}
