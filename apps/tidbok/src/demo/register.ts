import type {
  Clinic,
  ClinicId,
  Company,
  CompanyId,
  ListChoices,
  ListId,
  Organisation,
  OrganisationId,
  Practitioner,
  PractitionerTitle,
  Resource,
  SharedResource,
} from '@tidbok/core';
import type { NamedIds } from './seeded.ts';

export type ClinicName = 'lund' | 'malmö';
export type PractitionerName = 'olle' | 'maria' | 'amir' | 'sara' | 'jonas' | 'elin';
export type ChairName = 'l1' | 'l2' | 'l3' | 'lh1' | 'lh2' | 'm1' | 'm2' | 'mh1';

/** Who owns, who works and where: the demo's cards (L5). */
export interface DemoRegister {
  readonly organisation: Organisation;
  readonly companies: readonly Company[];
  readonly clinics: readonly Clinic[];
  readonly practitioners: readonly Practitioner[];
  readonly resources: readonly Resource[];
  readonly sharedResources: readonly SharedResource[];
}

/** The lists chosen on each card (L4): some at every level, the rest inherited. */
interface ListNames {
  readonly template?: string;
  readonly online?: string;
  readonly preblock?: string;
}

const listChoices = (id: NamedIds, names: ListNames): ListChoices => {
  const choice = (name: string | undefined): ListChoices['templateList'] =>
    name === undefined ? { type: 'inherit' } : { type: 'list', listId: id<ListId>(`list/${name}`) };
  return {
    templateList: choice(names.template),
    onlineTemplateList: choice(names.online),
    preblockList: choice(names.preblock),
  };
};

const CHAIRS: readonly { key: ChairName; clinic: ClinicName; name: string; position: number }[] = [
  { key: 'l1', clinic: 'lund', name: 'Stol 1', position: 1 },
  { key: 'l2', clinic: 'lund', name: 'Stol 2', position: 2 },
  { key: 'l3', clinic: 'lund', name: 'Stol 3', position: 3 },
  { key: 'lh1', clinic: 'lund', name: 'Hygien 1', position: 4 },
  { key: 'lh2', clinic: 'lund', name: 'Hygien 2', position: 5 },
  { key: 'm1', clinic: 'malmö', name: 'Malmö stol 1', position: 6 },
  { key: 'm2', clinic: 'malmö', name: 'Malmö stol 2', position: 7 },
  { key: 'mh1', clinic: 'malmö', name: 'Malmö hygien', position: 8 },
];

interface Person {
  readonly key: PractitionerName;
  readonly givenName: string;
  readonly familyName: string;
  readonly title: PractitionerTitle;
  readonly home: ClinicName;
  readonly lists: ListNames;
}

const PEOPLE: readonly Person[] = [
  {
    key: 'olle',
    givenName: 'Olle',
    familyName: 'Ohlsson',
    title: 'dentist',
    home: 'lund',
    lists: { online: 'e-tidbok-olle', preblock: 'preblock-olle' },
  },
  {
    key: 'maria',
    givenName: 'Maria',
    familyName: 'Lindqvist',
    title: 'dentist',
    home: 'lund',
    lists: {},
  },
  {
    key: 'amir',
    givenName: 'Amir',
    familyName: 'Haddad',
    title: 'dentist',
    home: 'lund',
    lists: {},
  },
  {
    key: 'sara',
    givenName: 'Sara',
    familyName: 'Nyström',
    title: 'hygienist',
    home: 'lund',
    lists: { template: 'hygienister' },
  },
  {
    key: 'jonas',
    givenName: 'Jonas',
    familyName: 'Berg',
    title: 'hygienist',
    home: 'malmö',
    lists: { template: 'hygienister' },
  },
  {
    key: 'elin',
    givenName: 'Elin',
    familyName: 'Sandberg',
    title: 'dentist',
    home: 'malmö',
    lists: {},
  },
];

const practitioners = (id: NamedIds): Practitioner[] =>
  PEOPLE.map((person, index) => ({
    id: id(`practitioner/${person.key}`),
    number: String(index + 1).padStart(4, '0'),
    title: person.title,
    givenName: person.givenName,
    familyName: person.familyName,
    clinicId: id(`clinic/${person.home}`),
    companyId: id(`company/${person.home}`),
    takesPartOnline: true,
    timeUnitMinutes: 10,
    lists: listChoices(id, person.lists),
  }));

const companies = (id: NamedIds, organisationId: OrganisationId): Company[] => [
  {
    id: id('company/lund'),
    organisationId,
    name: 'Lundatandläkarna AB',
    shortName: 'LUND',
    organisationNumber: '556000-4615',
    lists: listChoices(id, { online: 'e-tidbok-lund' }),
  },
  {
    id: id('company/malmö'),
    organisationId,
    name: 'Malmötandläkarna AB',
    shortName: 'MALMÖ',
    organisationNumber: '556000-4623',
    lists: listChoices(id, { template: 'malmö', preblock: 'preblock-malmö' }),
  },
];

const clinics = (id: NamedIds, organisationId: OrganisationId): Clinic[] => [
  {
    id: id<ClinicId>('clinic/lund'),
    organisationId,
    companyId: id<CompanyId>('company/lund'),
    name: 'Lundatandläkarna',
    address: { street: 'Stora Södergatan 14', postalCode: '222 23', town: 'Lund' },
    phone: '046-19 04 70',
    openingText: 'Vardagar 8–17. Ring vid akuta besvär, så hjälper vi dig samma dag.',
    takesPartOnline: true,
  },
  {
    id: id<ClinicId>('clinic/malmö'),
    organisationId,
    companyId: id<CompanyId>('company/malmö'),
    name: 'Malmötandläkarna',
    address: { street: 'Södra Förstadsgatan 22', postalCode: '211 43', town: 'Malmö' },
    phone: '040-19 04 80',
    openingText: 'Vardagar 8–17, ett kvarter från Triangeln.',
    takesPartOnline: true,
  },
];

export const demoRegister = (id: NamedIds): DemoRegister => {
  const organisation: Organisation = {
    id: id('organisation'),
    name: 'Tandläkargruppen',
    lists: listChoices(id, {
      template: 'gruppen',
      online: 'e-tidbok-gruppen',
      preblock: 'preblock-gruppen',
    }),
  };
  return {
    organisation,
    companies: companies(id, organisation.id),
    clinics: clinics(id, organisation.id),
    practitioners: practitioners(id),
    resources: CHAIRS.map(({ key, clinic, name, position }) => ({
      id: id(`chair/${key}`),
      clinicId: id(`clinic/${clinic}`),
      name,
      position,
    })),
    sharedResources: (['lund', 'malmö'] as const).flatMap((clinic) => [
      {
        id: id(`shared/${clinic}/s`),
        clinicId: id(`clinic/${clinic}`),
        name: 'Tandsköterska',
        sign: 's',
      },
      {
        id: id(`shared/${clinic}/r`),
        clinicId: id(`clinic/${clinic}`),
        name: 'Röntgen',
        sign: 'r',
      },
    ]),
  };
};
