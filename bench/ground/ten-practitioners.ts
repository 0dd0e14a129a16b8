import { namedIds, seeded, type NamedIds, type Seeded } from '@tidbok/cli/demo';
import {
  addDays,
  addMinutes,
  instantOfLocal,
  localDateTime,
  weekday,
  type BookingTemplateId,
  type ClinicId,
  type Instant,
  type Interval,
  type LocalDate,
  type Preblock,
  type PractitionerId,
  type ResourceId,
  type Shift,
  type Zone,
} from '@tidbok/core';

/**
 * The data set of the comparison: ten practitioners, Monday to Friday nine to five, thirty days,
 * fifteen visits a day each.
 */
export interface TenPractitioners {
  readonly id: NamedIds;
  readonly zone: Zone;
  readonly clinicId: ClinicId;
  readonly templateId: BookingTemplateId;
  readonly people: readonly Person[];
  readonly days: readonly LocalDate[];
  readonly shifts: readonly Shift[];
  readonly preblocks: readonly Preblock[];
  readonly visits: readonly Visit[];
}

export interface Person {
  readonly practitionerId: PractitionerId;
  readonly resourceId: ResourceId;
}

export interface Visit extends Person {
  readonly during: Interval;
  /** Of the day, for the bitset. */
  readonly date: LocalDate;
  readonly fromMinute: number;
  readonly minutes: number;
}

export const OPENS = 9 * 60;
export const CLOSES = 17 * 60;
export const GRID_MINUTES = 15;
export const VISIT_MINUTES = 30;

const PEOPLE = 10;
const DAYS = 30;
const VISITS_OF_A_DAY = [...Array<number>(5).fill(30), ...Array<number>(10).fill(15)];

/** A day's visits: five of thirty minutes, ten of fifteen, where the seed puts them. */
const visitsOfADay = (choose: Seeded): { fromMinute: number; minutes: number }[] => {
  const taken = new Set<number>();
  const visits: { fromMinute: number; minutes: number }[] = [];
  for (const minutes of VISITS_OF_A_DAY) {
    const slots = minutes / GRID_MINUTES;
    const starts = Array.from(
      { length: (CLOSES - OPENS) / GRID_MINUTES - slots + 1 },
      (_, s) => s,
    ).filter((start) => !taken.has(start) && !taken.has(start + slots - 1));
    if (starts.length === 0) continue;
    const start = choose.pick(starts);
    for (let slot = start; slot < start + slots; slot += 1) taken.add(slot);
    visits.push({ fromMinute: OPENS + start * GRID_MINUTES, minutes });
  }
  return visits;
};

const at = (zone: Zone, date: LocalDate, minute: number): Instant => {
  const instant = instantOfLocal(zone, localDateTime(date, minute));
  if (instant === undefined) throw new Error(`${date} has no minute ${String(minute)}`);
  return instant;
};

export interface Size {
  readonly seed?: number;
  readonly people?: number;
  /** Calendar days, of which the weekdays count. */
  readonly days?: number;
  /** False: nothing is booked yet. */
  readonly booked?: boolean;
}

export const tenPractitioners = (
  zone: Zone,
  firstDay: LocalDate,
  { seed = 1, people: count = PEOPLE, days: length = DAYS, booked = true }: Size = {},
): TenPractitioners => {
  const id = namedIds(seed);
  const choose = seeded(seed);
  const days = Array.from({ length }, (_, day) => addDays(firstDay, day)).filter(
    (date) => weekday(date) <= 5,
  );
  const people = Array.from({ length: count }, (_, person) => ({
    practitionerId: id<PractitionerId>(`practitioner/${String(person)}`),
    resourceId: id<ResourceId>(`chair/${String(person)}`),
  }));
  const planned = people.flatMap((person) => days.map((date) => ({ person, date })));
  const stretch = (date: LocalDate) => ({
    from: localDateTime(date, OPENS),
    to: localDateTime(date, CLOSES),
  });
  return {
    id,
    zone,
    clinicId: id('clinic'),
    templateId: id('template'),
    people,
    days,
    shifts: planned.map(({ person, date }) => ({
      id: id(`shift/${date}/${person.resourceId}`),
      ...person,
      ...stretch(date),
    })),
    preblocks: planned.map(({ person, date }) => ({
      id: id(`preblock/${date}/${person.resourceId}`),
      kindId: id('kind'),
      resourceId: person.resourceId,
      ...stretch(date),
      seriesId: null,
    })),
    visits: (booked ? planned : []).flatMap(({ person, date }) =>
      visitsOfADay(choose).map((visit) => {
        const from = at(zone, date, visit.fromMinute);
        return { ...person, ...visit, date, during: { from, to: addMinutes(from, visit.minutes) } };
      }),
    ),
  };
};
