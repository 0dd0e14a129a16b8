import { toLocalDate, toLocalTime, weekday, type Instant, type Zone } from '@tidbok/core';

/** The part of the day that suits the patient; visits from noon on are in the afternoon. */
export const DAY_PARTS = ['all', 'morning', 'afternoon'] as const;
export type DayPart = (typeof DAY_PARTS)[number];

/** ISO weekdays, Monday is 1. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type IsoWeekday = (typeof WEEKDAYS)[number];

/** Which of the free times the patient wants to see. */
export interface TimeFilter {
  readonly part: DayPart;
  /** In order; empty: every day. */
  readonly weekdays: readonly IsoWeekday[];
}

export const NO_FILTER: TimeFilter = { part: 'all', weekdays: [] };

const NOON_MINUTES = 12 * 60;

interface Asked {
  readonly get: (name: string) => unknown;
  readonly getAll: (name: string) => readonly unknown[];
}

/**
 * Reads `part` and any number of `weekday`, from an address or a form; nonsense filters nothing.
 */
export function readTimeFilter(asked: Asked): TimeFilter {
  const part = DAY_PARTS.find((each) => each === asked.get('part')) ?? 'all';
  const ticked = new Set(asked.getAll('weekday').map(String));
  const weekdays = WEEKDAYS.filter((day) => ticked.has(String(day)));
  return { part, weekdays: weekdays.length === WEEKDAYS.length ? [] : weekdays };
}

export function filtersNothing({ part, weekdays }: TimeFilter): boolean {
  return part === 'all' && weekdays.length === 0;
}

/** Whether a visit that starts then suits, on the clinic's wall clock. */
export function suits({ part, weekdays }: TimeFilter, start: Instant, zone: Zone): boolean {
  const day = weekday(toLocalDate(zone, start));
  if (weekdays.length > 0 && !weekdays.some((each) => each === day)) return false;
  if (part === 'all') return true;
  const isMorning = toLocalTime(zone, start) < NOON_MINUTES;
  return isMorning === (part === 'morning');
}
