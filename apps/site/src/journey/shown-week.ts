import { addMonths, mondayOf, toLocalDate, type LocalDate } from '@tidbok/core';
import type { Site, TimesView, TimeView } from '@tidbok/service/site';
import { firstThatSuits } from './free-times.ts';
import type { TreatmentFrame } from './frame.ts';
import { suits } from './time-filter.ts';
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
  /** Free times of this week that the patient's own filter hides. */
  readonly hidden: number;
  /** Offered when the week is empty; null when there is no free time that suits at all. */
  readonly first: TimeView | null;
  /** How old the times are; null where nothing of the kind is sold. */
  readonly age: Pick<TimesView, 'asOf' | 'age'> | null;
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
  const bounds = { today, latest };
  const wanted = asked ?? (await dateToOpen(site, frame, bounds)) ?? today;
  const monday = mondayOf(clamp(wanted, today, latest));
  const found = await site.times({ ...search, from: monday, to: sundayOf(monday) });
  const all = found.ok ? found.value.items : [];
  const free = all.filter(({ start }) => suits(frame.choices.filter, start, clinic.zone));
  const days = daysOfWeek(monday, free, { zone: clinic.zone, today });
  return {
    monday,
    days,
    today,
    latest,
    previous: monday > today ? writeWeek(previousWeek(monday)) : '',
    next: nextWeek(monday) <= latest ? writeWeek(nextWeek(monday)) : '',
    empty: free.length === 0,
    hidden: all.length - free.length,
    first: free.length === 0 ? await firstAround(site, frame, { ...bounds, monday }) : null,
    age: found.ok ? { asOf: found.value.asOf, age: found.value.age } : null,
    outside: outsideOf(asked, { today: mondayOf(today), latest }),
  };
}

interface Bounds {
  readonly today: LocalDate;
  readonly latest: LocalDate;
}

async function dateToOpen(
  site: Site,
  frame: TreatmentFrame,
  { today, latest }: Bounds,
): Promise<LocalDate | null> {
  const chosen = frame.visit?.start;
  const start = chosen ?? (await firstThatSuits(site, frame, { from: today, latest }))?.start;
  return start === undefined ? null : toLocalDate(frame.clinic.zone, start);
}

/** The first time that suits after the empty week, else the first of all. */
async function firstAround(
  site: Site,
  frame: TreatmentFrame,
  { monday, today, latest }: Bounds & { readonly monday: LocalDate },
): Promise<TimeView | null> {
  const first = await firstThatSuits(site, frame, { from: today, latest });
  if (first === null || toLocalDate(frame.clinic.zone, first.start) >= monday) return first;
  return (await firstThatSuits(site, frame, { from: monday, latest })) ?? first;
}

function clamp(date: LocalDate, earliest: LocalDate, latest: LocalDate): LocalDate {
  if (date < earliest) return earliest;
  return date > latest ? latest : date;
}

function outsideOf(asked: LocalDate | null, { today, latest }: Bounds): ShownWeek['outside'] {
  if (asked === null) return null;
  if (asked < today) return 'past';
  return asked > latest ? 'too-far' : null;
}
