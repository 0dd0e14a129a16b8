import type {
  Address,
  BookingId,
  BookingTemplateId,
  ClinicId,
  HoldId,
  Instant,
  LocalDate,
  MessageLanguage,
  OrganisationId,
  Outcome,
  PatientRule,
  PracticeId,
  PractitionerId,
  PractitionerTitle,
  ResourceId,
  Zone,
} from '@tidbok/core';
import type {
  AddressField,
  Catalog,
  ClinicFrame,
  GoawayCode,
  PatientPolicy,
} from '@tidbok/protocol';
import type { LogRecord, Position } from '@tidbok/protocol';
import type { Post, PostOptions } from '../post.ts';
import type { AskClinic } from './lookups.ts';

export interface SiteSecrets {
  /** At least 32 random bytes: patients' keyed hashes are derived from it. */
  readonly patientKeySecret: Buffer;
  /** X25519, base64: what waits to be sent to a patient is sealed to it. */
  readonly messageKey: { readonly publicKey: string; readonly privateKey: string };
}

export interface SiteOptions {
  readonly databaseUrl: string;
  readonly secrets: SiteSecrets;
  readonly now: () => Instant;
  readonly log: SiteServiceLog;
  /** Most connections held to the database, beside the one that listens. */
  readonly maxConnections?: number;
  /** How long a patient waits for the clinic's answer to near time, milliseconds. */
  readonly answerWaitMs?: number;
  /** Living holds of one session. */
  readonly maxHoldsPerSession?: number;
  /** Where patients reach the site, for links in messages. */
  readonly publicUrl?: string;
}

/** Ids and codes only, never a patient's details. */
export interface SiteServiceLog {
  readonly info: (about: object, message: string) => void;
  readonly warn: (about: object, message: string) => void;
  readonly error: (about: object, message: string) => void;
}

export interface PractitionerView {
  readonly id: PractitionerId;
  readonly name: string;
  readonly title: PractitionerTitle;
}

/** A place where patients go, as the practice shows it. */
export interface ClinicView {
  readonly id: ClinicId;
  readonly organisation: { readonly id: OrganisationId; readonly name: string };
  readonly name: string;
  readonly company: string;
  readonly address: Address;
  readonly phone: string;
  readonly openingText: string;
  /** The clinic's own, `#rrggbb`; null: the site's. */
  readonly colour: string | null;
  /** Its logo's size in pixels; null: it has none. The picture is `Site.logo`, new by version. */
  readonly logo: {
    readonly version: number;
    readonly width: number;
    readonly height: number;
  } | null;
  readonly practitioners: readonly PractitionerView[];
  readonly zone: Zone;
  readonly requiredAddressFields: readonly AddressField[];
  readonly limits: Catalog['limits'];
  readonly patients: PatientPolicy;
}

export interface LogoView {
  readonly mediaType: string;
  readonly bytes: Buffer;
}

export interface ClinicsQuery {
  readonly organisationId?: OrganisationId;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
  readonly limit?: number;
}

export interface TemplateView {
  readonly id: BookingTemplateId;
  readonly name: string;
  readonly minutes: number;
  readonly rebookable: boolean;
  readonly cancellable: boolean;
  /** null: everybody. */
  readonly admits: PatientRule | null;
}

export interface VisitQuery {
  readonly clinicId: ClinicId;
  readonly templateId: BookingTemplateId;
  /** null = any practitioner. */
  readonly practitionerId: PractitionerId | null;
}

export interface TimesQuery extends VisitQuery {
  /** Both days included; at most `MAX_TIMES_DAYS` of them. */
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** The most days that one question for times may cover. */
export const MAX_TIMES_DAYS = 62;

export interface TimeView {
  readonly start: Instant;
  readonly end: Instant;
  readonly practitionerId: PractitionerId;
  readonly resourceId: ResourceId;
}

/**
 * How far to trust a list of times: the clinic is connected; it has not been heard for a while and
 * may have changed something since; or the site itself cannot look and says what it knew last.
 */
export type TimeAge = 'fresh' | 'clinic-silent' | 'remembered';

export interface TimesView {
  /** The last moment of which is known that the times were so. */
  readonly asOf: Instant;
  readonly age: TimeAge;
  readonly zone: Zone;
  readonly items: readonly TimeView[];
}

export interface TimeChoice {
  readonly clinicId: ClinicId;
  readonly templateId: BookingTemplateId;
  readonly resourceId: ResourceId;
  /** null: whoever works in that chair then. */
  readonly practitionerId: PractitionerId | null;
  readonly start: Instant;
}

export interface HoldView {
  readonly holdId: HoldId;
  readonly expiresAt: Instant;
}

/** What a patient gave, checked at the door. */
export interface PatientInput {
  readonly givenName: string;
  readonly familyName: string;
  /** Twelve digits; empty for who has none. */
  readonly personalIdentityNumber: string;
  /** Given by who has no Swedish number. */
  readonly bornOn?: LocalDate;
  /** Who books for a child, by their own word; the contact details are then theirs. */
  readonly guardian?: string;
  readonly email: string;
  readonly mobile: string;
  readonly address?: Partial<Address>;
  /** What the patient is written to in; Swedish where nothing is said. */
  readonly language?: MessageLanguage;
}

export interface BookOnlineInput extends TimeChoice {
  /** Made by the patient's side: a repeated request gets the first one's answer. */
  readonly idempotencyKey: string;
  readonly holdId: HoldId | null;
  readonly patient: PatientInput;
  /** The patient has proved by e-ID that the number is theirs. */
  readonly isVerified?: boolean;
}

export interface BookedOnline {
  readonly bookingId: BookingId;
  /** `preliminary`: the clinic has not answered yet, a message follows. */
  readonly status: 'confirmed' | 'preliminary';
  readonly start: Instant;
  readonly end: Instant;
}

/** What a receipt shows: no word about the patient. */
export interface ReceiptView {
  readonly bookingId: BookingId;
  readonly status: 'confirmed' | 'preliminary' | 'cancelled';
  readonly start: Instant;
  readonly end: Instant;
  readonly practitionerId: PractitionerId;
  readonly resourceId: ResourceId;
  readonly templateId: BookingTemplateId;
  readonly templateName: string;
  readonly rebookable: boolean;
  readonly cancellable: boolean;
}

/** One of a person's visits, as the person may see it. */
export interface MyBooking {
  readonly bookingId: BookingId;
  readonly clinicId: ClinicId;
  readonly clinicName: string;
  readonly address: Address;
  readonly phone: string;
  readonly zone: Zone;
  readonly start: Instant;
  readonly end: Instant;
  readonly templateId: BookingTemplateId;
  readonly templateName: string;
  readonly practitionerId: PractitionerId;
  readonly practitionerName: string;
  readonly resourceId: ResourceId;
  readonly status: 'confirmed' | 'preliminary' | 'cancelled' | 'been' | 'missed';
  /** Now, by the template (T1) and the clinic's limit (E4). */
  readonly mayRebook: boolean;
  readonly mayCancel: boolean;
  /** The last instant at which the clinic's limit lets a patient change the visit. */
  readonly latestChangeAt: Instant;
  /** False for one that the clinic itself made and told on asking. */
  readonly isOnline: boolean;
}

/** Who asks for visits of their own. */
export interface Asker {
  /** Twelve digits, as the e-ID gave them. */
  readonly personalIdentityNumber: string;
  /** The clinic that the person points to, if any: it is asked for what it has booked. */
  readonly clinicId: ClinicId | null;
}

export interface MyVisits {
  readonly items: readonly MyBooking[];
  /** Clinics, by name, that did not answer: of them only what was booked online is known. */
  readonly outOfReach: readonly string[];
  /** Every practice here was asked; else the person may point to a clinic. */
  readonly allAsked: boolean;
}

export interface CancelMine {
  readonly clinicId: ClinicId;
  readonly bookingId: BookingId;
  /** Twelve digits, as the e-ID gave them; null: a link has opened this one visit. */
  readonly personalIdentityNumber: string | null;
  /** To whom the cancellation is confirmed; null: to nobody. */
  readonly patient: PatientInput | null;
}

export interface RebookMine extends BookOnlineInput {
  readonly replaces: BookingId;
}

export interface PairingCode {
  readonly code: string;
  readonly expiresAt: Instant;
}

/** What the clinic sends to pair; its private keys stay there. */
export interface PairRequest {
  readonly code: string;
  readonly practiceId: PracticeId;
  readonly practiceName: string;
  readonly installationId: string;
  /** Base64. */
  readonly sealingPublicKey: string;
  readonly signingPublicKey: string;
  readonly clinicHead: Position;
}

export interface PairAnswer {
  readonly epoch: number;
  readonly siteInc: string;
}

export type Hello = Extract<ClinicFrame, { type: 'HELLO' }>;

export type Admission =
  | {
      readonly type: 'admitted';
      readonly epoch: number;
      readonly clinicCursor: Position;
      readonly siteHead: Position;
      readonly frontierAt: Instant;
      /** Of what both must agree on; null when it was not taken. */
      readonly digest: string | null;
    }
  | { readonly type: 'refused'; readonly code: GoawayCode };

export interface AppliedRecords {
  readonly type: 'applied';
  readonly result: 'applied' | 'gap' | 'diverged' | 'halted';
  readonly cursor: Position;
}

/** What a connection was asked to sign, and how many milliseconds ago. */
export interface Challenged {
  readonly nonce: string;
  readonly agoMs: number;
}

/** What the gateway asks for the clinics that are connected. */
export interface ClinicLink {
  readonly admit: (hello: Hello, challenged: Challenged) => Promise<Admission>;
  readonly applyRecords: (
    practiceId: PracticeId,
    records: readonly LogRecord[],
  ) => Promise<AppliedRecords>;
  readonly recordsAfter: (
    practiceId: PracticeId,
    page: { readonly after: number; readonly limit: number },
  ) => Promise<readonly LogRecord[]>;
  /** False when a newer connection has taken over (I8). */
  readonly noteContact: (practiceId: PracticeId, epoch: number) => Promise<boolean>;
  /** Calls back soon after something was appended for a practice; null: for any of them. */
  readonly onLogGrown: (wake: (practiceId: string | null) => void) => () => void;
  /** Offers the clinics that are connected here for questions; ends with what is answered. */
  readonly onLookup: (ask: AskClinic) => () => void;
  /** A clinic's answer, sealed; null: it cannot answer. */
  readonly lookedUp: (
    practiceId: PracticeId,
    lookupId: string,
    parts: readonly string[] | null,
  ) => void;
}

/** The booking site's service: everything its doors may ask. */
export interface Site {
  readonly now: () => Instant;
  readonly clinics: (
    query: ClinicsQuery,
  ) => Promise<Outcome<{ readonly items: readonly ClinicView[]; readonly nextCursor?: string }>>;
  readonly clinic: (clinicId: ClinicId) => Promise<ClinicView | null>;
  /** E2; null where the clinic has none. */
  readonly logo: (clinicId: ClinicId) => Promise<LogoView | null>;
  /** The zone that a clinic's times are told in; null for an unknown clinic. */
  readonly zoneOf: (clinicId: ClinicId) => Promise<Zone | null>;
  readonly templates: (query: {
    readonly clinicId: ClinicId;
    readonly practitionerId: PractitionerId | null;
  }) => Promise<Outcome<readonly TemplateView[]>>;
  readonly times: (query: TimesQuery) => Promise<Outcome<TimesView>>;
  readonly firstTime: (
    query: VisitQuery & { readonly after: Instant | null },
  ) => Promise<Outcome<{ readonly zone: Zone; readonly time: TimeView | null }>>;
  /** Refuses as a booking would, and `rate-limited` above the session's share. */
  readonly placeHold: (choice: TimeChoice, session: string) => Promise<Outcome<HoldView>>;
  /** Once. Refuses `hold-expired`. */
  readonly renewHold: (clinicId: ClinicId, holdId: HoldId) => Promise<Outcome<HoldView>>;
  readonly releaseHold: (clinicId: ClinicId, holdId: HoldId) => Promise<Outcome<null>>;
  /** `time-taken` and `time-held` tell the `nearest` free times in the refusal's details. */
  readonly book: (input: BookOnlineInput) => Promise<Outcome<BookedOnline>>;
  /** What is known here; what only the clinic knows is asked of it. */
  readonly myBookings: (asker: Asker) => Promise<MyVisits>;
  /** One of these; null also for somebody else's. */
  readonly myVisit: (asker: Asker & { readonly bookingId: BookingId }) => Promise<MyBooking | null>;
  /**
   * Refuses `unknown-booking`, `booking-ended`, `not-cancellable`, `too-late-to-change`,
   * `clinic-not-reached`.
   */
  readonly cancelMine: (wish: CancelMine) => Promise<Outcome<null>>;
  /** Refuses as `cancelMine` (`not-rebookable`) and as `book`. */
  readonly rebookMine: (wish: RebookMine) => Promise<Outcome<BookedOnline>>;
  /** One visit by its link, once. Refuses `link-not-valid`. */
  readonly openByLink: (link: {
    readonly clinicId: ClinicId;
    readonly token: string;
    readonly bornOn: LocalDate;
  }) => Promise<Outcome<BookingId>>;
  /** The visit that a link has opened; the caller vouches for that. */
  readonly visitByLink: (opened: {
    readonly clinicId: ClinicId;
    readonly bookingId: BookingId;
  }) => Promise<MyBooking | null>;
  readonly booking: (query: {
    readonly clinicId: ClinicId;
    readonly bookingId: BookingId;
  }) => Promise<ReceiptView | null>;
  readonly createPairingCode: (practiceName: string) => Promise<PairingCode>;
  /** Refuses `pairing-code-invalid`. */
  readonly pair: (request: PairRequest) => Promise<Outcome<PairAnswer>>;
  readonly link: ClinicLink;
  /** What time alone changes: frontiers, expired requests and holds, erasures. */
  readonly tick: () => Promise<void>;
  /** Who sends what the site tells patients; several nodes may each have one. */
  readonly post: (options: PostOptions) => Post;
  /** Throws while the database is away. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}
