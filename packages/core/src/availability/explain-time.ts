import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import type { BookingTemplateId, ClinicId, PractitionerId, ResourceId } from '../foundation/ids.ts';
import { addMinutes, type Instant, type Interval } from '../time/instant.ts';
import {
  endOf,
  prepareAvailability,
  startOf,
  type PreparedAvailability,
} from './availability-index.ts';
import type { AvailabilityFacts, FreeTime, OfferedTime, OnlineTemplate } from './offered-time.ts';
import {
  COVER_RULE,
  LANE_RULES,
  OFFER_RULES,
  VISIT_RULES,
  WINDOW_RULES,
  type LaneQuestion,
  type Objection,
} from './time-rules.ts';
import { inTheBook, whyNotOffered, type OfferBackground } from './why-not-offered.ts';

/** One start in one chair. */
export interface TimeQuestion {
  readonly templateId: BookingTemplateId;
  readonly clinicId: ClinicId;
  readonly resourceId: ResourceId;
  /** null = whoever has offered time in that chair then. */
  readonly practitionerId: PractitionerId | null;
  readonly start: Instant;
  readonly now: Instant;
}

/** Exactly one of the two says something: a time is free when no rule objects. */
export interface TimeExplanation {
  readonly free: FreeTime | null;
  /** In the order of the rules: the first is the one to tell. */
  readonly objections: readonly Objection[];
}

/**
 * Why is this time free, or not? The rules of `freeTimes`, asked one by one. With the book's
 * `background` the answer to time that is not offered is finer: no preblock there, expired, outside
 * the schedule, taken by which booking, claimed, being withdrawn, not yet announced.
 */
export function explainTime(
  facts: AvailabilityFacts,
  question: TimeQuestion,
  background?: OfferBackground,
): TimeExplanation {
  const prepared = prepareAvailability(facts);
  let best: TimeExplanation | undefined;
  for (const candidate of candidatesFor(prepared, question, background)) {
    const explanation = explainCandidate({ ...candidate, facts, question, background });
    if (explanation.free !== null) return explanation;
    if (best === undefined || explanation.objections.length < best.objections.length) {
      best = explanation;
    }
  }
  return best ?? { free: null, objections: [] };
}

/** The check at booking: the free time itself, or the first objection as a refusal. */
export function checkOnlineTime(
  facts: AvailabilityFacts,
  question: TimeQuestion,
): Outcome<FreeTime> {
  const { free, objections } = explainTime(facts, question);
  if (free !== null) return ok(free);
  const [first] = objections;
  return refuse(first?.code ?? 'not-offered', first?.details);
}

interface Candidate {
  readonly practitionerId: PractitionerId | null;
  readonly offered: OfferedTime | null;
}

/** Every offered time in the chair that reaches over the start; else those who might have one. */
function candidatesFor(
  prepared: PreparedAvailability,
  question: TimeQuestion,
  background: OfferBackground | undefined,
): Candidate[] {
  const { start, resourceId, practitionerId } = question;
  const found: Candidate[] = [];
  for (const lane of prepared.lanes.get(question.clinicId) ?? []) {
    if (lane.resourceId !== resourceId) continue;
    if (practitionerId !== null && lane.practitionerId !== practitionerId) continue;
    for (const offered of lane.offered) {
      if (startOf(offered) > start) break;
      if (start < endOf(offered)) found.push({ practitionerId: lane.practitionerId, offered });
    }
  }
  if (found.length > 0) return found;
  const scheduled = background === undefined ? [] : inTheBook(background, question);
  const others = practitionerId === null ? scheduled : [practitionerId];
  if (others.length === 0) return [{ practitionerId: null, offered: null }];
  return others.map((id) => ({ practitionerId: id, offered: null }));
}

interface Asked extends Candidate {
  readonly facts: AvailabilityFacts;
  readonly question: TimeQuestion;
  readonly background: OfferBackground | undefined;
}

function explainCandidate(asked: Asked): TimeExplanation {
  const { facts, question, practitionerId, offered } = asked;
  const template = facts.rules.templates.get(question.templateId);
  const objections = [
    ...laneObjections(asked),
    ...windowObjections(facts, question),
    ...placeObjections(asked, template),
  ];
  const [first] = objections;
  if (first !== undefined) return { free: null, objections };
  if (template === undefined || offered === null || practitionerId === null) {
    return { free: null, objections: [{ code: 'not-offered', details: {} }] };
  }
  const { resourceId, start } = question;
  const { preblockId } = offered;
  const end = addMinutes(start, template.minutes);
  return { free: { start, end, practitionerId, resourceId, preblockId }, objections: [] };
}

function laneObjections({ facts, question, practitionerId, background }: Asked): Objection[] {
  const { templateId, clinicId, resourceId } = question;
  if (practitionerId === null) {
    return facts.rules.templates.has(templateId)
      ? []
      : [{ code: 'template-not-online', details: { templateId } }];
  }
  const lane: LaneQuestion = { facts, clinicId, resourceId, practitionerId, templateId };
  return LANE_RULES.filter(({ objects }) => objects(lane)).map(({ code }) => {
    const list = background?.onlineLists?.get(practitionerId) ?? null;
    const details = { templateId, practitionerId };
    return code === 'template-not-in-list' && list !== null
      ? { code, details: { ...details, listId: list.listId, owner: list.from } }
      : { code, details };
  });
}

function windowObjections({ rules }: AvailabilityFacts, { start, now }: TimeQuestion): Objection[] {
  const objections: Objection[] = [];
  for (const { code, window } of WINDOW_RULES) {
    const { from, to } = window(rules, now);
    if (start < from || start >= to) objections.push({ code, details: {} });
  }
  return objections;
}

function placeObjections(asked: Asked, template: OnlineTemplate | undefined): Objection[] {
  const { facts, question, offered, background } = asked;
  const { clinicId, start, now } = question;
  const during = { from: start, to: addMinutes(start, template?.minutes ?? 1) };
  if (template === undefined || offered === null) {
    return [notOffered(asked, during)];
  }
  const objections: Objection[] = [];
  const { preblockId, preblockKindId } = offered;
  for (const { code, objects } of OFFER_RULES) {
    if (!objects(offered, { rules: facts.rules, template, now })) continue;
    objections.push({ code, details: { preblockId, preblockKindId } });
  }
  const visit = { facts, clinicId, template, offered, during };
  if (COVER_RULE.objects(visit)) objections.push(notOffered(asked, during));
  for (const { code, objects } of VISIT_RULES) {
    if (!objects(visit)) continue;
    const bookingId = code === 'time-taken' ? takenBy(background, asked, during) : undefined;
    objections.push({ code, details: bookingId === undefined ? {} : { bookingId } });
  }
  return withoutRepeats(objections);
}

function notOffered(asked: Asked, during: Interval): Objection {
  const { background, question, practitionerId } = asked;
  if (background === undefined) return { code: 'not-offered', details: {} };
  const { resourceId, now } = question;
  return whyNotOffered(background, { resourceId, practitionerId, during, now });
}

function takenBy(
  background: OfferBackground | undefined,
  { question, practitionerId }: Asked,
  during: Interval,
): string | undefined {
  return background?.bookings.find(({ occupancies }) =>
    occupancies.some(
      (each) =>
        (each.subjectId === question.resourceId || each.subjectId === practitionerId) &&
        each.during.from < during.to &&
        during.from < each.during.to,
    ),
  )?.id;
}

/** A booking unknown at the site hides its time twice: as not offered and as taken. */
function withoutRepeats(objections: readonly Objection[]): Objection[] {
  return objections.filter(
    ({ code }, i) => objections.findIndex((each) => each.code === code) === i,
  );
}
