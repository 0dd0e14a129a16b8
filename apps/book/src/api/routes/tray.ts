import {
  ok,
  type BookingId,
  type BookingTemplateId,
  type Outcome,
  type PractitionerId,
  type ResourceId,
  type Zone,
} from '@tidbok/core';
import type { WayOut } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { readMoment } from '../moments.ts';
import { listReply, reply, route, type Route } from '../route.ts';
import { id, moment } from '../schemas.ts';

const bookingId = id<BookingId>();
const maxSeen = 500;

const wayOut = v.variant('type', [
  v.object({ type: v.literal('keep') }),
  v.object({ type: v.literal('move'), bookingId, start: moment }),
  v.object({
    type: v.literal('cancel'),
    bookingId,
    reason: v.picklist(['clinic', 'patient', 'practitioner-absent']),
    note: v.optional(v.pipe(v.string(), v.maxLength(1000)), ''),
  }),
]);

function readWay(way: v.InferOutput<typeof wayOut>, zone: Zone): Outcome<WayOut> {
  if (way.type !== 'move') return ok(way);
  const start = readMoment(way.start, zone, 'start');
  return start.ok ? ok({ ...way, start: start.value }) : start;
}

const minutes = v.pipe(
  v.string(),
  v.transform(Number),
  v.integer('not-a-whole-number'),
  v.minValue(1),
  v.maxValue(1440),
);

/** How book and site stand to each other, and what a person must do about it. */
export const trayRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/sync',
    action: 'read-book',
    summary: 'How the book and the site stand to each other',
    answer: async ({ clinic }) => {
      const [status, alarm] = await Promise.all([clinic.status(), clinic.alarm()]);
      return { status: 200, body: { ...status, alarm } };
    },
  }),
  route({
    method: 'GET',
    path: '/tray',
    action: 'read-book',
    summary: 'What needs a person, each case with its visits and where they could go',
    answer: async ({ clinic, by }) => listReply(await clinic.tray(by)),
  }),
  route({
    method: 'POST',
    path: '/tray/{case}/solve',
    action: 'write-bookings',
    summary: 'Lets all stand, or moves or cancels a visit of the case; then the case is closed',
    body: wayOut,
    answer: async ({ clinic, by, body, pathId, zone }) => {
      const way = readWay(body, zone);
      if (!way.ok) return { refused: way.refusal };
      const solved = await clinic.solveCase(by, pathId('case'), way.value);
      return reply(solved.ok ? ok({ solved: true }) : solved);
    },
  }),
  route({
    method: 'GET',
    path: '/day-sheet',
    action: 'read-book',
    summary: 'Online bookings that nobody has seen, and time that may have been sold meanwhile',
    answer: async ({ clinic, by }) => reply(await clinic.daySheet(by)),
  }),
  route({
    method: 'POST',
    path: '/day-sheet/seen',
    action: 'write-bookings',
    summary: 'Somebody has looked at these online bookings',
    body: v.object({ bookingIds: v.pipe(v.array(bookingId), v.maxLength(maxSeen)) }),
    answer: async ({ clinic, by, body }) => {
      await clinic.markSeen(by, body.bookingIds);
      return { status: 200, body: { seen: true } };
    },
  }),
  route({
    method: 'GET',
    path: '/book/time-kind',
    action: 'read-book',
    summary: 'Whom the book asks when staff take a time: nobody, nobody but tells, or the site',
    query: v.object({
      resourceId: id<ResourceId>(),
      practitionerId: id<PractitionerId>(),
      templateId: id<BookingTemplateId>(),
      start: moment,
      minutes,
    }),
    answer: async ({ clinic, query, zone }) => {
      const start = readMoment(query.start, zone, 'start');
      if (!start.ok) return { refused: start.refusal };
      const kind = await clinic.timeKind({ ...query, start: start.value });
      return reply(kind.ok ? ok({ kind: kind.value }) : kind);
    },
  }),
];
