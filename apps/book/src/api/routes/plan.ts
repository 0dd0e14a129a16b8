import {
  ABSENCE_REASONS,
  ok,
  type AbsenceId,
  type BookingId,
  type Outcome,
  type PlanChangeId,
  type PractitionerId,
  type PreblockId,
  type ResourceId,
  type ShiftId,
  type Zone,
} from '@tidbok/core';
import type { AbsenceDecision, PlanChange } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { readMoment, readStretch } from '../moments.ts';
import { listReply, reply, route, type Route } from '../route.ts';
import { id, localDate, moment, shortText, whole } from '../schemas.ts';
import { maxPlannedDays, repetition } from './planned.ts';
import { daysRoute, given } from './range.ts';

const stretch = { start: moment, end: moment };

const change = v.variant('type', [
  v.object({
    type: v.literal('repeat-week'),
    practitionerId: id<PractitionerId>(),
    week: localDate,
    everyWeeks: v.optional(whole, 1),
    until: localDate,
  }),
  v.object({ type: v.literal('remove-shift'), shiftId: id<ShiftId>() }),
  v.object({
    type: v.literal('change-shift'),
    shiftId: id<ShiftId>(),
    resourceId: v.optional(id<ResourceId>()),
    ...stretch,
  }),
  v.object({
    type: v.literal('repeat-preblock'),
    preblockId: id<PreblockId>(),
    repeat: repetition,
    code: v.optional(v.nullable(shortText)),
  }),
  v.object({
    type: v.literal('remove-preblocks'),
    preblockId: id<PreblockId>(),
    series: v.optional(v.picklist(['one', 'following', 'all']), 'one'),
  }),
  v.object({
    type: v.literal('insert-absence'),
    practitionerId: id<PractitionerId>(),
    reason: v.picklist(ABSENCE_REASONS),
    ...stretch,
  }),
  v.object({ type: v.literal('remove-absence'), absenceId: id<AbsenceId>() }),
]);

function readChange(body: v.InferOutput<typeof change>, zone: Zone): Outcome<PlanChange> {
  switch (body.type) {
    case 'change-shift': {
      const placed = readStretch(body, zone);
      if (!placed.ok) return placed;
      const { type, shiftId, resourceId } = body;
      return ok({ type, shiftId, ...given({ resourceId }), ...placed.value });
    }
    case 'insert-absence': {
      const placed = readStretch(body, zone);
      if (!placed.ok) return placed;
      const { type, practitionerId, reason } = body;
      return ok({ type, practitionerId, reason, ...placed.value });
    }
    case 'repeat-preblock': {
      const { code, ...rest } = body;
      return ok({ ...rest, ...(code ? { code } : {}) });
    }
    default:
      return ok(body);
  }
}

const changeRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/plan/preview',
    action: 'write-schedule',
    summary: 'What a change of shifts, preblocks or absences would do; nothing is saved',
    body: v.object({ change }),
    answer: async ({ clinic, by, body, zone }) => {
      const read = readChange(body.change, zone);
      return read.ok ? reply(await clinic.previewPlan(by, read.value)) : { refused: read.refusal };
    },
  }),
  route({
    method: 'POST',
    path: '/plan',
    action: 'write-schedule',
    summary: 'Makes the change; with `seen` of its preview, only if that still holds',
    body: v.object({ change, seen: v.optional(v.pipe(v.string(), v.maxLength(64, 'too-long'))) }),
    answer: async ({ clinic, by, body, zone }) => {
      const read = readChange(body.change, zone);
      if (!read.ok) return { refused: read.refusal };
      const command = { change: read.value, ...given({ seen: body.seen }) };
      return reply(await clinic.changePlan(by, command));
    },
  }),
  route({
    method: 'POST',
    path: '/plan/{planChangeId}/undo',
    action: 'write-schedule',
    summary: 'Takes a change of the plan back, while what it made stands as it was left',
    answer: async ({ clinic, by, pathId }) => {
      const undone = await clinic.undoPlan(by, pathId<PlanChangeId>('planChangeId'));
      return reply(undone.ok ? ok({ undone: true }) : undone);
    },
  }),
];

const decision = v.variant('type', [
  v.object({
    type: v.literal('move'),
    bookingId: id<BookingId>(),
    start: moment,
    resourceId: id<ResourceId>(),
    practitionerId: id<PractitionerId>(),
  }),
  v.object({
    type: v.literal('cancel'),
    bookingId: id<BookingId>(),
    message: v.optional(v.pipe(v.string(), v.maxLength(1000, 'too-long')), ''),
  }),
]);

function readDecision(body: v.InferOutput<typeof decision>, zone: Zone): Outcome<AbsenceDecision> {
  if (body.type === 'cancel') return ok(body);
  const start = readMoment(body.start, zone, 'start');
  return start.ok ? ok({ ...body, start: start.value }) : start;
}

const absenceRoutes: readonly Route[] = [
  daysRoute({
    path: '/absences',
    action: 'read-book',
    summary: 'When practitioners are away, day by day',
    maxDays: maxPlannedDays,
    items: ({ clinic }, days) => clinic.absences(days),
  }),
  route({
    method: 'POST',
    path: '/absences/equal-times',
    action: 'write-schedule',
    summary: 'For each booking in an absence, the nearest time equal to its own',
    body: v.object({
      practitionerId: id<PractitionerId>(),
      others: v.optional(v.boolean(), false),
      ...stretch,
    }),
    answer: async ({ clinic, by, body, zone }) => {
      const placed = readStretch(body, zone);
      if (!placed.ok) return { refused: placed.refusal };
      const { practitionerId, others } = body;
      const found = await clinic.equalTimes(by, { practitionerId, others, ...placed.value });
      return found.ok ? listReply(found.value) : { refused: found.refusal };
    },
  }),
  route({
    method: 'POST',
    path: '/absences/{absenceId}/settle',
    action: 'write-bookings',
    summary: 'Moves or cancels bookings in the absence, each as chosen',
    body: v.object({ decisions: v.pipe(v.array(decision), v.maxLength(500, 'too-long')) }),
    answer: async ({ clinic, by, body, zone, pathId }) => {
      const decisions: AbsenceDecision[] = [];
      for (const each of body.decisions) {
        const read = readDecision(each, zone);
        if (!read.ok) return { refused: read.refusal };
        decisions.push(read.value);
      }
      const absenceId = pathId<AbsenceId>('absenceId');
      const settled = await clinic.settleAbsence(by, { absenceId, decisions });
      return settled.ok ? listReply(settled.value) : { refused: settled.refusal };
    },
  }),
];

export const planRoutes: readonly Route[] = [...changeRoutes, ...absenceRoutes];
