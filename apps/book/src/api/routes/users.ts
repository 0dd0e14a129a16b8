import { ok, type ClinicId, type PractitionerId, type UserId } from '@tidbok/core';
import { DEFAULT_PERMISSIONS, PERMISSIONS, ROLES } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { listReply, reply, route, type Route } from '../route.ts';
import { flag, id, name, shortText } from '../schemas.ts';
import { given } from './range.ts';

const role = v.picklist(ROLES);
const password = v.pipe(v.string(), v.maxLength(200));
const clinicIds = v.optional(v.pipe(v.array(id<ClinicId>()), v.maxLength(200)), []);
const practitionerId = v.optional(v.nullable(id<PractitionerId>()), null);

const accounts: readonly Route[] = [
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
      password,
      roles: v.array(role),
      practitionerId,
      clinicIds,
    }),
    answer: async ({ clinic, body }) => reply(await clinic.createUser(given(body)), 201),
  }),
  route({
    method: 'PUT',
    path: '/users/{id}',
    action: 'write-users',
    summary: 'Changes a user’s name, roles, clinics, practitioner, and whether they are active',
    body: v.object({ name, active: flag(true), roles: v.array(role), practitionerId, clinicIds }),
    answer: async ({ clinic, body, pathId }) =>
      reply(await clinic.changeUser({ ...body, id: pathId<UserId>('id') })),
  }),
  route({
    method: 'POST',
    path: '/users/{id}/password',
    action: 'write-users',
    summary: 'A new password; without one in the body it is made, and shown this once',
    body: v.object({ password: v.optional(v.nullable(password), null) }),
    answer: async ({ clinic, body, pathId }) =>
      reply(await clinic.resetPassword(pathId<UserId>('id'), body.password)),
  }),
  route({
    method: 'PUT',
    path: '/me/password',
    action: 'be-signed-in',
    summary: 'One’s own new password; it ends every session',
    body: v.object({ current: password, next: password }),
    answer: async ({ clinic, by, body }) => {
      const changed = await clinic.changeOwnPassword(by, body);
      return reply(changed.ok ? ok({ changed: true }) : changed);
    },
  }),
];

const choices: readonly Route[] = [
  route({
    method: 'GET',
    path: '/roles',
    action: 'read-settings',
    summary: 'The roles, and what each may do where no choice stands',
    answer: () =>
      Promise.resolve(
        listReply(ROLES.map((each) => ({ role: each, permissions: DEFAULT_PERMISSIONS[each] }))),
      ),
  }),
  route({
    method: 'GET',
    path: '/permissions',
    action: 'read-settings',
    summary: 'What was given to or taken from roles and users beside what their roles have',
    answer: async ({ clinic }) => listReply(await clinic.permissionChoices()),
  }),
  route({
    method: 'PUT',
    path: '/permissions',
    action: 'write-users',
    summary: 'Gives a permission to, or takes it from, a role or a user; null: as the role has it',
    body: v.object({
      permission: v.picklist(PERMISSIONS),
      holder: v.variant('type', [
        v.object({ type: v.literal('role'), role }),
        v.object({ type: v.literal('user'), userId: id<UserId>() }),
      ]),
      allowed: v.nullable(v.boolean()),
    }),
    answer: async ({ clinic, by, body }) => {
      const chosen = await clinic.choosePermission(by, body);
      return reply(chosen.ok ? ok(body) : chosen);
    },
  }),
];

/** *Verktyg > Behörighetssystem* (A1). */
export const userRoutes: readonly Route[] = [...accounts, ...choices];
