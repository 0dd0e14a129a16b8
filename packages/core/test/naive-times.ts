import type {
  BookingTemplate,
  BookingTemplateId,
  CategoryRule,
  PractitionerId,
  Preblock,
  PreblockKind,
  ResourceId,
  SubjectId,
} from '../src/index.ts';
import { ASSISTANT, type Practice, type Visit } from './practice.ts';
import { wallClock } from './stockholm.ts';

const MINUTE = 60_000;

/** A stretch of time written out minute by minute, each with what the wall clock shows then. */
export interface Minutes {
  readonly firstAt: number;
  readonly walls: readonly string[];
  /** How often, and last where, each wall time is shown. */
  readonly shown: ReadonlyMap<string, { readonly times: number; readonly last: number }>;
}

export function minutesFrom(firstAt: number, count: number): Minutes {
  const walls = Array.from({ length: count }, (_, i) => wallClock(firstAt + i * MINUTE));
  const shown = new Map<string, { times: number; last: number }>();
  for (const [last, wall] of walls.entries()) {
    shown.set(wall, { times: (shown.get(wall)?.times ?? 0) + 1, last });
  }
  return { firstAt, walls, shown };
}

export interface NaiveQuestion {
  readonly practice: Practice;
  readonly holds: readonly Visit[];
  readonly templateId: BookingTemplateId;
  readonly leadTimeMinutes: number;
  readonly now: number;
  readonly minutes: Minutes;
}

/**
 * The oracle: tries every minute, chair, practitioner and preblock, and looks at each minute of
 * the visit by itself. Written from the requirements, shares no code with the core.
 */
export function naiveFreeTimes(question: NaiveQuestion): string[] {
  const { practice, templateId, minutes } = question;
  const template = practice.templates.find(({ id }) => id === templateId);
  if (template === undefined || !template.useOnline || template.retired) return [];
  const found = new Set<string>();
  for (const preblock of practice.preblocks) {
    for (const practitionerId of practice.onlinePractitioners) {
      for (let start = 0; start + template.minutes < minutes.walls.length; start += 1) {
        const visit = { template, preblock, practitionerId, start };
        if (!isFree(question, visit)) continue;
        found.add(`${start} ${practitionerId} ${preblock.resourceId}`);
      }
    }
  }
  return [...found].toSorted((a, b) => startOf(a) - startOf(b) || (a < b ? -1 : 1));
}

function startOf(text: string): number {
  return Number(text.split(' ')[0]);
}

interface NaiveVisit {
  readonly template: BookingTemplate;
  readonly preblock: Preblock;
  readonly practitionerId: PractitionerId;
  readonly start: number;
}

function isFree(question: NaiveQuestion, visit: NaiveVisit): boolean {
  if (!isOnGrid(question, visit) || !mayBeSold(question, visit)) return false;
  const { practice, minutes } = question;
  const { template, start } = visit;
  const taken = [...practice.bookings.filter((each) => each.knownAtSite), ...question.holds];
  for (let minute = start; minute < start + template.minutes; minute += 1) {
    if (!isOffered(question, visit, minute)) return false;
    const needs = neededIn(visit, minute - start);
    if (taken.some((each) => takes(each, needs, minutes.firstAt + minute * MINUTE))) return false;
  }
  return true;
}

/** U3 and E4. */
function isOnGrid(question: NaiveQuestion, { template, preblock, start }: NaiveVisit): boolean {
  const { minutes, now, leadTimeMinutes } = question;
  const anchor = minutes.shown.get(preblock.from)?.last ?? -1;
  if (anchor < 0 || start < anchor || (start - anchor) % template.minutes !== 0) return false;
  return minutes.firstAt + start * MINUTE >= now + leadTimeMinutes * MINUTE;
}

/** B1, B3, B4, E2, L4. */
function mayBeSold({ practice, now }: NaiveQuestion, visit: NaiveVisit): boolean {
  const { template, preblock, practitionerId } = visit;
  const kind = practice.kinds.find(({ id }) => id === preblock.kindId);
  if (kind === undefined || kind.rule.type !== 'internet') return false;
  if (!isAllowed(kind.rule.categories, template.categoryId)) return false;
  if (isOver(kind, preblock, now) || !isFor(kind, practitionerId)) return false;
  if (practice.lists.get(practitionerId)?.includes(template.id) === false) return false;
  return practice.onlineResources.has(preblock.resourceId);
}

/** The minute lies in the preblock, under the shift, and nothing that the site cannot see. */
function isOffered(question: NaiveQuestion, visit: NaiveVisit, minute: number): boolean {
  const { practice, minutes, now } = question;
  const { preblock, practitionerId } = visit;
  const { resourceId } = preblock;
  const bound = [resourceId, practitionerId];
  const at = minutes.firstAt + minute * MINUTE;
  return (
    at >= now &&
    isWithin(minutes, preblock, minute) &&
    practice.shifts.some(
      (shift) =>
        shift.resourceId === resourceId &&
        shift.practitionerId === practitionerId &&
        isWithin(minutes, shift, minute),
    ) &&
    !practice.bookings.some((each) => !each.knownAtSite && takes(each, bound, at)) &&
    !practice.claims.some(
      ({ subjectIds, during }) =>
        subjectIds.some((id) => bound.includes(id as ResourceId)) &&
        during.from <= at &&
        at < during.to,
    ) &&
    !practice.preblocks.some((other) => {
      const kind = practice.kinds.find(({ id }) => id === other.kindId);
      if (kind === undefined || kind.rule.type === 'internet') return false;
      if (kind.rule.type === 'standard' || !isFor(kind, practitionerId)) return false;
      if (other.resourceId !== resourceId || isOver(kind, other, now)) return false;
      return isWithin(minutes, other, minute);
    })
  );
}

/** By the wall clock alone; what begins or ends at an hour that is not there once lies nowhere. */
function isWithin(
  { shown }: Minutes,
  span: { readonly from: string; readonly to: string },
  minute: number,
): boolean {
  const from = shown.get(span.from);
  const to = shown.get(span.to);
  if (from?.times !== 1 || to?.times !== 1) return false;
  return from.last <= minute && minute < to.last;
}

function isAllowed(rule: CategoryRule, category: string | null): boolean {
  const ticked = rule.ids.some((id) => id === category);
  return category !== null && (rule.mode === 'allow' ? ticked : !ticked);
}

function isFor({ validFor }: PreblockKind, practitionerId: PractitionerId): boolean {
  return validFor.type === 'resources' || validFor.practitionerId === practitionerId;
}

/** B4, by counting days back in UTC noon to noon and asking for the wall clock's date. */
function isOver(kind: PreblockKind, preblock: Preblock, now: number): boolean {
  if (kind.expiresDaysBefore === null) return false;
  const noon = Date.parse(`${preblock.from.slice(0, 10)}T12:00Z`);
  const last = new Date(noon - kind.expiresDaysBefore * 86_400_000).toISOString().slice(0, 10);
  return wallClock(now).slice(0, 10) >= last;
}

function neededIn({ template, preblock, practitionerId }: NaiveVisit, minute: number): SubjectId[] {
  const pattern = template.resourcePattern;
  if (pattern === null) return [preblock.resourceId, practitionerId];
  const sign = pattern.signs.charAt(Math.floor(minute / pattern.unitMinutes));
  if (sign === '/') return [preblock.resourceId, practitionerId];
  return sign === 'a' ? [preblock.resourceId, ASSISTANT] : [preblock.resourceId];
}

function takes(visit: Visit, needs: readonly SubjectId[], at: number): boolean {
  return visit.occupancies.some(
    ({ subjectId, during }) => needs.includes(subjectId) && during.from <= at && at < during.to,
  );
}
