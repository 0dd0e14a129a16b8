import type { Address } from '../clinic/practice.ts';
import type { Instant, LocalDate } from '../time/instant.ts';

/** What a patient is told of a visit. */
export const MESSAGE_KINDS = [
  'confirmation',
  'preliminary',
  'rejection',
  'change',
  'cancellation',
  'reminder',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export const MESSAGE_CHANNELS = ['email', 'sms'] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** The languages that patients are written to in. */
export const MESSAGE_LANGUAGES = ['sv', 'en'] as const;
export type MessageLanguage = (typeof MESSAGE_LANGUAGES)[number];

/** A text of the clinic's own that stands in place of the product's. */
export interface OwnText {
  readonly kind: MessageKind;
  readonly channel: MessageChannel;
  readonly language: MessageLanguage;
  readonly text: string;
}

/** What the senders of both sides must know of how a practice writes to its patients. */
export interface MessageRules {
  readonly email: boolean;
  readonly sms: boolean;
  /** Who an SMS says that it is from: 1 to 11 letters, digits and spaces, a letter among them. */
  readonly smsSender: string;
  /** Where answers to an e-mail go; empty: nowhere. */
  readonly replyTo: string;
  readonly texts: readonly OwnText[];
}

/**
 * That the practice has weighed what it means to write to patients over open networks, and has
 * decided to (HSLF-FS 2016:40): nothing is sent before.
 */
export interface RiskDecision {
  readonly decidedBy: string;
  readonly decidedOn: LocalDate;
  readonly text: string;
}

/** The clinic's settings whole. */
export interface MessageSettings extends MessageRules {
  readonly decision: RiskDecision | null;
  /** A reminder leaves so long before the visit; 0: no reminders. */
  readonly reminderHours: number;
  /** Also of visits that staff booked; else of those that patients booked online. */
  readonly remindAll: boolean;
}

/** Where a patient can be reached; empty where not. */
export interface MessageContact {
  readonly email: string;
  readonly mobile: string;
}

/** All that a message about one visit may say. */
export interface VisitMessage {
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
  readonly contact: MessageContact;
  readonly clinic: {
    readonly name: string;
    readonly phone: string;
    readonly address: Address;
    /** IANA. */
    readonly zoneId: string;
  };
  readonly start: Instant;
  readonly end: Instant;
  readonly practitioner: string;
  /** The template's name; only an own text of the clinic's in an e-mail may say it. */
  readonly treatment: string;
  /** Where the patient sees, moves or cancels the visit, whole; null: no such page. */
  readonly link: string | null;
  /** Words that staff wrote to the patients concerned; e-mail only, empty when there are none. */
  readonly note: string;
  readonly calendar: VisitInCalendar;
}

/** How patients' calendars tell one visit from another, and its latest state from older ones. */
export interface VisitInCalendar {
  /** The same for a visit however often it is moved: the id of its first booking. */
  readonly uid: string;
  /** Grows with every change, 0 at first. */
  readonly sequence: number;
}

/**
 * The channels that a message leaves by: those that are switched on and reach the patient. A
 * reminder goes by one of them only, by SMS if it can.
 */
export function channelsFor(
  kind: MessageKind,
  { email, mobile }: MessageContact,
  rules: Pick<MessageRules, MessageChannel>,
): readonly MessageChannel[] {
  const reached = MESSAGE_CHANNELS.filter((channel) =>
    channel === 'email' ? rules.email && email !== '' : rules.sms && mobile !== '',
  );
  return kind === 'reminder' && reached.includes('sms') ? ['sms'] : reached;
}

/** Whether a calendar file goes with an e-mail of this kind, and what the file does. */
export function calendarMethod(kind: MessageKind): 'REQUEST' | 'CANCEL' | null {
  switch (kind) {
    case 'confirmation':
    case 'change':
    case 'reminder':
      return 'REQUEST';
    case 'cancellation':
      return 'CANCEL';
    case 'preliminary':
    case 'rejection':
      return null;
  }
}
