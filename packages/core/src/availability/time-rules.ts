import type { RefusalCode, RefusalDetails } from '../foundation/refusal.ts';
import type { BookingTemplateId, ClinicId, PractitionerId, ResourceId } from '../foundation/ids.ts';
import { hasExpired } from '../preblock/expiry.ts';
import { allowsCategory } from '../preblock/fits.ts';
import { covers, touches } from '../time/interval-set.ts';
import { MINUTE_MS, instant, type Instant, type Interval } from '../time/instant.ts';
import { addMonths, dayNumber } from '../time/local-date.ts';
import { startOfDayNumber, toLocalDate } from '../time/zone.ts';
import type {
  AvailabilityFacts,
  OfferedTime,
  OnlineRules,
  OnlineTemplate,
} from './offered-time.ts';
import { contestedParts, visitParts, type SubjectTime } from './visit-parts.ts';

/**
 * The rules that a time must pass to be free, in the order in which they are told. `freeTimes`
 * walks the times that none objects to; `explainTime` asks each of them. There is no other list.
 */
export type TimeRuleCode = Extract<
  RefusalCode,
  | 'template-not-online'
  | 'not-taking-part'
  | 'template-not-in-list'
  | 'pattern-sign'
  | 'in-the-past'
  | 'too-soon'
  | 'too-far'
  | 'not-offered'
  | 'preblock-expired'
  | 'category-not-allowed'
  | 'off-the-grid'
  | 'time-taken'
  | 'time-held'
>;

/** A rule's word on a time. */
export interface Objection {
  /** A code of this list, or a finer one where the book knows more than the site. */
  readonly code: RefusalCode;
  readonly details: RefusalDetails;
}

/** A template in one chair under one practitioner: asked once for all the times of a lane. */
export interface LaneQuestion {
  readonly facts: AvailabilityFacts;
  readonly clinicId: ClinicId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly templateId: BookingTemplateId;
}

interface LaneRule {
  readonly code: TimeRuleCode;
  readonly objects: (question: LaneQuestion) => boolean;
}

export function templateOf({ facts, templateId }: LaneQuestion): OnlineTemplate | undefined {
  return facts.rules.templates.get(templateId);
}

/** Whose answer is the same for every time of a lane. */
export const LANE_RULES: readonly LaneRule[] = [
  { code: 'template-not-online', objects: (asked) => templateOf(asked) === undefined },
  {
    code: 'not-taking-part',
    objects: ({ facts: { rules }, practitionerId, resourceId, clinicId }) =>
      !rules.templatesOf.has(practitionerId) || rules.clinicOfResource.get(resourceId) !== clinicId,
  },
  {
    code: 'template-not-in-list',
    objects: ({ facts: { rules }, practitionerId, templateId }) =>
      rules.templatesOf.get(practitionerId)?.includes(templateId) === false,
  },
  {
    code: 'pattern-sign',
    objects: (asked) => {
      const template = templateOf(asked);
      return template !== undefined && visitParts(asked.facts, template, asked) === undefined;
    },
  },
];

interface WindowRule {
  readonly code: TimeRuleCode;
  /** Starts at or after `from` and before `to` pass. */
  readonly window: (rules: OnlineRules, now: Instant) => Interval;
}

const FOREVER = instant(Number.MAX_SAFE_INTEGER);
const NEVER_BEFORE = instant(Number.MIN_SAFE_INTEGER);

/** Which starts pass, whoever and wherever (E4). */
export const WINDOW_RULES: readonly WindowRule[] = [
  { code: 'in-the-past', window: (_, now) => ({ from: now, to: FOREVER }) },
  {
    code: 'too-soon',
    window: ({ limits }, now) => ({
      from: instant(now + limits.leadTimeMinutes * MINUTE_MS),
      to: FOREVER,
    }),
  },
  {
    code: 'too-far',
    window: (rules, now) => ({ from: NEVER_BEFORE, to: horizonEnd(rules, now) }),
  },
];

/** The end of the last local day that may be booked. */
export function horizonEnd({ limits, zone }: OnlineRules, now: Instant): Instant {
  const last = addMonths(toLocalDate(zone, now), limits.horizonMonths);
  return startOfDayNumber(zone, dayNumber(last) + 1);
}

/** The starts that every window rule lets pass, within those asked for. */
export function passingStarts(rules: OnlineRules, asked: Interval & { now: Instant }): Interval {
  let { from, to } = asked;
  for (const rule of WINDOW_RULES) {
    const window = rule.window(rules, asked.now);
    if (window.from > from) from = window.from;
    if (window.to < to) to = window.to;
  }
  return { from, to };
}

interface OfferRule {
  readonly code: TimeRuleCode;
  readonly objects: (
    offered: OfferedTime,
    asked: {
      readonly rules: OnlineRules;
      readonly template: OnlineTemplate;
      readonly now: Instant;
    },
  ) => boolean;
}

/** Whose answer is the same for every time of one preblock's offered time. */
export const OFFER_RULES: readonly OfferRule[] = [
  { code: 'preblock-expired', objects: (offered, { now }) => hasExpired(offered.expiresAt, now) },
  {
    code: 'category-not-allowed',
    objects: (offered, { rules, template }) => {
      const categories = rules.kinds.get(offered.preblockKindId);
      return categories === undefined || !allowsCategory(categories, template.categoryId);
    },
  },
];

/** One time of one offered time. */
export interface VisitQuestion {
  readonly facts: AvailabilityFacts;
  readonly clinicId: ClinicId;
  readonly template: OnlineTemplate;
  readonly offered: OfferedTime;
  readonly during: Interval;
}

interface VisitRule {
  readonly code: TimeRuleCode;
  readonly objects: (asked: VisitQuestion) => boolean;
}

/** The visit's own place: a start on the grid (U3), all of it offered, nobody else there (U4). */
export const COVER_RULE: VisitRule = {
  code: 'not-offered',
  objects: ({ offered, during }) => !covers(offered.open, during),
};

export const VISIT_RULES: readonly VisitRule[] = [
  {
    code: 'off-the-grid',
    objects: ({ offered, template, during }) =>
      during.from !== firstOnGrid(offered.anchorAt, template.minutes * MINUTE_MS, during.from),
  },
  { code: 'time-taken', objects: (asked) => isTakenIn(asked, asked.facts.taken) },
  { code: 'time-held', objects: (asked) => isTakenIn(asked, asked.facts.held) },
];

/**
 * The first start at or after `from`, counted from the preblock's start in visits' lengths (U3).
 */
export function firstOnGrid(anchorAt: number, stepMs: number, from: number): number {
  return from <= anchorAt ? anchorAt : anchorAt + Math.ceil((from - anchorAt) / stepMs) * stepMs;
}

function isTakenIn(asked: VisitQuestion, times: SubjectTime | undefined): boolean {
  const { facts, template, offered, clinicId, during } = asked;
  const { resourceId, practitionerId } = offered;
  const parts = visitParts(facts, template, { clinicId, resourceId, practitionerId }) ?? [];
  return contestedParts(parts, [times]).some(({ part, set }) =>
    touches(set, {
      from: instant(during.from + part.fromMs),
      to: instant(during.from + part.toMs),
    }),
  );
}
