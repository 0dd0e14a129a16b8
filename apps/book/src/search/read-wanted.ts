import {
  addDays,
  isLocalDate,
  isoWeek,
  mondayOf,
  mondayOfWeek,
  yearMonthDay,
  type LocalDate,
} from '@tidbok/core';

/** A day, or the week of a day, that somebody typed. */
export interface WantedDate {
  readonly date: LocalDate;
  readonly view: 'day' | 'week';
}

const months = [
  ...['jan', 'feb', 'mar', 'apr', 'maj|may', 'jun', 'jul', 'aug', 'sep', 'okt|oct', 'nov', 'dec'],
].map((words) => words.split('|'));

const shortcuts: readonly (readonly [RegExp, number])[] = [
  [/^(i ?dag|today)$/, 0],
  [/^(i ?morgon|tomorrow)$/, 1],
  [/^(i ?övermorgon)$/, 2],
  [/^(i ?går|yesterday)$/, -1],
];

/**
 * `12 dec`, `12/12`, `2026-12-12`, `v 51`, `idag`: the day that is meant. Without a year it is the
 * next one that comes; undefined for what is no day.
 */
export function readWanted(text: string, today: LocalDate): WantedDate | undefined {
  const wanted = text.trim().toLowerCase();
  for (const [words, days] of shortcuts) {
    if (words.test(wanted)) return { date: addDays(today, days), view: 'day' };
  }
  if (isLocalDate(wanted)) return { date: wanted, view: 'day' };
  return readWeek(wanted, today) ?? readDay(wanted, today);
}

function readWeek(wanted: string, today: LocalDate): WantedDate | undefined {
  const found = /^(?:v|vecka|w|week)\.?\s*(\d{1,2})(?:[\s-]+(\d{4}))?$/.exec(wanted);
  if (found === null) return undefined;
  const week = Number(found[1]);
  const thisYear = isoWeek(today).weekYear;
  const given = found[2] === undefined ? null : Number(found[2]);
  const monday = mondayIn(given ?? thisYear, week);
  const isPast = given === null && monday !== undefined && monday < mondayOf(today);
  const date = isPast ? mondayIn(thisYear + 1, week) : monday;
  return date === undefined ? undefined : { date, view: 'week' };
}

/** Undefined for a week that the year has not. */
function mondayIn(weekYear: number, week: number): LocalDate | undefined {
  if (week < 1) return undefined;
  const monday = mondayOfWeek({ weekYear, week });
  return isoWeek(monday).week === week ? monday : undefined;
}

function readDay(wanted: string, today: LocalDate): WantedDate | undefined {
  const found = /^(\d{1,2})[\s/.]+([a-zåäö]{3,10}|\d{1,2})\.?(?:[\s/.]+(\d{4}))?$/.exec(wanted);
  if (found === null) return undefined;
  const [, day = '', word = '', given] = found;
  const month = /^\d/.test(word)
    ? Number(word)
    : months.findIndex((names) => names.some((name) => word.startsWith(name))) + 1;
  const { year } = yearMonthDay(today);
  const inYear = (of: number): string =>
    [String(of), String(month).padStart(2, '0'), day.padStart(2, '0')].join('-');
  const date = inYear(Number(given ?? year));
  if (!isLocalDate(date)) return undefined;
  const next = inYear(year + 1);
  if (given === undefined && date < today && isLocalDate(next)) return { date: next, view: 'day' };
  return { date, view: 'day' };
}
