import { createHash } from 'node:crypto';
import {
  instant,
  instantOfLocal,
  MINUTE_MS,
  type BookingId,
  type BookingTemplateId,
  type ClinicId,
  type CompanyId,
  type Instant,
  type Interval,
  type LocalDateTime,
  type Occupancy,
  type OrganisationId,
  type PatientId,
  type PracticeId,
  type PractitionerId,
  type Preblock,
  type PreblockId,
  type PreblockKind,
  type PreblockKindId,
  type ResourceId,
  type SharedResourceId,
  type Shift,
  type ShiftId,
  type TreatmentCategoryId,
  type UserId,
  type Zone,
} from '@tidbok/core';
import type { Catalog } from '@tidbok/protocol';
import type { NewBooking, NewId } from '@tidbok/sync';

/** A small practice: two chairs, two practitioners, one X-ray, one week in March 2026. */

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Ids that tell what they are of: `id('chair', 1)`. */
export function id<T extends string>(name: string, number: number): T {
  const hex = Buffer.from(name.slice(0, 6)).toString('hex').padEnd(12, '0');
  const tail = number.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7000-8000-${tail}` as T;
}

export function counter(): NewId {
  let last = 0;
  return <Id extends string>() => id<Id>('made', (last += 1));
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

export const practiceId = id<PracticeId>('practi', 1);
export const clinicId = id<ClinicId>('clinic', 1);
const organisationId = id<OrganisationId>('organi', 1);
const companyId = id<CompanyId>('compan', 1);
export const chairs = [id<ResourceId>('chair', 1), id<ResourceId>('chair', 2)] as const;
export const people = [id<PractitionerId>('person', 1), id<PractitionerId>('person', 2)] as const;
export const xray = id<SharedResourceId>('xray', 1);
export const examination = id<TreatmentCategoryId>('catego', 1);
export const kind: PreblockKind = {
  id: id<PreblockKindId>('kind', 1),
  name: 'Internet',
  text: '',
  code: '',
  colour: '#3366ff',
  validFor: { type: 'resources' },
  bypass: true,
  rule: { type: 'internet', categories: { mode: 'allow', ids: [examination] } },
  expiresDaysBefore: null,
};

/** As `kind`, but ends at midnight, a day before its day (B4). */
export const kindUntilTheDayBefore: PreblockKind = {
  ...kind,
  id: id<PreblockKindId>('kind', 2),
  expiresDaysBefore: 1,
};

/** 30 minutes, chair and practitioner: what an offer binds. */
export const visit30 = id<BookingTemplateId>('templa', 1);
/** 30 minutes with the X-ray for the first ten: sold by request only. */
export const visitWithXray = id<BookingTemplateId>('templa', 2);

export const catalog: Catalog = {
  practiceId,
  practiceName: 'Testpraktiken',
  zoneId: stockholm.id,
  limits: {
    leadTimeMinutes: 0,
    horizonMonths: 12,
    changeDeadline: { type: 'hours', hours: 0 },
  },
  nearHours: 24,
  offlineSellingHours: 96,
  requiredAddressFields: [],
  organisations: [{ id: organisationId, name: 'Tandläkargruppen' }],
  companies: [{ id: companyId, name: 'Tand AB' }],
  clinics: [
    {
      id: clinicId,
      organisationId,
      companyId,
      name: 'Lund',
      address: { street: 'Storgatan 1', postalCode: '222 22', town: 'Lund' },
      phone: '046-10 00 00',
      openingText: '',
      colour: null,
    },
  ],
  practitioners: people.map((person, i) => ({
    id: person,
    clinicId,
    companyId,
    title: 'dentist',
    name: `Tandläkare ${i + 1}`,
    templateIds: [visit30, visitWithXray],
  })),
  resources: chairs.map((chair, i) => ({ id: chair, clinicId, name: `Stol ${i + 1}` })),
  sharedResources: [{ id: xray, clinicId, sign: 'R' }],
  preblockKinds: [kind, kindUntilTheDayBefore].map((each) => ({
    id: each.id,
    categories: { mode: 'allow', ids: [examination] },
  })),
  templates: [
    {
      id: visit30,
      name: 'Undersökning 30 min',
      minutes: 30,
      categoryId: examination,
      rebookable: true,
      cancellable: true,
      resourcePattern: null,
    },
    {
      id: visitWithXray,
      name: 'Röntgen 30 min',
      minutes: 30,
      categoryId: examination,
      rebookable: true,
      cancellable: true,
      resourcePattern: { unitMinutes: 10, signs: 'R//' },
    },
  ],
  messages: null,
};

/** `day` 0 is Monday 2 March 2026. */
export function local(day: number, time: string): LocalDateTime {
  return `2026-03-${String(2 + day).padStart(2, '0')}T${time}` as LocalDateTime;
}

export function at(day: number, time: string): Instant {
  const found = instantOfLocal(stockholm, local(day, time));
  if (found === undefined) throw new Error('no such local time');
  return found;
}

export function span(day: number, fromTime: string, minutes: number): Interval {
  const start = at(day, fromTime);
  return { from: start, to: instant(start + minutes * MINUTE_MS) };
}

export function shift(number: number, who: { chair: 0 | 1; person: 0 | 1 }, when: Hours): Shift {
  return {
    id: id<ShiftId>('shift', number),
    resourceId: chairs[who.chair],
    practitionerId: people[who.person],
    from: local(when.day, when.from),
    to: local(when.day, when.to),
  };
}

export interface Hours {
  readonly day: number;
  readonly from: string;
  readonly to: string;
}

export function preblock(number: number, chair: 0 | 1, when: Hours): Preblock {
  return {
    id: id<PreblockId>('preblo', number),
    kindId: kind.id,
    resourceId: chairs[chair],
    from: local(when.day, when.from),
    to: local(when.day, when.to),
    seriesId: null,
  };
}

export function occupying(
  chair: ResourceId,
  person: PractitionerId,
  during: Interval,
): Occupancy[] {
  return [
    { subjectId: chair, during },
    { subjectId: person, during },
  ];
}

export const staff = { type: 'user', userId: id<UserId>('user', 1) } as const;

/** A visit that staff place. */
export function staffVisit(
  number: number,
  who: { chair: 0 | 1; person: 0 | 1 },
  during: Interval,
): NewBooking {
  return {
    id: id<BookingId>('staff', number),
    resourceId: chairs[who.chair],
    practitionerId: people[who.person],
    templateId: visit30,
    patientId: id<PatientId>('patien', number),
    during,
    occupancies: occupying(chairs[who.chair], people[who.person], during),
    state: 'confirmed',
    source: 'staff',
    replaces: null,
    override: false,
    conflict: false,
    registeredAt: at(0, '08:00'),
    bookText: '',
    summonsCard: false,
    moveNextRecall: false,
    expectedAmount: null,
    knownAtSite: false,
    overridden: [],
  };
}
