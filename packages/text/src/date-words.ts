import type { Instant, LocalDate } from '@tidbok/core';
import { FORMAT_LOCALES, type Locale } from './locale.ts';

/** How dates and times are said in one language and one zone. */
export interface DateWords {
  /** `08:30`: for buttons and tables, 24 hours, tabular. */
  clock(at: Instant): string;
  /** `08:30–09:00`. */
  clockSpan(from: Instant, to: Instant): string;
  /** `kl. 08.30–09.00`: in running text. */
  hours(from: Instant, to: Instant): string;
  /** `kl. 08.30`. */
  hour(at: Instant): string;
  /** `tisdag 15 december`. */
  day(at: Instant): string;
  /** `tisdag 15 december 2026`. */
  dayAndYear(at: Instant): string;
  /** `tisdag 15 december kl. 08.30–09.00`. */
  visit(from: Instant, to: Instant): string;
  /** `tisdag 15 december kl. 08.30`. */
  moment(at: Instant): string;
}

/** How calendar days are said in one language; no zone is needed. */
export interface CalendarWords {
  /** `tisdag`. */
  weekday(on: LocalDate): string;
  /** `tis`. */
  shortWeekday(on: LocalDate): string;
  /** `15 dec`. */
  shortDay(on: LocalDate): string;
  /** `tisdag 15 december`. */
  day(on: LocalDate): string;
  /** `tisdag 15 december 2026`. */
  dayAndYear(on: LocalDate): string;
  /** `december`. */
  month(on: LocalDate): string;
  /** `december 2026`. */
  monthAndYear(on: LocalDate): string;
  /** `vecka 51`. */
  week(isoWeek: number): string;
}

/** The first letter made big, for the start of a line. */
export function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase('sv') + words.slice(1);
}

type Style = Intl.DateTimeFormatOptions;

const DAY: Style = { weekday: 'long', day: 'numeric', month: 'long' };
const DAY_AND_YEAR: Style = { ...DAY, year: 'numeric' };
const CLOCK: Style = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** A formatter is dear to make and cheap to use: one per language, zone and style, made once. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: Locale, timeZone: string, style: Style): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(style)}`;
  let made = formatters.get(key);
  if (made === undefined) {
    made = new Intl.DateTimeFormat(FORMAT_LOCALES[locale], { ...style, timeZone });
    formatters.set(key, made);
  }
  return made;
}

function say(locale: Locale, timeZone: string, style: Style): (at: number) => string {
  const words = formatter(locale, timeZone, style);
  // British English puts a comma after the weekday; the interface does without.
  return (at) => words.format(at).replace(/^(\p{L}+),/u, '$1');
}

const instantWords = new Map<string, DateWords>();

/** Words for instants as the wall clock of `zoneId` (IANA) shows them. */
export function dateWords(locale: Locale, zoneId: string): DateWords {
  const key = `${locale} ${zoneId}`;
  let words = instantWords.get(key);
  if (words === undefined) {
    words = makeDateWords(locale, zoneId);
    instantWords.set(key, words);
  }
  return words;
}

function makeDateWords(locale: Locale, zoneId: string): DateWords {
  const clock = say(locale, zoneId, CLOCK);
  const day = say(locale, zoneId, DAY);
  const dayAndYear = say(locale, zoneId, DAY_AND_YEAR);
  const spoken = locale === 'sv' ? (at: number) => clock(at).replace(':', '.') : clock;
  const at = locale === 'sv' ? 'kl. ' : 'at ';
  const hour = (instant: Instant): string => at + spoken(instant);
  const hours = (from: Instant, to: Instant): string =>
    locale === 'sv' ? `kl. ${spoken(from)}–${spoken(to)}` : `${spoken(from)}–${spoken(to)}`;
  const comma = locale === 'sv' ? ' ' : ', ';
  return {
    clock,
    clockSpan: (from, to) => `${clock(from)}–${clock(to)}`,
    hour,
    hours,
    day,
    dayAndYear,
    visit: (from, to) => `${day(from)}${comma}${hours(from, to)}`,
    moment: (instant) => `${day(instant)} ${hour(instant)}`,
  };
}

const calendars: Readonly<Record<Locale, CalendarWords>> = {
  sv: makeCalendarWords('sv'),
  en: makeCalendarWords('en'),
};

export function calendarWords(locale: Locale): CalendarWords {
  return calendars[locale];
}

function makeCalendarWords(locale: Locale): CalendarWords {
  const of = (style: Style): ((on: LocalDate) => string) => {
    const words = say(locale, 'UTC', style);
    return (on) => words(Date.parse(`${on}T00:00:00Z`));
  };
  const shortDay = of({ day: 'numeric', month: 'short' });
  return {
    weekday: of({ weekday: 'long' }),
    shortWeekday: of({ weekday: 'short' }),
    shortDay: (on) => shortDay(on).replace(/\.$/, ''),
    day: of(DAY),
    dayAndYear: of(DAY_AND_YEAR),
    month: of({ month: 'long' }),
    monthAndYear: of({ month: 'long', year: 'numeric' }),
    week: (isoWeek) => (locale === 'sv' ? `vecka ${isoWeek}` : `week ${isoWeek}`),
  };
}
