import { addMonths, mondayOf, startOfDay, toLocalDate, type LocalDate } from '@tidbok/core';
import type { Site, TimeView } from '@tidbok/service/site';
import { firstTimeOf, timesOf } from './free-times.ts';
import type { TreatmentFrame } from './frame.ts';
import {
  daysOfWeek,
  nextWeek,
  previousWeek,
  readDate,
  readWeek,
  sundayOf,
  writeWeek,
  type DayOfTimes,
} from './week.ts';

/** One week of free times, and what to offer when it has none. */
export interface ShownWeek {
  readonly monday: LocalDate;
  readonly days: readonly DayOfTimes[];
  readonly today: LocalDate;
  readonly latest: LocalDate;
  /** `2026-W50`; empty when there is nothing to see there. */
  readonly previous: string;
  readonly next: string;
  readonly empty: boolean;
  /** Offered when the week is empty; null when there is no free time at all. */
  readonly first: TimeView | null;
  /** The date that was asked for could not be shown. */
  readonly outside: 'past' | 'too-far' | null;
}

export interface WeekWish {
  readonly week: string | null;
  readonly date: string | null;
}

/** The week that was asked for; else that of the chosen time; else that of the first free time. */
export async function shownWeek(
  site: Site,
  frame: TreatmentFrame,
  wish: WeekWish,
): Promise<ShownWeek> {
  const { clinic, search } = frame;
  const today = toLocalDate(clinic.zone, site.now());
  const latest = addMonths(today, clinic.limits.horizonMonths);
  const asked = readDate(wish.date) ?? readWeek(wish.week);
  const wanted = asked ?? (await dateToOpen(site, frame)) ?? today;
  const monday = mondayOf(clamp(wanted, today, latest));
  const free = await timesOf(site, search, { from: monday, to: sundayOf(monday) });
  const days = daysOfWeek(monday, free, { zone: clinic.zone, today });
  return {
    monday,
    days,
    today,
    latest,
    previous: monday > today ? writeWeek(previousWeek(monday)) : '',
    next: nextWeek(monday) <= latest ? writeWeek(nextWeek(monday)) : '',
    empty: free.length === 0,
    first: free.length === 0 ? await firstAround(site, frame, monday) : null,
    outside: outsideOf(asked, { today: mondayOf(today), latest }),
  };
}

async function dateToOpen(site: Site, frame: TreatmentFrame): Promise<LocalDate | null> {
  const start = frame.visit?.start ?? (await firstTimeOf(site, frame.search))?.start ?? null;
  return start === null ? null : toLocalDate(frame.clinic.zone, start);
}

/** The first free time after the empty week, else the first of all. */
async function firstAround(
  site: Site,
  { search, clinic }: TreatmentFrame,
  monday: LocalDate,
): Promise<TimeView | null> {
  const first = await firstTimeOf(site, search);
  if (first === null || toLocalDate(clinic.zone, first.start) >= monday) return first;
  return (await firstTimeOf(site, search, startOfDay(clinic.zone, monday))) ?? first;
}

function clamp(date: LocalDate, earliest: LocalDate, latest: LocalDate): LocalDate {
  if (date < earliest) return earliest;
  return date > latest ? latest : date;
}

function outsideOf(
  asked: LocalDate | null,
  { today, latest }: { readonly today: LocalDate; readonly latest: LocalDate },
): ShownWeek['outside'] {
  if (asked === null) return null;
  if (asked < today) return 'past';
  return asked > latest ? 'too-far' : null;
}
