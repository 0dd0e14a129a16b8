import type {
  ClinicId,
  CompanyId,
  ListChoice,
  ListId,
  OrganisationId,
  Outcome,
  PractitionerId,
  UserId,
} from '@tidbok/core';
import { ok } from '@tidbok/core';
import { PERMISSIONS, ROLES, type Clinic, type Register } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { listReply, reply, route, type Reply, type Route } from '../route.ts';
import { flag, id, longText, name, shortText, whole } from '../schemas.ts';
import { given } from './range.ts';

type Card = { readonly id: string };

function readRoutes(
  path: string,
  what: string,
  pick: (register: Register) => readonly Card[],
): Route {
  return route({
    method: 'GET',
    path,
    action: 'read-settings',
    summary: what,
    answer: async ({ clinic }) => listReply([...pick(await clinic.register())]),
  });
}

const named = (each: Register['practitioners'][number]) => ({
  ...each,
  name: `${each.givenName} ${each.familyName}`,
});

const reads: readonly Route[] = [
  readRoutes('/organisations', 'Organisations', ({ organisations }) => organisations),
  readRoutes('/companies', 'Companies', ({ companies }) => companies),
  readRoutes('/clinics', 'Clinics', ({ clinics }) => clinics),
  readRoutes('/practitioners', 'Practitioners', (register) => register.practitioners.map(named)),
  readRoutes('/resources', 'Chairs, the columns of the book', ({ resources }) => resources),
  readRoutes('/shared-resources', 'Shared resources', (register) => register.sharedResources),
];

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

const clinicCard = v.object({
  organisationId: id<OrganisationId>(),
  companyId: id<CompanyId>(),
  name,
  address: v.object({ street: shortText, postalCode: shortText, town: shortText }),
  phone: shortText,
  openingText: longText,
  takesPartOnline: flag(true),
});
const practitionerCard = v.object({
  number: v.pipe(v.string(), v.minLength(1), v.maxLength(10)),
  title: v.picklist(['dentist', 'hygienist', 'assistant']),
  givenName: name,
  familyName: name,
  clinicId: id<ClinicId>(),
  companyId: id<CompanyId>(),
  takesPartOnline: flag(true),
  timeUnitMinutes: v.optional(v.picklist([5, 10, 15]), 5),
  lists,
});

function saveCard<Id extends string, Body>(card: {
  readonly path: string;
  readonly what: string;
  readonly body: v.GenericSchema<unknown, Body>;
  readonly save: (
    clinic: Clinic,
    by: Parameters<Clinic['saveClinic']>[0],
    value: Body & { readonly id: Id },
  ) => Promise<Outcome<object>>;
}): Route {
  return route({
    method: 'PUT',
    path: `${card.path}/{id}`,
    action: 'write-settings',
    summary: `Saves a ${card.what}’s card; a new id makes a new one`,
    body: card.body,
    answer: async ({ clinic, by, body, pathId }) =>
      reply(await card.save(clinic, by, { ...body, id: pathId<Id>('id') })),
  });
}

const cards: readonly Route[] = [
  saveCard<OrganisationId, { name: string; lists: v.InferOutput<typeof lists> }>({
    path: '/organisations',
    what: 'organisation',
    body: v.object({ name, lists }),
    save: (clinic, by, value) => clinic.saveOrganisation(by, value),
  }),
  saveCard({
    path: '/companies',
    what: 'company',
    body: v.object({
      organisationId: id<OrganisationId>(),
      name,
      shortName: shortText,
      organisationNumber: shortText,
      lists,
    }),
    save: (clinic, by, value: Register['companies'][number]) => clinic.saveCompany(by, value),
  }),
  saveCard({
    path: '/clinics',
    what: 'clinic',
    body: clinicCard,
    save: (clinic, by, value: Register['clinics'][number]) => clinic.saveClinic(by, value),
  }),
  saveCard({
    path: '/practitioners',
    what: 'practitioner',
    body: practitionerCard,
    save: (clinic, by, value: Register['practitioners'][number]) =>
      clinic.savePractitioner(by, value),
  }),
  saveCard({
    path: '/resources',
    what: 'chair',
    body: v.object({ clinicId: id<ClinicId>(), name, position: v.optional(whole, 0) }),
    save: (clinic, by, value: Register['resources'][number]) => clinic.saveResource(by, value),
  }),
];

const deletions: readonly Route[] = [
  route({
    method: 'DELETE',
    path: '/clinics/{id}',
    action: 'write-settings',
    summary: 'Deletes a clinic that nothing uses',
    answer: async ({ clinic, by, pathId }) =>
      reply(await clinic.deleteClinic(by, pathId<ClinicId>('id'))),
  }),
  route({
    method: 'DELETE',
    path: '/practitioners/{id}',
    action: 'write-settings',
    summary: 'Deletes a practitioner whom nothing uses',
    answer: async ({ clinic, by, pathId }) =>
      reply(await clinic.deletePractitioner(by, pathId<PractitionerId>('id'))),
  }),
];

const deadline = v.variant('type', [
  v.object({ type: v.literal('hours'), hours: v.pipe(whole, v.minValue(0), v.maxValue(8760)) }),
  v.object({ type: v.literal('workdays'), days: v.pipe(whole, v.minValue(0), v.maxValue(60)) }),
  v.object({
    type: v.literal('weekday-before'),
    at: v.pipe(whole, v.minValue(0), v.maxValue(1440)),
  }),
]);

const hours = (most: number) => v.pipe(whole, v.minValue(0), v.maxValue(most));

const practiceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/practice',
    action: 'read-settings',
    summary: 'The practice and its limits for online booking',
    answer: async ({ clinic }) => ({ status: 200, body: (await clinic.register()).practice }),
  }),
  route({
    method: 'PUT',
    path: '/practice',
    action: 'write-settings',
    summary: 'Saves the practice’s limits',
    body: v.object({
      name,
      limits: v.object({
        leadTimeMinutes: hours(525_600),
        horizonMonths: hours(36),
        changeDeadline: deadline,
      }),
      nearHours: hours(876_000),
      offlineSellingHours: hours(8_760),
      requiredAddressFields: v.array(v.picklist(['street', 'postalCode', 'town'])),
    }),
    answer: async ({ clinic, by, body }) => reply(await clinic.savePractice(by, body)),
  }),
  route({
    method: 'GET',
    path: '/template-warnings',
    action: 'read-settings',
    summary: 'Online templates that the site will not show, and why',
    answer: async ({ clinic }) => listReply(await clinic.templateWarnings()),
  }),
  route({
    method: 'GET',
    path: '/sync',
    action: 'read-book',
    summary: 'How the book and the site stand to each other',
    answer: async ({ clinic }) => ({ status: 200, body: await clinic.status() }),
  }),
  route({
    method: 'POST',
    path: '/needs-person/{number}/solve',
    action: 'write-bookings',
    summary: 'A person has solved a case of the tray',
    answer: async ({ clinic, by, pathId }): Promise<Reply> => {
      const solved = await clinic.solveNeedsPerson(by, pathId('number'));
      return reply(solved.ok ? ok({ solved: true }) : solved);
    },
  }),
  route({
    method: 'GET',
    path: '/me',
    action: 'read-settings',
    summary: 'Who asks',
    answer: ({ by }) => Promise.resolve({ status: 200, body: by }),
  }),
];

const role = v.picklist(ROLES);

const userRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/users',
    action: 'write-users',
    summary: 'Staff who sign in',
    answer: async ({ clinic }) => listReply(await clinic.users()),
  }),
  route({
    method: 'POST',
    path: '/users',
    action: 'write-users',
    summary: 'A new user',
    body: v.object({
      signInName: shortText,
      name,
      password: v.pipe(v.string(), v.maxLength(200)),
      roles: v.array(role),
      practitionerId: v.optional(v.nullable(id<PractitionerId>())),
    }),
    answer: async ({ clinic, body }) => reply(await clinic.createUser(given(body)), 201),
  }),
  route({
    method: 'GET',
    path: '/permissions',
    action: 'read-settings',
    summary: 'What was given to or taken from roles and users; otherwise everyone has it',
    answer: async ({ clinic }) => listReply(await clinic.permissionChoices()),
  }),
  route({
    method: 'PUT',
    path: '/permissions',
    action: 'write-users',
    summary: 'Gives a permission to, or takes it from, a role or a user',
    body: v.object({
      permission: v.picklist(PERMISSIONS),
      holder: v.variant('type', [
        v.object({ type: v.literal('role'), role }),
        v.object({ type: v.literal('user'), userId: id<UserId>() }),
      ]),
      allowed: v.boolean(),
    }),
    answer: async ({ clinic, by, body }) => {
      const chosen = await clinic.choosePermission(by, body);
      return reply(chosen.ok ? ok(body) : chosen);
    },
  }),
];

export const registerRoutes: readonly Route[] = [
  ...reads,
  ...cards,
  ...deletions,
  ...practiceRoutes,
  ...userRoutes,
];
