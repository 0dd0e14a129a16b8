import type {
  BookingId,
  BookingTemplateId,
  ClinicId,
  Instant,
  LocalDate,
  Outcome,
  PatientId,
  PractitionerId,
  ResourceId,
  UserId,
  Zone,
} from '@tidbok/core';
import type { HistoryLine } from './booking-history.ts';
import type { Desk, NewPatient, RangeQuery } from './desk.ts';
import type { ImportedPractice } from './import-practice.ts';
import type { Post, PostOptions } from '../post.ts';
import type { MessageDesk } from './message-desk.ts';
import type { Moving } from './moving/moving.ts';
import type { PatientDesk } from './patient-desk.ts';
import type { Permission, Role } from './permissions.ts';
import type { NextFree, NextFreeQuery } from './next-free.ts';
import type { Settings } from './settings.ts';
import type {
  NewUser,
  PermissionChoice,
  SignedIn,
  SignInCommand,
  StaffMember,
  UserChange,
  UserView,
} from './staff.ts';
import type { SyncEnd } from './sync-end.ts';
import type {
  BookDay,
  BookedView,
  BookMenu,
  OfferedTimeView,
  PatientView,
  PreblockView,
  ShiftView,
} from './views/book.ts';
import type { WhyHere, WhyQuery } from './views/why.ts';
import type { Tray } from './views/tray.ts';

export interface ClinicOptions {
  readonly databaseUrl: string;
  readonly now: () => Instant;
  readonly log: ClinicLog;
  /** Most connections held to the database. */
  readonly maxConnections?: number;
}

/** Ids and codes only, never a patient's details. */
export interface ClinicLog {
  readonly info: (about: object, message: string) => void;
  readonly warn: (about: object, message: string) => void;
  readonly error: (about: object, message: string) => void;
}

/** One commit's effect on what pages show. */
export interface ClinicChange {
  readonly revision: number;
  readonly kind: 'booking' | 'preblock' | 'shift' | 'sync' | 'settings';
  /** Local dates, both included; null: anything may have changed. */
  readonly from: LocalDate | null;
  readonly to: LocalDate | null;
  readonly ids: readonly string[];
}

export interface OffersQuery extends RangeQuery {
  readonly practitionerId?: PractitionerId;
  /** Left out: every template of the practitioner's list on the site. */
  readonly templateId?: BookingTemplateId;
}

export interface MenuQuery {
  readonly resourceId: ResourceId;
  /** Left out where nobody is scheduled: then no list narrows. */
  readonly practitionerId?: PractitionerId;
}

export interface BookReads {
  readonly zone: () => Promise<Zone>;
  /** True when a practice has been loaded. */
  readonly hasPractice: () => Promise<boolean>;
  /** The grid (contract: `GET /api/v1/book`). The read of patients is recorded. */
  readonly bookDay: (
    by: StaffMember,
    query: { readonly clinicId: ClinicId; readonly from: LocalDate; readonly to: LocalDate },
  ) => Promise<Outcome<BookDay>>;
  readonly menu: (by: StaffMember, query: MenuQuery) => Promise<Outcome<BookMenu>>;
  readonly bookings: (by: StaffMember, query: RangeQuery) => Promise<readonly BookedView[]>;
  readonly booking: (by: StaffMember, id: BookingId) => Promise<Outcome<BookedView>>;
  readonly shifts: (query: RangeQuery) => Promise<readonly ShiftView[]>;
  readonly preblocks: (query: RangeQuery) => Promise<readonly PreblockView[]>;
  readonly patients: (by: StaffMember, search: string) => Promise<readonly PatientView[]>;
  readonly addPatient: (by: StaffMember, patient: NewPatient) => Promise<Outcome<PatientView>>;
  readonly patientHistory: (by: StaffMember, id: PatientId) => Promise<readonly BookedView[]>;
  /** U6 and *why not*: each time of the offered preblocks with the rule that hides it. */
  readonly offers: (query: OffersQuery) => Promise<readonly OfferedTimeView[]>;
  /** D1 *Sök nästa lediga tid*: free in the book, by the clinic's own rules. */
  readonly nextFree: (query: NextFreeQuery) => Promise<Outcome<NextFree | null>>;
  /** *Varför (inte) på nätet?*: each template here and now, rule by rule. */
  readonly why: (query: WhyQuery) => Promise<Outcome<WhyHere>>;
  /** Who did what to a visit, and when; the read of the patient is recorded. */
  readonly bookingHistory: (
    by: StaffMember,
    id: BookingId,
  ) => Promise<Outcome<readonly HistoryLine[]>>;
}

export interface Access {
  readonly signIn: (command: SignInCommand) => Promise<Outcome<SignedIn>>;
  readonly signOut: (sessionToken: string) => Promise<void>;
  /** null: no such session, or it has ended. */
  readonly memberOfSession: (sessionToken: string) => Promise<StaffMember | null>;
  readonly memberOfToken: (token: string) => Promise<StaffMember | null>;
  readonly createUser: (user: NewUser) => Promise<Outcome<UserView>>;
  readonly users: () => Promise<readonly UserView[]>;
  readonly changeUser: (user: UserChange) => Promise<Outcome<UserView>>;
  /** The password is in the answer, this once, when it was made here. */
  readonly resetPassword: (
    id: UserId,
    given: string | null,
  ) => Promise<Outcome<{ readonly password: string | null }>>;
  readonly changeOwnPassword: (
    by: StaffMember,
    passwords: { readonly current: string; readonly next: string },
  ) => Promise<Outcome<null>>;
  readonly setPassword: (signInName: string, password: string) => Promise<Outcome<null>>;
  readonly setUserActive: (signInName: string, active: boolean) => Promise<Outcome<null>>;
  /** The token is shown this once. */
  readonly createToken: (name: string, role: Role) => Promise<Outcome<{ readonly token: string }>>;
  readonly permissionChoices: () => Promise<readonly PermissionChoice[]>;
  readonly choosePermission: (by: StaffMember, choice: PermissionChoice) => Promise<Outcome<null>>;
  readonly may: (by: StaffMember, permission: Permission) => boolean;
}

/** The clinic's half of Tidbok, opened on its database. */
export interface Clinic
  extends Desk, BookReads, Settings, Access, SyncEnd, PatientDesk, Moving, Tray, MessageDesk {
  readonly now: () => Instant;
  /** Changes after `revision` as they commit, for the open pages; ends with `signal`. */
  readonly changes: (options: {
    readonly after: number | null;
    readonly signal: AbortSignal;
  }) => AsyncIterable<ClinicChange>;
  /** Fills an empty database with a whole practice, in one transaction. */
  readonly importPractice: (practice: ImportedPractice) => Promise<Outcome<null>>;
  /** Who sends what patients are told from the clinic’s side. */
  readonly post: (options: PostOptions) => Post;
  /** Throws when the database does not answer. */
  readonly check: () => Promise<void>;
  readonly close: () => Promise<void>;
}
