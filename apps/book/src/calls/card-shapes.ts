import * as v from 'valibot';

const text = v.optional(v.string(), '');
/** `version`: how it stood when it was read; sent back with a save. */
const named = { id: v.string(), name: v.string(), version: v.optional(v.string()) };
const active = v.optional(v.boolean(), true);

export const patternSign = v.object({
  ...named,
  sign: v.string(),
  needs: v.picklist(['practitioner', 'shared', 'nobody']),
});
export type SignDraft = v.InferOutput<typeof patternSign>;

const choice = v.object({
  type: v.picklist(['inherit', 'none', 'list']),
  listId: v.optional(v.nullable(v.string()), null),
});
export type ChoiceDraft = v.InferOutput<typeof choice>;

const lists = v.object({ templateList: choice, onlineTemplateList: choice, preblockList: choice });
export type ListsDraft = v.InferOutput<typeof lists>;
export type WhichList = keyof ListsDraft;

const address = v.object({ street: text, postalCode: text, town: text });

const legal = {
  ...named,
  organisationNumber: text,
  shortName: text,
  responsibleId: v.optional(v.nullable(v.string()), null),
  registeredOn: text,
  active,
  contact: v.object({ title: text, givenName: text, familyName: text }),
  address,
  economy: v.object({
    bankgiro: text,
    plusgiro: text,
    paymentDays: v.optional(v.nullable(v.number()), null),
  }),
  lists,
};

export const organisationCard = v.object(legal);
export type OrganisationDraft = v.InferOutput<typeof organisationCard>;

export const companyCard = v.object({
  ...legal,
  organisationId: v.string(),
  usesOrganisationEconomy: v.optional(v.boolean(), true),
});
export type CompanyDraft = v.InferOutput<typeof companyCard>;

export const clinicCard = v.object({
  ...named,
  organisationId: v.string(),
  companyId: v.string(),
  address,
  phone: text,
  openingText: text,
  takesPartOnline: active,
  active,
});
export type ClinicDraft = v.InferOutput<typeof clinicCard>;

export const practitionerCard = v.object({
  ...named,
  number: v.string(),
  title: v.picklist(['dentist', 'hygienist', 'assistant']),
  givenName: v.string(),
  familyName: v.string(),
  clinicId: v.string(),
  companyId: v.string(),
  takesPartOnline: active,
  timeUnitMinutes: v.number(),
  resourceIds: v.array(v.string()),
  registeredOn: text,
  active,
  lists,
});
export type PractitionerDraft = v.InferOutput<typeof practitionerCard>;

export const resourceCard = v.object({
  ...named,
  clinicId: v.string(),
  position: v.number(),
  active,
});
export type ResourceDraft = v.InferOutput<typeof resourceCard>;

export const sharedResourceCard = v.object({
  ...named,
  clinicId: v.string(),
  sign: v.string(),
  active,
});
export type SharedResourceDraft = v.InferOutput<typeof sharedResourceCard>;

export const INHERITED: ListsDraft = {
  templateList: { type: 'inherit', listId: null },
  onlineTemplateList: { type: 'inherit', listId: null },
  preblockList: { type: 'inherit', listId: null },
};

export const BLANK_LEGAL = {
  id: '',
  name: '',
  organisationNumber: '',
  shortName: '',
  responsibleId: null,
  registeredOn: '',
  active: true,
  contact: { title: '', givenName: '', familyName: '' },
  address: { street: '', postalCode: '', town: '' },
  economy: { bankgiro: '', plusgiro: '', paymentDays: null },
} as const;
