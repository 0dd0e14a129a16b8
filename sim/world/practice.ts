import {
  addDays,
  instant,
  instantOfLocal,
  localDateTime,
  parseLocalDate,
  startOfDayNumber,
  toDayNumber,
  toLocalDate,
  type BookingTemplateId,
  type ClinicId,
  type CompanyId,
  type Instant,
  type Interval,
  type LocalDate,
  type OrganisationId,
  type PracticeId,
  type PractitionerId,
  type PreblockKind,
  type PreblockKindId,
  type ResourceId,
  type SharedResourceId,
  type TreatmentCategoryId,
  type UserId,
  type Zone,
} from '@tidbok/core';
import type { Catalog } from '@tidbok/protocol';

/** Two clinics with three chairs, two practitioners, over the days when summer time begins. */

/** Every world counts its ids from one: each is made once, and then the same text again. */
const ids = new Map<string, string[]>();

/** Ids that tell what they are of. */
export function id<T extends string>(of: string, number: number): T {
  let made = ids.get(of);
  if (made === undefined) ids.set(of, (made = []));
  return (made[number] ??= idText(of, number)) as T;
}

/** As an object's key the engine keeps each text once: two of them are told apart at a glance. */
function idText(of: string, number: number): string {
  const text = `${of.padEnd(8, '0')}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
  return Object.keys({ [text]: true })[0] ?? text;
}

export const stockholm: Zone = {
  id: 'Europe/Stockholm',
  tzdb: '2026a',
  transitions: [
    { at: instant(0), offsetMinutes: 60 },
    { at: instant(Date.UTC(2025, 9, 26, 1)), offsetMinutes: 60 },
    { at: instant(Date.UTC(2026, 2, 29, 1)), offsetMinutes: 120 },
    { at: instant(Date.UTC(2026, 9, 25, 1)), offsetMinutes: 60 },
  ],
};

/** As by a law that the clinic has not heard of: the clocks go forward a week later. */
export const stockholmByOtherLaw: Zone = {
  ...stockholm,
  tzdb: '2026b',
  transitions: stockholm.transitions.map(({ at, offsetMinutes }) =>
    at === Date.UTC(2026, 2, 29, 1)
      ? { at: instant(Date.UTC(2026, 3, 5, 1)), offsetMinutes }
      : { at, offsetMinutes },
  ),
};

/** Friday 27 March 2026, 08:00; on Sunday the clocks go forward. */
export const startAt = Date.UTC(2026, 2, 27, 7);
export const summerTimeOn = dateOf('2026-03-29');

export const clinics = [id<ClinicId>('c1', 1), id<ClinicId>('c1', 2)] as const;
export const chairs = [1, 2, 3].map((n) => id<ResourceId>('ca', n));
export const people = [1, 2].map((n) => id<PractitionerId>('d0', n));
export const xray = id<SharedResourceId>('e0', 1);
const examination = id<TreatmentCategoryId>('f0', 1);
/** 30 minutes, chair and practitioner: what an offer binds. */
export const visit30 = id<BookingTemplateId>('b0', 1);
/** 30 minutes, the first ten with the X-ray: by request only. */
export const visitWithXray = id<BookingTemplateId>('b0', 2);
export const staff = { type: 'user', userId: id<UserId>('a0', 1) } as const;
export const practiceId = id<PracticeId>('ab', 1);

export function clinicOf(chair: ResourceId): ClinicId {
  return chair === chairs[2] ? clinics[1] : clinics[0];
}

const kind: PreblockKind = {
  id: id<PreblockKindId>('aa', 1),
  name: 'Internet',
  text: '',
  code: '',
  colour: '#3366ff',
  validFor: { type: 'resources' },
  bypass: true,
  rule: { type: 'internet', categories: { mode: 'allow', ids: [examination] } },
  expiresDaysBefore: null,
};
/** The second ends at midnight, a day before its day (B4). */
export const kinds: readonly PreblockKind[] = [
  kind,
  { ...kind, id: id<PreblockKindId>('aa', 2), expiresDaysBefore: 1 },
];

const template = {
  minutes: 30,
  categoryId: examination,
  rebookable: true,
  cancellable: true,
} as const;

export function catalogOf(nearHours: number, offlineSellingHours: number): Catalog {
  const organisationId = id<OrganisationId>('ac', 1);
  const companyId = id<CompanyId>('ad', 1);
  return {
    practiceId,
    practiceName: 'Praktiken',
    zoneId: stockholm.id,
    limits: {
      leadTimeMinutes: 0,
      horizonMonths: 12,
      changeDeadline: { type: 'hours', hours: 0 },
    },
    nearHours,
    offlineSellingHours,
    requiredAddressFields: [],
    organisations: [{ id: organisationId, name: 'Tandläkargruppen' }],
    companies: [{ id: companyId, name: 'Tand AB' }],
    clinics: clinics.map((clinicId, i) => ({
      id: clinicId,
      organisationId,
      companyId,
      name: i === 0 ? 'Lund' : 'Malmö',
      address: { street: 'Storgatan 1', postalCode: '222 22', town: 'Lund' },
      phone: '046-10 00 00',
      openingText: '',
      colour: null,
    })),
    practitioners: people.map((person, i) => ({
      id: person,
      clinicId: clinics[0],
      companyId,
      title: 'dentist',
      name: `Tandläkare ${i + 1}`,
      templateIds: [visit30, visitWithXray],
    })),
    resources: chairs.map((chair, i) => ({
      id: chair,
      clinicId: clinicOf(chair),
      name: `Stol ${i + 1}`,
    })),
    sharedResources: [{ id: xray, clinicId: clinics[0], sign: 'R' }],
    preblockKinds: kinds.map((each) => ({
      id: each.id,
      categories: { mode: 'allow', ids: [examination] },
    })),
    templates: [
      { id: visit30, name: 'Undersökning', ...template, resourcePattern: null },
      {
        id: visitWithXray,
        name: 'Röntgen',
        ...template,
        resourcePattern: { unitMinutes: 10, signs: 'R//' },
      },
    ],
    messages: null,
  };
}

function dateOf(text: string): LocalDate {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(`${text} is no date`);
  return parsed.value;
}

/** The day `days` after the one of `at`. */
export function dayAfter(at: Instant, days: number): LocalDate {
  return addDays(toLocalDate(stockholm, at), days);
}

/** Visits begin at 09:00 or a number of half hours later. */
export function slotOf(date: LocalDate, slot: number): Instant {
  const found = instantOfLocal(stockholm, localDateTime(date, 540 + slot * 30));
  if (found === undefined) throw new Error('no such local time');
  return found;
}

export function slotsOf(date: LocalDate, slot: number, count: number): Interval {
  return { from: slotOf(date, slot), to: slotOf(date, slot + count) };
}

/** All the days that these touch. */
export function daysAround(...during: readonly Interval[]): Interval {
  let from = Infinity;
  let to = -Infinity;
  for (const each of during) {
    if (each.from < from) from = each.from;
    if (each.to > to) to = each.to;
  }
  return {
    from: startOfDayNumber(stockholm, toDayNumber(stockholm, instant(from))),
    to: startOfDayNumber(stockholm, toDayNumber(stockholm, instant(to)) + 1),
  };
}
