import type {
  ClinicId,
  CompanyId,
  ListChoice,
  ListId,
  OrganisationId,
  Outcome,
  PatternSign,
  PractitionerId,
  ResourceId,
} from '@tidbok/core';
import type { Clinic, Register, StaffMember } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { newId } from '../new-id.ts';
import { listReply, reply, route, type Reply, type Route } from '../route.ts';
import { flag, id, longText, name, shortText, whole } from '../schemas.ts';
import { given } from './range.ts';

type Card = { readonly id: string };

interface CardRoutes<Id extends string, Body> {
  readonly path: string;
  readonly what: string;
  readonly body: v.GenericSchema<unknown, Body>;
  readonly pick: (register: Register) => readonly Card[];
  readonly save: (
    clinic: Clinic,
    by: StaffMember,
    card: { readonly id: Id; readonly body: Body; readonly seen: string | null },
  ) => Promise<Outcome<Card>>;
  /** Not a call but what to call: the kind of id is read from it. */
  readonly remove: (clinic: Clinic) => (by: StaffMember, id: Id) => Promise<Outcome<object>>;
}

/** How the card stood when it was read; another by now, and the save is `changed-meanwhile`. */
const version = { version: v.optional(v.nullable(shortText), null) };

/** List, create, change and delete one kind of card. */
function cardRoutes<Id extends string, Body extends object>(card: CardRoutes<Id, Body>): Route[] {
  const { path, what, body: shape, pick, save, remove } = card;
  const body = v.intersect([shape, v.object(version)]);
  /** As it now stands, with the version that the next save names. */
  const stands = async (clinic: Clinic, saved: Outcome<Card>, status = 200): Promise<Reply> => {
    if (!saved.ok) return reply(saved);
    const found = pick(await clinic.register()).find((each) => each.id === saved.value.id);
    return { status, body: found ?? saved.value };
  };
  return [
    route({
      method: 'GET',
      path,
      action: 'read-settings',
      summary: `Every ${what}`,
      answer: async ({ clinic }) => listReply([...pick(await clinic.register())]),
    }),
    route({
      method: 'POST',
      path,
      action: 'write-settings',
      summary: `A new ${what}`,
      body,
      answer: async ({ clinic, by, body: sent }) =>
        stands(
          clinic,
          await save(clinic, by, { id: newId<Id>(), body: given(sent), seen: null }),
          201,
        ),
    }),
    route({
      method: 'PUT',
      path: `${path}/{id}`,
      action: 'write-settings',
      summary: `Saves a ${what}’s card; a new id makes a new one`,
      body,
      answer: async ({ clinic, by, body: sent, pathId }) => {
        const seen = sent.version;
        return stands(
          clinic,
          await save(clinic, by, { id: pathId<Id>('id'), body: given(sent), seen }),
        );
      },
    }),
    route({
      method: 'DELETE',
      path: `${path}/{id}`,
      action: 'write-settings',
      summary: `Deletes a ${what} that nothing uses; what is used can be put out of use`,
      answer: async ({ clinic, by, pathId }) => reply(await remove(clinic)(by, pathId<Id>('id'))),
    }),
  ];
}

const choice = v.pipe(
  v.object({
    type: v.picklist(['inherit', 'none', 'list']),
    listId: v.optional(v.nullable(id<ListId>()), null),
  }),
  v.check(({ type, listId }) => (type === 'list') === (listId !== null), 'list-id'),
  v.transform(({ type, listId }): ListChoice =>
    type === 'list' && listId !== null
      ? { type, listId }
      : { type: type === 'inherit' ? 'inherit' : 'none' },
  ),
);
const lists = v.object({ templateList: choice, onlineTemplateList: choice, preblockList: choice });
const address = v.object({ street: shortText, postalCode: shortText, town: shortText });
const active = v.optional(v.boolean());

const legal = {
  responsibleId: v.optional(v.nullable(id<PractitionerId>())),
  active,
  contact: v.optional(v.object({ title: shortText, givenName: shortText, familyName: shortText })),
  address: v.optional(address),
  economy: v.optional(
    v.object({ bankgiro: shortText, plusgiro: shortText, paymentDays: v.nullable(whole) }),
  ),
};

const organisations = cardRoutes({
  path: '/organisations',
  what: 'organisation',
  body: v.object({
    name,
    shortName: v.optional(shortText),
    organisationNumber: v.optional(shortText),
    lists,
    ...legal,
  }),
  pick: (register) => register.organisations,
  save: (clinic, by, { id: cardId, body, seen }) =>
    clinic.saveOrganisation(by, { ...given(body), id: cardId }, seen),
  remove: (clinic: Clinic) => clinic.deleteOrganisation,
});

const companies = cardRoutes({
  path: '/companies',
  what: 'company',
  body: v.object({
    organisationId: id<OrganisationId>(),
    name,
    shortName: shortText,
    organisationNumber: shortText,
    usesOrganisationEconomy: v.optional(v.boolean()),
    lists,
    ...legal,
  }),
  pick: (register) => register.companies,
  save: (clinic, by, { id: cardId, body, seen }) =>
    clinic.saveCompany(by, { ...given(body), id: cardId }, seen),
  remove: (clinic: Clinic) => clinic.deleteCompany,
});

const clinics = cardRoutes({
  path: '/clinics',
  what: 'clinic',
  body: v.object({
    organisationId: id<OrganisationId>(),
    companyId: id<CompanyId>(),
    name,
    address,
    phone: shortText,
    openingText: longText,
    takesPartOnline: flag(true),
    active,
  }),
  pick: (register) => register.clinics,
  save: (clinic, by, { id: cardId, body, seen }) =>
    clinic.saveClinic(by, { ...given(body), id: cardId }, seen),
  remove: (clinic: Clinic) => clinic.deleteClinic,
});

const named = (each: Register['practitioners'][number]) => ({
  ...each,
  name: `${each.givenName} ${each.familyName}`,
});

const practitioners = cardRoutes({
  path: '/practitioners',
  what: 'practitioner',
  body: v.object({
    number: v.pipe(v.string(), v.minLength(1), v.maxLength(10)),
    title: v.picklist(['dentist', 'hygienist', 'assistant']),
    givenName: name,
    familyName: name,
    clinicId: id<ClinicId>(),
    companyId: id<CompanyId>(),
    takesPartOnline: flag(true),
    timeUnitMinutes: v.optional(v.picklist([5, 10, 15]), 5),
    resourceIds: v.optional(v.pipe(v.array(id<ResourceId>()), v.maxLength(100))),
    active,
    lists,
  }),
  pick: (register) => register.practitioners.map(named),
  save: (clinic, by, { id: cardId, body, seen }) =>
    clinic.savePractitioner(by, { ...given(body), id: cardId }, seen),
  remove: (clinic: Clinic) => clinic.deletePractitioner,
});

const resources = cardRoutes({
  path: '/resources',
  what: 'chair',
  body: v.object({
    clinicId: id<ClinicId>(),
    name,
    position: v.optional(whole, 0),
    active,
  }),
  pick: (register) => register.resources,
  save: (clinic, by, { id: cardId, body, seen }) =>
    clinic.saveResource(by, { ...given(body), id: cardId }, seen),
  remove: (clinic: Clinic) => clinic.deleteResource,
});

const sharedResources = cardRoutes({
  path: '/shared-resources',
  what: 'shared resource',
  body: v.object({ clinicId: id<ClinicId>(), name, sign: shortText, active }),
  pick: (register) => register.sharedResources,
  save: (clinic, by, { id: cardId, body, seen }) =>
    clinic.saveSharedResource(by, { ...given(body), id: cardId }, seen),
  remove: (clinic: Clinic) => clinic.deleteSharedResource,
});

const patternSigns = cardRoutes({
  path: '/pattern-signs',
  what: 'sign of team bookings',
  body: v.object({
    sign: shortText,
    name,
    needs: v.picklist(['practitioner', 'shared', 'nobody']),
  }),
  pick: (register) => register.patternSigns,
  save: (clinic, by, { id: cardId, body: { sign, name: called, needs }, seen }) => {
    const saved: PatternSign = { id: cardId, sign, name: called, needs };
    return clinic.savePatternSign(by, saved, seen);
  },
  remove: (clinic: Clinic) => clinic.deletePatternSign,
});

/** The cards (L5), and the signs of team bookings (T4). */
export const registerRoutes: readonly Route[] = [
  ...organisations,
  ...companies,
  ...clinics,
  ...practitioners,
  ...resources,
  ...sharedResources,
  ...patternSigns,
];
