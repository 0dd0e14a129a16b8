import type { BookingTemplateId, TreatmentCategoryId } from '@tidbok/core';
import * as v from 'valibot';
import { listReply, reply, route, type Route } from '../route.ts';
import { id, name, whole } from '../schemas.ts';

const deadline = v.variant('type', [
  v.object({ type: v.literal('hours'), hours: v.pipe(whole, v.minValue(0), v.maxValue(8760)) }),
  v.object({ type: v.literal('workdays'), days: v.pipe(whole, v.minValue(0), v.maxValue(60)) }),
  v.object({
    type: v.literal('weekday-before'),
    at: v.pipe(whole, v.minValue(0), v.maxValue(1440)),
  }),
]);

const hours = (most: number) => v.pipe(whole, v.minValue(0), v.maxValue(most));

/** The practice itself, and who asks. */
export const practiceRoutes: readonly Route[] = [
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
        maxOpenVisits: v.exactOptional(v.nullable(v.pipe(whole, v.minValue(1), v.maxValue(100)))),
      }),
      patients: v.exactOptional(
        v.object({
          children: v.boolean(),
          withoutNumber: v.boolean(),
          changeByLink: v.boolean(),
        }),
      ),
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
    path: '/template-warnings/preview',
    action: 'read-settings',
    summary: 'What the site would make of a template with this category, before it is saved',
    query: v.object({
      categoryId: v.optional(id<TreatmentCategoryId>()),
      templateId: v.optional(id<BookingTemplateId>()),
    }),
    answer: async ({ clinic, query: { categoryId = null, templateId = null } }) => ({
      status: 200,
      body: await clinic.previewTemplate({ id: templateId, categoryId }),
    }),
  }),
  route({
    method: 'GET',
    path: '/me',
    action: 'be-signed-in',
    summary: 'Who asks',
    answer: ({ by }) => Promise.resolve({ status: 200, body: by }),
  }),
];
