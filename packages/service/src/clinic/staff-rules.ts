import {
  answerTo,
  covers,
  expiresAt,
  hasExpired,
  intervalOfLocal,
  intervalSet,
  ok,
  overlaps,
  refuse,
  refuseOverridable,
  type BookingTemplate,
  type Instant,
  type Interval,
  type Outcome,
  type PractitionerId,
  type PreblockKind,
  type RefusalCode,
  type ResourceId,
} from '@tidbok/core';
import type { ClinicFacts } from '@tidbok/sync';

export interface PlannedVisit {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly during: Interval;
  readonly template: BookingTemplate;
  readonly expectedAmount: number | null;
}

/**
 * The book's own rules for staff (S6, B2): outside the schedule and preblocks that may be bypassed
 * can be passed with `override`; a preblock that may not be bypassed refuses. Answers the codes of
 * what was passed.
 */
export function checkStaffRules(
  facts: ClinicFacts,
  visit: PlannedVisit,
  choice: { readonly override: boolean; readonly now: Instant },
): Outcome<readonly RefusalCode[]> {
  const passed: RefusalCode[] = [];
  for (const { answer, kind } of preblockAnswers(facts, visit, choice.now)) {
    const details = { kindId: kind.id, name: kind.name, type: kind.rule.type };
    if (answer === 'refuses') return refuse('preblock-refuses', details);
    if (!choice.override) return refuseOverridable('preblock-refuses', details);
    passed.push('preblock-refuses');
  }
  if (!isScheduled(facts, visit)) {
    if (!choice.override) return refuseOverridable('outside-schedule');
    passed.push('outside-schedule');
  }
  return ok([...new Set(passed)]);
}

function preblockAnswers(facts: ClinicFacts, visit: PlannedVisit, now: Instant) {
  const { useInRecall, categoryId } = visit.template;
  const { expectedAmount } = visit;
  const kinds = new Map<string, PreblockKind>(facts.kinds.map((kind) => [kind.id, kind]));
  const answers = facts.preblocks.flatMap((preblock) => {
    const kind = kinds.get(preblock.kindId);
    const during = intervalOfLocal(facts.zone, preblock);
    if (kind === undefined || during === undefined) return [];
    if (preblock.resourceId !== visit.resourceId || !overlaps(during, visit.during)) return [];
    if (hasExpired(expiresAt(facts.zone, kind, preblock), now)) return [];
    const answer = answerTo(kind, { useInRecall, categoryId, expectedAmount });
    return answer === 'lets-through' ? [] : [{ answer, kind }];
  });
  // What cannot be passed is told first.
  return answers.sort((a, b) => (a.answer < b.answer ? 1 : -1));
}

function isScheduled(facts: ClinicFacts, visit: PlannedVisit): boolean {
  const shifts = facts.shifts
    .filter(
      ({ resourceId, practitionerId }) =>
        resourceId === visit.resourceId && practitionerId === visit.practitionerId,
    )
    .map((shift) => intervalOfLocal(facts.zone, shift))
    .filter((during) => during !== undefined);
  return covers(intervalSet(shifts), visit.during);
}
