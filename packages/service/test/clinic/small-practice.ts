import {
  instant,
  type BookingTemplate,
  type BookingTemplateId,
  type ClinicId,
  type CompanyId,
  type Instant,
  type LocalDateTime,
  type OrganisationId,
  type PracticeId,
  type Practitioner,
  type PractitionerId,
  type PreblockKind,
  type PreblockKindId,
  type ResourceId,
  type TreatmentCategoryId,
  type UserId,
} from '@tidbok/core';
import {
  DEFAULT_PERMISSIONS,
  PERMISSIONS,
  type ImportedPractice,
  type StaffMember,
} from '@tidbok/service/clinic';

/** 00000000-0000-7000-8000-0000000000NN: readable in failures. */
export function id<Id extends string>(number: number): Id {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}` as Id;
}

/** Tuesday 24 November 2026, 08:00 in Stockholm. */
export const NOW: Instant = instant(Date.parse('2026-11-24T07:00:00Z'));
/** A working day well past the frontier. */
export const DAY = '2026-12-01';

export const practiceId = id<PracticeId>(1);
export const organisationId = id<OrganisationId>(2);
export const companyId = id<CompanyId>(3);
export const clinicId = id<ClinicId>(4);
export const chairA = id<ResourceId>(11);
export const chairB = id<ResourceId>(12);
export const dentist = id<PractitionerId>(21);
export const hygienist = id<PractitionerId>(22);
export const examination = id<TreatmentCategoryId>(31);
export const surgery = id<TreatmentCategoryId>(32);
export const internetKind = id<PreblockKindId>(41);
export const visit30 = id<BookingTemplateId>(51);
export const visit40 = id<BookingTemplateId>(52);
export const surgery60 = id<BookingTemplateId>(53);
export const recall30 = id<BookingTemplateId>(54);

/** Wall-clock time on `DAY`, or on another day. */
export function local(time: string, date: string = DAY): LocalDateTime {
  return `${date}T${time}` as LocalDateTime;
}

/** The instant of a wall-clock time in Stockholm's winter. */
export function at(time: string, date: string = DAY): Instant {
  return instant(Date.parse(`${date}T${time}:00+01:00`));
}

const inherit = { type: 'inherit' } as const;
const none = { type: 'none' } as const;
const inherited = { templateList: inherit, onlineTemplateList: inherit, preblockList: inherit };

function practitioner(practitionerId: PractitionerId, number: string, name: string): Practitioner {
  return {
    id: practitionerId,
    number,
    title: 'dentist',
    givenName: name,
    familyName: 'Prov',
    clinicId,
    companyId,
    takesPartOnline: true,
    timeUnitMinutes: 5,
    lists: inherited,
  };
}

export function template(
  templateId: BookingTemplateId,
  name: string,
  rest: Partial<BookingTemplate> = {},
): BookingTemplate {
  return {
    id: templateId,
    name,
    minutes: 30,
    categoryId: examination,
    useInBook: true,
    useInRecall: false,
    useOnline: true,
    rebookable: true,
    cancellable: true,
    bookText: 'US',
    summonsCard: true,
    moveNextRecall: false,
    expectedAmount: 800,
    resourcePattern: null,
    retired: false,
    ...rest,
  };
}

export function kind(
  kindId: PreblockKindId,
  name: string,
  rest: Partial<PreblockKind> = {},
): PreblockKind {
  return {
    id: kindId,
    name,
    text: '',
    code: '',
    colour: '#2563eb',
    validFor: { type: 'resources' },
    bypass: true,
    rule: { type: 'internet', categories: { mode: 'allow', ids: [examination] } },
    expiresDaysBefore: null,
    ...rest,
  };
}

/** One clinic, two chairs, a dentist and a hygienist, both on shift in chair A and B on `DAY`. */
export function smallPractice(): ImportedPractice {
  return {
    practice: {
      id: practiceId,
      name: 'Provpraktiken',
      zoneId: 'Europe/Stockholm',
      limits: {
        leadTimeMinutes: 120,
        horizonMonths: 12,
        changeDeadline: { type: 'hours', hours: 24 },
      },
      nearHours: 24,
      offlineSellingHours: 96,
      requiredAddressFields: [],
    },
    organisations: [
      {
        id: organisationId,
        name: 'Provgruppen',
        lists: { templateList: none, onlineTemplateList: none, preblockList: none },
      },
    ],
    companies: [
      {
        id: companyId,
        organisationId,
        name: 'Prov AB',
        shortName: 'Prov',
        organisationNumber: '556000-0000',
        lists: inherited,
      },
    ],
    clinics: [
      {
        id: clinicId,
        organisationId,
        companyId,
        name: 'Provkliniken',
        address: { street: 'Provgatan 1', postalCode: '222 22', town: 'Lund' },
        phone: '046-10 10 10',
        openingText: '',
        takesPartOnline: true,
      },
    ],
    practitioners: [
      practitioner(dentist, '0001', 'Doris'),
      practitioner(hygienist, '0002', 'Hedda'),
    ],
    resources: [
      { id: chairA, clinicId, name: 'Stol A', position: 1 },
      { id: chairB, clinicId, name: 'Stol B', position: 2 },
    ],
    sharedResources: [],
    categories: [
      { id: examination, name: 'US/Röntgen', sign: 'U', colour: '#1d4ed8' },
      { id: surgery, name: 'Kirurgi', sign: 'K', colour: '#b91c1c' },
    ],
    kinds: [kind(internetKind, 'E-tid')],
    templates: [
      template(visit30, 'Undersökning 30 min'),
      template(visit40, 'Undersökning 40 min', { minutes: 40 }),
      template(surgery60, 'Kirurgi 60 min', { minutes: 60, categoryId: surgery }),
      template(recall30, 'Revision 30 min', { useInRecall: true, useOnline: false }),
    ],
    bookTexts: [],
    lists: [],
    shifts: [
      { id: id(61), resourceId: chairA, practitionerId: dentist, ...hours('08:00', '12:00') },
      { id: id(62), resourceId: chairB, practitionerId: hygienist, ...hours('08:00', '12:00') },
    ],
    preblocks: [],
    patients: [
      {
        id: id(71),
        identityNumber: '192801287075',
        givenName: 'Tolvan',
        familyName: 'Tolvansson',
        email: 'tolvan@example.se',
        mobile: '070-1740605',
      },
    ],
    bookings: [],
  };
}

function hours(from: string, to: string) {
  return { from: local(from), to: local(to) };
}

export const reception: StaffMember = {
  userId: id<UserId>(81),
  signInName: 'rut',
  name: 'Rut Reception',
  roles: ['reception'],
  permissions: DEFAULT_PERMISSIONS.reception,
  practitionerId: null,
  clinicIds: [],
};

/** Without *Preblock för internet*. */
export const temp: StaffMember = {
  ...reception,
  signInName: 'tom',
  permissions: reception.permissions.filter((each) => each !== 'preblock-internet'),
};
export const admin: StaffMember = {
  ...reception,
  signInName: 'ada',
  roles: ['admin'],
  permissions: PERMISSIONS,
};
