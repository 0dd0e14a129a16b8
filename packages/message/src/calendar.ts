import { calendarMethod, type Instant, type VisitMessage } from '@tidbok/core';
import { visitMessages } from '@tidbok/text';
import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
} from 'ical-generator';
import { addressOf } from './words.ts';

export interface CalendarParties {
  /** The address that the message comes from: calendars take changes from nobody else. */
  readonly organizer: string;
  /** The domain that makes the visit's name unique in the world. */
  readonly domain: string;
}

/**
 * The visit for the patient's own calendar (RFC 5545, 5546): one name however often it is moved,
 * a number that grows with each change. Others may see a calendar: the file says no more than that
 * there is a time at the clinic. Times are in UTC, so that no change of summer time moves them.
 * Null for a message that changes nothing there.
 */
export function calendarFile(
  message: VisitMessage,
  { organizer, domain }: CalendarParties,
  stamp: Instant,
): string | null {
  const method = calendarMethod(message.kind);
  if (method === null) return null;
  const { clinic, contact, calendar: visit, language, start, end, kind } = message;
  const cancels = method === 'CANCEL';
  const file = ical({
    prodId: { company: 'Tidbok', product: 'Tidbok', language: language.toUpperCase() },
    method: cancels ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  });
  file.createEvent({
    id: `${visit.uid}@${domain}`,
    sequence: visit.sequence,
    stamp: new Date(stamp),
    start: new Date(start),
    end: new Date(end),
    summary: visitMessages[language].calendarTitle(clinic.name),
    location: addressOf(message),
    description: clinic.phone === '' ? '' : `${visitMessages[language].telephone} ${clinic.phone}`,
    class: ICalEventClass.PRIVATE,
    status: cancels ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer: { name: clinic.name, email: organizer },
    attendees: [
      {
        email: contact.email,
        rsvp: false,
        role: ICalAttendeeRole.REQ,
        status: kind === 'cancellation' ? ICalAttendeeStatus.DECLINED : ICalAttendeeStatus.ACCEPTED,
      },
    ],
  });
  return `${file.toString()}\r\n`.replace(/(\r\n)+$/, '\r\n');
}
