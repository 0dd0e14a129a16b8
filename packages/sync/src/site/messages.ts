import { HOUR_MS, instant, type Instant } from '@tidbok/core';
import type { SiteVisit } from './facts.ts';
import type { SiteWrite } from './writes.ts';

/** The longest that the site keeps a copy of a patient's contact details (0.10). */
export const MESSAGE_COPY_HOURS = 48;

type Message = Extract<SiteWrite, { type: 'enqueue-message' }>;

/** A message to the patient, if a copy of the contact details is still kept; else none. */
export function messageAbout(
  visit: Pick<SiteVisit, 'bookingId' | 'sealedToSite'>,
  kind: Message['kind'],
  now: Instant,
): Message[] {
  const { bookingId, sealedToSite } = visit;
  if (sealedToSite === null) return [];
  const eraseAt = instant(now + MESSAGE_COPY_HOURS * HOUR_MS);
  return [{ type: 'enqueue-message', bookingId, kind, sealedToSite, eraseAt }];
}
