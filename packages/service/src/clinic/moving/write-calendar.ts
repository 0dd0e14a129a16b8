import ICAL from 'ical.js';
import type { Instant } from '@tidbok/core';
import type { ExportRow } from './export.ts';

/** Bookings as a calendar that moving in reads again. No name and no number of a patient's stands
 * in the summary: calendars are shown on screens. */
export function calendarOf(
  rows: readonly ExportRow[],
  { zoneId, now }: { readonly zoneId: string; readonly now: Instant },
): string {
  const calendar = new ICAL.Component(['vcalendar', [], []]);
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//Tidbok//Tidbok//SV');
  calendar.addPropertyWithValue('x-wr-timezone', zoneId);
  const stamp = ICAL.Time.fromJSDate(new Date(now), true);
  for (const row of rows) calendar.addSubcomponent(eventOf(row, stamp));
  return `${calendar.toString()}\r\n`;
}

function eventOf(row: ExportRow, stamp: ICAL.Time): ICAL.Component {
  const event = new ICAL.Component('vevent');
  const text = (field: string): string => String(row[field] ?? '');
  const moment = (field: string): ICAL.Time =>
    ICAL.Time.fromDateTimeString(`${text(field).replace(' ', 'T')}:00`);
  event.addPropertyWithValue('uid', text('externalId'));
  event.addPropertyWithValue('dtstamp', stamp);
  event.addPropertyWithValue('dtstart', moment('start'));
  event.addPropertyWithValue('dtend', moment('end'));
  event.addPropertyWithValue('summary', text('template'));
  event.addPropertyWithValue('location', text('resource'));
  event.addPropertyWithValue('description', text('bookText'));
  event.addPropertyWithValue('x-patient', text('patient'));
  event.addPropertyWithValue('x-practitioner', text('practitioner'));
  return event;
}
