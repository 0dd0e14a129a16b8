import type { PractitionerId, PreblockId, PreblockKindId, ResourceId, ShiftId } from '@tidbok/core';
import { ok } from '@tidbok/core';
import * as v from 'valibot';
import { readStretch } from '../moments.ts';
import { reply, route, type Route } from '../route.ts';
import { id, localDate, moment, shortText, whole } from '../schemas.ts';
import { daysRoute, given } from './range.ts';

/** So many days of what is planned are given at once. */
export const maxPlannedDays = 400;

const shiftRoutes: readonly Route[] = [
  daysRoute({
    path: '/shifts',
    action: 'read-book',
    summary: 'The work schedule of the days',
    maxDays: maxPlannedDays,
    items: ({ clinic }, days) => clinic.shifts(days),
  }),
  route({
    method: 'POST',
    path: '/shifts',
    action: 'write-schedule',
    summary: 'Makes a shift; a practitioner’s shifts never overlap, in any clinic',
    body: v.object({
      resourceId: id<ResourceId>(),
      practitionerId: id<PractitionerId>(),
      start: moment,
      end: moment,
    }),
    answer: async ({ clinic, by, body, zone }) => {
      const stretch = readStretch(body, zone);
      if (!stretch.ok) return { refused: stretch.refusal };
      const { resourceId, practitionerId } = body;
      const command = { resourceId, practitionerId, ...stretch.value };
      return reply(await clinic.insertShift(by, command), 201);
    },
  }),
  route({
    method: 'POST',
    path: '/shifts/repeat-week',
    action: 'write-schedule',
    summary: 'Repeats a work week; with `preview` it only says what that would affect',
    body: v.object({
      practitionerId: id<PractitionerId>(),
      week: localDate,
      everyWeeks: v.optional(whole, 1),
      until: localDate,
      preview: v.optional(v.boolean(), false),
    }),
    answer: async ({ clinic, by, body: { preview, ...command } }) => {
      const change = { type: 'repeat-week', ...command } as const;
      return reply(
        preview ? await clinic.previewPlan(by, change) : await clinic.changePlan(by, { change }),
      );
    },
  }),
  route({
    method: 'DELETE',
    path: '/shifts/{shiftId}',
    action: 'write-schedule',
    summary: 'Removes a shift',
    answer: async ({ clinic, by, pathId }) => {
      const change = { type: 'remove-shift', shiftId: pathId<ShiftId>('shiftId') } as const;
      const removed = await clinic.changePlan(by, { change });
      return reply(removed.ok ? ok({ deleted: true, changeId: removed.value.changeId }) : removed);
    },
  }),
];

export const repetition = v.object({
  every: v.picklist(['day', 'week']),
  step: v.optional(whole, 1),
  until: localDate,
});

const preblockRoutes: readonly Route[] = [
  daysRoute({
    path: '/preblocks',
    action: 'read-book',
    summary: 'The preblocks of the days',
    maxDays: maxPlannedDays,
    items: async ({ clinic }, days) =>
      (await clinic.preblocks(days)).map((view) => ({ ...view, preblockKindId: view.kindId })),
  }),
  route({
    method: 'POST',
    path: '/preblocks',
    action: 'write-preblocks',
    summary: 'Places a preblock, or a series of it; Internet time needs its permission',
    body: v.object({
      preblockKindId: id<PreblockKindId>(),
      resourceId: id<ResourceId>(),
      start: moment,
      end: moment,
      repeat: v.optional(v.nullable(repetition)),
      code: v.optional(v.nullable(shortText)),
    }),
    answer: async ({ clinic, by, body, zone }) => {
      const stretch = readStretch(body, zone);
      if (!stretch.ok) return { refused: stretch.refusal };
      const placed = await clinic.placePreblock(by, {
        kindId: body.preblockKindId,
        resourceId: body.resourceId,
        ...stretch.value,
        ...(body.repeat ? { repeat: body.repeat } : {}),
        ...(body.code ? { code: body.code } : {}),
      });
      if (!placed.ok) return { refused: placed.refusal };
      const [first] = placed.value.items;
      return {
        status: 201,
        body: { ...first, preblockKindId: first?.kindId, ...placed.value },
      };
    },
  }),
  route({
    method: 'PUT',
    path: '/preblocks/{preblockId}',
    action: 'write-preblocks',
    summary: 'Moves, resizes or changes the kind of a preblock, which leaves its series',
    body: v.object({
      preblockKindId: v.optional(id<PreblockKindId>()),
      resourceId: v.optional(id<ResourceId>()),
      start: moment,
      end: moment,
      code: v.optional(v.nullable(shortText)),
    }),
    answer: async ({ clinic, by, body, zone, pathId }) => {
      const stretch = readStretch(body, zone);
      if (!stretch.ok) return { refused: stretch.refusal };
      const { preblockKindId, resourceId, code } = body;
      const command = {
        preblockId: pathId<PreblockId>('preblockId'),
        ...stretch.value,
        ...given({ kindId: preblockKindId, resourceId }),
        ...(code ? { code } : {}),
      };
      return reply(await clinic.changePreblock(by, command));
    },
  }),
  route({
    method: 'POST',
    path: '/preblocks/{preblockId}/repeat',
    action: 'write-preblocks',
    summary: 'Makes a series of a preblock that stands',
    body: v.object({ repeat: repetition, code: v.optional(v.nullable(shortText)) }),
    answer: async ({ clinic, by, body, pathId }) =>
      reply(
        await clinic.repeatPreblock(by, {
          preblockId: pathId<PreblockId>('preblockId'),
          repeat: body.repeat,
          ...(body.code ? { code: body.code } : {}),
        }),
      ),
  }),
  route({
    method: 'DELETE',
    path: '/preblocks/{preblockId}',
    action: 'write-preblocks',
    summary: 'Removes a preblock, those that follow in its series, or all of them',
    query: v.object({ series: v.optional(v.picklist(['one', 'following', 'all']), 'one') }),
    answer: async ({ clinic, by, query, pathId }) =>
      reply(
        await clinic.removePreblock(by, {
          preblockId: pathId<PreblockId>('preblockId'),
          series: query.series,
        }),
      ),
  }),
];

export const plannedRoutes: readonly Route[] = [...shiftRoutes, ...preblockRoutes];
