import { MESSAGE_CHANNELS, MESSAGE_KINDS, MESSAGE_LANGUAGES } from '@tidbok/core';
import type {
  BookingTemplateId,
  CategoryRule,
  ClinicId,
  CompanyId,
  MessageRules,
  OnlineTemplate,
  OrganisationId,
  PatientRule,
  PracticeId,
  PractitionerId,
  PreblockKindId,
  ResourceId,
  SharedResourceId,
  TreatmentCategoryId,
} from '@tidbok/core';
import type { Catalog, CatalogLogo, ChangeDeadline, PatientPolicy } from './catalog.ts';
import { MAX_CATALOG_ITEMS, MAX_LOGO_LENGTH, MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from './limits.ts';
import {
  added,
  boolean,
  integer,
  list,
  matching,
  nullable,
  object,
  oneOf,
  string,
  tagged,
} from './shape.ts';
import type { Shape } from './shape.ts';
import { base64, id } from './value-shapes.ts';

const many = { max: MAX_CATALOG_ITEMS };
const name = string({ max: MAX_NAME_LENGTH });
const text = string({ max: MAX_TEXT_LENGTH });
/** A hundred years. */
const hours = integer(0, 876_000);

const changeDeadline: Shape<ChangeDeadline> = tagged({
  hours: object({ type: oneOf('hours'), hours }),
  workdays: object({ type: oneOf('workdays'), days: integer(0, 365) }),
  'weekday-before': object({ type: oneOf('weekday-before'), at: integer(0, 1440) }),
});

const categories: Shape<CategoryRule> = object({
  mode: oneOf('allow', 'deny'),
  ids: list(id<TreatmentCategoryId>(), { min: 1, ...many }),
});

const age = nullable(integer(0, 150));
const patientRule: Shape<PatientRule> = object({ newPatients: boolean, fromAge: age, toAge: age });
const patientPolicy: Shape<PatientPolicy> = object({
  children: boolean,
  withoutNumber: boolean,
  changeByLink: boolean,
});

const template: Shape<OnlineTemplate> = object({
  id: id<BookingTemplateId>(),
  name,
  minutes: integer(1, 1440),
  categoryId: id<TreatmentCategoryId>(),
  rebookable: boolean,
  cancellable: boolean,
  resourcePattern: nullable(
    object({ unitMinutes: integer(1, 60), signs: string({ min: 1, max: 288 }) }),
  ),
  admits: added(nullable(patientRule), null),
});

const colour = matching('colour', /^#[0-9a-f]{6}$/i);

const logo: Shape<CatalogLogo> = object({
  mediaType: oneOf('image/png', 'image/jpeg', 'image/webp'),
  width: integer(1, 10_000),
  height: integer(1, 10_000),
  data: base64(MAX_LOGO_LENGTH),
});

const clinic = object({
  id: id<ClinicId>(),
  organisationId: id<OrganisationId>(),
  companyId: id<CompanyId>(),
  name,
  address: object({ street: name, postalCode: name, town: name }),
  phone: name,
  openingText: text,
  colour: added(nullable(colour), null),
  logo: added(nullable(logo), null),
});

const practitioner = object({
  id: id<PractitionerId>(),
  clinicId: id<ClinicId>(),
  companyId: id<CompanyId>(),
  title: oneOf('dentist', 'hygienist', 'assistant'),
  name,
  templateIds: list(id<BookingTemplateId>(), many),
});

const messages: Shape<MessageRules> = object({
  email: boolean,
  sms: boolean,
  smsSender: string({ max: 11 }),
  replyTo: name,
  texts: list(
    object({
      kind: oneOf(...MESSAGE_KINDS),
      channel: oneOf(...MESSAGE_CHANNELS),
      language: oneOf(...MESSAGE_LANGUAGES),
      text,
    }),
    { max: MESSAGE_KINDS.length * MESSAGE_CHANNELS.length * MESSAGE_LANGUAGES.length },
  ),
});

export const catalogShape: Shape<Catalog> = object({
  practiceId: id<PracticeId>(),
  practiceName: name,
  zoneId: name,
  limits: object({
    leadTimeMinutes: integer(0, 525_600),
    horizonMonths: integer(0, 120),
    changeDeadline,
    maxOpenVisits: added(nullable(integer(1, 100)), null),
  }),
  patients: added(nullable(patientPolicy), null),
  nearHours: hours,
  offlineSellingHours: hours,
  requiredAddressFields: list(oneOf('street', 'postalCode', 'town'), { max: 3 }),
  organisations: list(object({ id: id<OrganisationId>(), name }), many),
  companies: list(object({ id: id<CompanyId>(), name }), many),
  clinics: list(clinic, many),
  practitioners: list(practitioner, many),
  resources: list(object({ id: id<ResourceId>(), clinicId: id<ClinicId>(), name }), many),
  sharedResources: list(
    object({ id: id<SharedResourceId>(), clinicId: id<ClinicId>(), sign: string({ max: 4 }) }),
    many,
  ),
  preblockKinds: list(object({ id: id<PreblockKindId>(), categories }), many),
  templates: list(template, many),
  messages: added(nullable(messages), null),
});
