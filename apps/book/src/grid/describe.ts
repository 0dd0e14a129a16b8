import { calendarWords, capitalised, type BookMessages, type Locale } from '@tidbok/text';
import { isLocalDate } from '@tidbok/core';
import type { Booking } from '../calls/book-shapes.ts';
import { overlapping, type Stretch } from './visible-hours.ts';
import type { Column } from './columns.ts';
import { clockSpan } from './wall-clock.ts';

export interface Language {
  readonly locale: Locale;
  readonly say: BookMessages;
}

const dayNames = new Map<string, string>();
/** A grid names the same few days for every booking; a long session names many. */
const MOST_DAY_NAMES = 2000;

/** `Torsdag 26 november`. */
export function dayName(date: string, locale: Locale): string {
  const key = `${locale} ${date}`;
  const known = dayNames.get(key);
  if (known !== undefined) return known;
  const name = isLocalDate(date) ? capitalised(calendarWords(locale).day(date)) : date;
  if (dayNames.size >= MOST_DAY_NAMES) dayNames.clear();
  dayNames.set(key, name);
  return name;
}

/** `Prov Andersson`. */
export function patientName(patient: Booking['patient']): string {
  return patient.name ?? `${patient.givenName} ${patient.familyName}`.trim();
}

/** Everything that marks a booking beside who and what, in words. */
export function marksOf(booking: Booking, { say }: Language): readonly string[] {
  const { marks } = say;
  const state = {
    pending: marks.pending,
    confirmed: booking.source === 'online' ? '' : marks.confirmed,
    arrived: marks.arrived,
    completed: marks.completed,
    'no-show': marks.noShow,
    cancelled: marks.cancelled,
  }[booking.state];
  return [
    booking.source === 'online' ? marks.online : '',
    state,
    booking.conflict ? marks.conflict : '',
    booking.override || booking.overridden.length > 0 ? marks.override : '',
    booking.summonsCard ? marks.summonsCard : '',
    booking.detailsDiffer ? marks.differs : '',
  ].filter((mark) => mark !== '');
}

/**
 * The whole of a booking in one breath:
 * `Torsdag 26 november 08:00–08:30, Prov Andersson, Undersökning, bokad på nätet (ITB)`.
 */
export function bookingName(booking: Booking, language: Language): string {
  return [
    `${dayName(booking.date, language.locale)} ${clockSpan(booking)}`,
    patientName(booking.patient),
    booking.bookText,
    booking.templateName,
    ...marksOf(booking, language),
  ]
    .filter((part, place, parts) => part !== '' && parts.indexOf(part) === place)
    .join(', ');
}

/** Who works in a column, or that nobody does. */
export function columnPeople(column: Column, { say }: Language): string {
  return column.practitioners.length === 0
    ? say.grid.nobody
    : column.practitioners.map(({ name }) => name).join(', ');
}

/** Where a booking would lie if it were let go now, and whose time that is. */
export function carriedName(
  column: Column,
  { stretch, underWords }: { readonly stretch: Stretch; readonly underWords: string },
  language: Language,
): string {
  const day = dayName(column.day.date, language.locale);
  const who = `${columnPeople(column, language)}, ${column.resource.name}`;
  const parts = [`${day} ${clockSpan(stretch)}`, who, underWords];
  return language.say.screen.carrying(parts.filter((part) => part !== '').join(', '));
}

export function columnName(column: Column, language: Language): string {
  const who = `${columnPeople(column, language)}, ${column.resource.name}`;
  return language.say.grid.column(who, dayName(column.day.date, language.locale));
}

/** What lies under the cursor: day, time, column and what is there. */
export function cellName(column: Column, stretch: Stretch, language: Language): string {
  const { grid } = language.say;
  const there = [
    ...column.bookings
      .filter(({ booking }) => overlapping(booking, stretch))
      .map(({ booking }) => patientName(booking.patient)),
    ...column.preblocks
      .filter((preblock) => overlapping(preblock, stretch))
      .map(({ name }) => grid.preblock(name)),
  ];
  const scheduled = column.shifts.some((shift) => overlapping(shift, stretch));
  return [
    `${dayName(column.day.date, language.locale)} ${clockSpan(stretch)}`,
    `${columnPeople(column, language)}, ${column.resource.name}`,
    ...(there.length === 0 ? [grid.freeTime] : there),
    scheduled ? grid.scheduled : grid.unscheduled,
  ].join(', ');
}

/** The name of a red day from its code. */
export function redDayName(code: string, { say }: Language): string {
  return Object.entries(say.redDays).find(([name]) => name === code)?.[1] ?? '';
}
