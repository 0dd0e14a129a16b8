import {
  addMinutes,
  type BookingState,
  type Instant,
  type Occupancy,
  type PractitionerId,
  type ResourceId,
  type SharedResource,
  type SubjectId,
} from '@tidbok/core';
import type { ImportedPractice } from '@tidbok/service/clinic';
import type { DemoPatient } from './patients.ts';
import type { NamedIds, Seeded } from './seeded.ts';
import type { PlannedVisit } from './visits.ts';
import { CLINIC_OF_CHAIR } from './week-plan.ts';

type ImportedBooking = ImportedPractice['bookings'][number];

export interface BookingContext {
  readonly id: NamedIds;
  readonly patients: readonly DemoPatient[];
  readonly choose: Seeded;
  readonly now: Instant;
  readonly startOf: (visit: PlannedVisit) => Instant;
  readonly sharedResources: readonly SharedResource[];
}

const DAY_MINUTES = 24 * 60;

/** What became of it: visits behind us are done, some were missed, some were cancelled. */
const stateOf = (start: Instant, { choose, now }: BookingContext): BookingState => {
  const luck = choose.below(100);
  if (start > now) return 'confirmed';
  if (luck < 4) return 'no-show';
  if (luck < 8) return 'cancelled';
  return start > addMinutes(now, -60) ? 'arrived' : 'completed';
};

/** The chair for the whole visit, everyone else for their parts (T4). */
const occupanciesOf = (
  visit: PlannedVisit,
  start: Instant,
  { id, sharedResources }: BookingContext,
): Occupancy[] => {
  const { minutes, resourcePattern } = visit.template;
  const end = addMinutes(start, minutes);
  const chair = id<ResourceId>(`chair/${visit.chair}`);
  const practitioner = id<PractitionerId>(`practitioner/${visit.practitioner}`);
  const whole = { from: start, to: end };
  if (resourcePattern === null) {
    return [
      { subjectId: chair, during: whole },
      { subjectId: practitioner, during: whole },
    ];
  }
  const clinicId = id(`clinic/${CLINIC_OF_CHAIR[visit.chair]}`);
  const subjectOf = (sign: string): SubjectId | undefined =>
    sign === '/'
      ? practitioner
      : sharedResources.find((each) => each.clinicId === clinicId && each.sign === sign)?.id;
  const parts: Occupancy[] = [{ subjectId: chair, during: whole }];
  for (const { 0: run, index } of resourcePattern.signs.matchAll(/(.)\1*/g)) {
    const subjectId = subjectOf(run.charAt(0));
    if (subjectId === undefined) continue;
    const from = addMinutes(start, index * resourcePattern.unitMinutes);
    const to = addMinutes(from, run.length * resourcePattern.unitMinutes);
    parts.push({ subjectId, during: { from, to } });
  }
  return parts;
};

/** Everybody in turn, in an order of its own, so that nobody is in two places on one day. */
const patientOf = (index: number, { patients }: BookingContext): DemoPatient => {
  const patient = patients[(index * 251) % patients.length];
  if (patient === undefined) throw new Error('the demo has no patients');
  return patient;
};

export const demoBookings = (
  visits: readonly PlannedVisit[],
  context: BookingContext,
): ImportedBooking[] =>
  visits.map((visit, index) => {
    const { id, choose, now } = context;
    const start = context.startOf(visit);
    const state = stateOf(start, context);
    const leadMinutes = (2 + choose.below(50)) * DAY_MINUTES + choose.below(480);
    const registeredAt = addMinutes(start < now ? start : now, -leadMinutes);
    return {
      id: id(`booking/${String(index)}`),
      resourceId: id(`chair/${visit.chair}`),
      practitionerId: id(`practitioner/${visit.practitioner}`),
      templateId: visit.template.id,
      patientId: patientOf(index, context).id,
      during: { from: start, to: addMinutes(start, visit.template.minutes) },
      occupancies: state === 'cancelled' ? [] : occupanciesOf(visit, start, context),
      state,
      source: visit.online ? 'online' : 'staff',
      replaces: null,
      override: false,
      conflict: false,
      registeredAt,
      bookText: visit.text,
      summonsCard: visit.template.summonsCard,
      moveNextRecall: visit.template.moveNextRecall,
      expectedAmount: visit.template.expectedAmount,
      knownAtSite: false,
      overridden: [],
    };
  });
