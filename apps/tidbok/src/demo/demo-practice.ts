import {
  addDays,
  instantOfLocal,
  localDateTime,
  mondayOf,
  redDay,
  toLocalDate,
  type BookingTemplate,
  type Instant,
  type LocalDate,
  type Preblock,
  type PreblockSeriesId,
  type Shift,
  type Zone,
} from '@tidbok/core';
import type { ImportedPractice } from '@tidbok/service/clinic';
import { demoBookings } from './bookings.ts';
import { demoLists } from './lists.ts';
import { demoPatients } from './patients.ts';
import { demoRecall } from './recalls.ts';
import { demoPreblockKinds } from './preblock-kinds.ts';
import { demoRegister } from './register.ts';
import { namedIds, seeded, type NamedIds } from './seeded.ts';
import { demoBookTexts, demoCategories, demoTemplates, templateKeys } from './treatments.ts';
import { plannedVisits, WEEKS_AHEAD, WEEKS_BACK } from './visits.ts';
import { PREBLOCKS, SHIFTS } from './week-plan.ts';

export interface DemoOptions {
  /** Another seed, another practice: other ids, other bookings. */
  readonly seed: number;
  readonly now: Instant;
  readonly zone: Zone;
}

/** Open days from four weeks back to twelve ahead, counted from this week's Monday. */
const openDays = (monday: LocalDate): { readonly day: number; readonly date: LocalDate }[] =>
  Array.from({ length: 7 * (WEEKS_BACK + WEEKS_AHEAD) }, (_, index) => index - 7 * WEEKS_BACK)
    .map((day) => ({ day, date: addDays(monday, day) }))
    .filter(({ day, date }) => ((day % 7) + 7) % 7 < 5 && redDay(date) === null);

const weekdayOf = (day: number): number => ((day % 7) + 7) % 7;

const demoShifts = (id: NamedIds, monday: LocalDate): Shift[] =>
  openDays(monday).flatMap(({ day, date }) =>
    SHIFTS.filter(({ weekdays }) => weekdays.some((each) => each === weekdayOf(day))).map(
      (shift) => ({
        id: id(`shift/${date}/${shift.chair}/${String(shift.fromMinute)}`),
        resourceId: id(`chair/${shift.chair}`),
        practitionerId: id(`practitioner/${shift.practitioner}`),
        from: localDateTime(date, shift.fromMinute),
        to: localDateTime(date, shift.toMinute),
      }),
    ),
  );

/** Each line of the week plan, on each of its weekdays, is one weekly series. */
const demoPreblocks = (id: NamedIds, monday: LocalDate): Preblock[] =>
  openDays(monday).flatMap(({ day, date }) =>
    PREBLOCKS.filter(({ weekdays }) => weekdays.some((each) => each === weekdayOf(day))).map(
      (block) => {
        const place = `${block.chair}/${String(block.fromMinute)}`;
        return {
          id: id(`preblock/${date}/${place}`),
          kindId: id(`kind/${block.kind}`),
          resourceId: id(`chair/${block.chair}`),
          from: localDateTime(date, block.fromMinute),
          to: localDateTime(date, block.toMinute),
          seriesId: id<PreblockSeriesId>(`series/${String(weekdayOf(day))}/${place}`),
        };
      },
    ),
  );

const templatesByKey = (templates: readonly BookingTemplate[]): Map<string, BookingTemplate> =>
  new Map(
    templateKeys().flatMap((key, index) => {
      const template = templates[index];
      return template === undefined ? [] : [[key, template]];
    }),
  );

/** The demo practice as one document, with every date relative to `now`. */
export const demoPractice = ({ seed, now, zone }: DemoOptions): ImportedPractice => {
  const id = namedIds(seed);
  const monday = mondayOf(toLocalDate(zone, now));
  const { organisation, ...register } = demoRegister(id);
  const templates = demoTemplates(id);
  const patients = demoPatients(id, seed);
  const open = new Set(openDays(monday).map(({ day }) => day));
  const visits = plannedVisits(templatesByKey(templates), seeded(seed), (day) => !open.has(day));
  return {
    practice: {
      id: id('practice'),
      name: organisation.name,
      zoneId: zone.id,
      limits: {
        leadTimeMinutes: 120,
        horizonMonths: 12,
        changeDeadline: { type: 'hours', hours: 24 },
      },
      nearHours: 24,
      offlineSellingHours: 96,
      requiredAddressFields: [],
    },
    organisations: [organisation],
    ...register,
    categories: demoCategories(id),
    kinds: demoPreblockKinds(id),
    templates,
    bookTexts: demoBookTexts(id),
    lists: demoLists(id),
    shifts: demoShifts(id, monday),
    preblocks: demoPreblocks(id, monday),
    patients: patients.map(({ personalIdentityNumber, ...patient }, index) => ({
      ...patient,
      identityNumber: personalIdentityNumber,
      ...demoRecall(id, toLocalDate(zone, now), index),
    })),
    bookings: demoBookings(visits, {
      id,
      patients,
      choose: seeded(seed + 1),
      now,
      startOf: (visit) => startOf(zone, addDays(monday, visit.day), visit.fromMinute),
      sharedResources: register.sharedResources,
    }),
  };
};

const startOf = (zone: Zone, date: LocalDate, minute: number): Instant => {
  const start = instantOfLocal(zone, localDateTime(date, minute));
  if (start === undefined) throw new Error(`${date} has no minute ${String(minute)}`);
  return start;
};
