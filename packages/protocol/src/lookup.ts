import type {
  BookingId,
  BookingTemplateId,
  Interval,
  PracticeId,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';
import { MAX_LOOKUP_VISITS, MAX_NAME_LENGTH } from './limits.ts';
import { boolean, list, matching, object, oneOf, readJson, string, WireError } from './shape.ts';
import type { Shape } from './shape.ts';
import { id, interval } from './value-shapes.ts';

/** What lies in a LOOKUP's seal: who has proved who they are. */
export interface LookupQuestion {
  /** Twelve digits. */
  readonly personalIdentityNumber: string;
}

/** A visit as the person whose it is may see it: no internal text, nothing about anybody else. */
export interface LookedUpVisit {
  readonly bookingId: BookingId;
  readonly templateId: BookingTemplateId;
  /** The template's name, which is what patients see (T1). */
  readonly templateName: string;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly practitionerName: string;
  readonly during: Interval;
  readonly state: 'confirmed' | 'arrived' | 'completed' | 'no-show';
  /** T1, as the clinic has it. */
  readonly rebookable: boolean;
  readonly cancellable: boolean;
}

/** What lies in the seals of its answer. */
export interface LookupAnswer {
  /** Whether the person is a patient here. */
  readonly known: boolean;
  readonly visits: readonly LookedUpVisit[];
}

const name = string({ max: MAX_NAME_LENGTH });

export const lookupQuestionShape: Shape<LookupQuestion> = object({
  personalIdentityNumber: matching<string>('identity-number', /^\d{12}$/),
});

const visit: Shape<LookedUpVisit> = object({
  bookingId: id<BookingId>(),
  templateId: id<BookingTemplateId>(),
  templateName: name,
  resourceId: id<ResourceId>(),
  practitionerId: id<PractitionerId>(),
  practitionerName: name,
  during: interval,
  state: oneOf('confirmed', 'arrived', 'completed', 'no-show'),
  rebookable: boolean,
  cancellable: boolean,
});

export const lookupAnswerShape: Shape<LookupAnswer> = object({
  known: boolean,
  visits: list(visit, { max: MAX_LOOKUP_VISITS }),
});

/** What both seals are bound to: neither opens under another practice or question. */
export function lookupContext(practiceId: PracticeId, lookupId: string): string {
  return `${practiceId}/lookup/${lookupId}`;
}

/** Null when the text is none that this version writes. */
export function readLookup<T>(shape: Shape<T>, json: string): T | null {
  try {
    return readJson(shape, json);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}
