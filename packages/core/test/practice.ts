import {
  deriveOffers,
  takenTime,
  type AvailabilityFacts,
  type BookingId,
  type BookingTemplate,
  type BookingTemplateId,
  type CategoryRule,
  type ClinicId,
  type FreeTime,
  type Instant,
  type Occupancy,
  type OfferFacts,
  type OnlineRules,
  type OnlineTemplate,
  type PractitionerId,
  type Preblock,
  type PreblockId,
  type PreblockKind,
  type PreblockKindId,
  type PreblockType,
  type ResourceId,
  type SharedResourceId,
  type Shift,
  type ShiftId,
  type SubjectId,
  type TreatmentCategoryId,
} from '../src/index.ts';
import { STOCKHOLM, local, utc, wallClock } from './stockholm.ts';

export const CLINIC = 'clinic' as ClinicId;
export const CHAIR = 'chair-1' as ResourceId;
export const OTHER_CHAIR = 'chair-2' as ResourceId;
export const DENTIST = 'dentist-1' as PractitionerId;
export const HYGIENIST = 'hygienist-1' as PractitionerId;
export const ASSISTANT = 'assistant-1' as SharedResourceId;
export const EXAM = 'exam' as TreatmentCategoryId;
export const SURGERY = 'surgery' as TreatmentCategoryId;
export const NOW = utc('2026-11-24T08:00Z');

let made = 0;
function id<Id extends string>(kind: string): Id {
  made += 1;
  return `${kind}-${made}` as Id;
}

export function templateWith(some: Partial<BookingTemplate>): BookingTemplate {
  return {
    id: id<BookingTemplateId>('template'),
    name: 'Undersökning',
    minutes: 30,
    categoryId: EXAM,
    useInBook: true,
    useInRecall: false,
    useOnline: true,
    rebookable: true,
    cancellable: true,
    bookText: 'US',
    summonsCard: false,
    moveNextRecall: false,
    expectedAmount: null,
    resourcePattern: null,
    retired: false,
    ...some,
  };
}

export function kindOf(rule: PreblockType, some: Partial<PreblockKind> = {}): PreblockKind {
  return {
    id: id<PreblockKindId>('kind'),
    name: 'E-tid',
    text: '',
    code: '',
    colour: '#22aa66',
    validFor: { type: 'resources' },
    bypass: true,
    rule,
    expiresDaysBefore: null,
    ...some,
  };
}

export function internet(
  ids: readonly TreatmentCategoryId[] = [EXAM],
  mode: CategoryRule['mode'] = 'allow',
): PreblockType {
  return { type: 'internet', categories: { mode, ids } };
}

/** `2026-11-30T08:00-10:00` */
function span(text: string): Pick<Shift, 'from' | 'to'> {
  const [from = '', to = ''] = text.split('/');
  return { from: local(from), to: local(to.length === 5 ? `${from.slice(0, 10)}T${to}` : to) };
}

export function shiftOf(text: string, some: Partial<Shift> = {}): Shift {
  return {
    id: id<ShiftId>('shift'),
    resourceId: CHAIR,
    practitionerId: DENTIST,
    ...span(text),
    ...some,
  };
}

export function preblockOf(kind: PreblockKind, text: string, resourceId = CHAIR): Preblock {
  return {
    id: id<PreblockId>('preblock'),
    kindId: kind.id,
    resourceId,
    seriesId: null,
    ...span(text),
  };
}

export interface Visit {
  readonly id: BookingId;
  readonly occupancies: readonly Occupancy[];
  readonly knownAtSite: boolean;
}

/** A visit that takes its chair and its practitioner for the whole of it; times in UTC. */
export function visitOf(
  from: string,
  minutes: number,
  some: { resourceId?: ResourceId; practitionerId?: PractitionerId; knownAtSite?: boolean } = {},
): Visit {
  const start = utc(from);
  const during = { from: start, to: utc(new Date(start + minutes * 60_000).toISOString()) };
  const subjects: SubjectId[] = [some.resourceId ?? CHAIR, some.practitionerId ?? DENTIST];
  return {
    id: id<BookingId>('booking'),
    occupancies: subjects.map((subjectId) => ({ subjectId, during })),
    knownAtSite: some.knownAtSite ?? false,
  };
}

export interface Practice extends OfferFacts {
  readonly bookings: readonly Visit[];
  readonly templates: readonly BookingTemplate[];
  readonly lists: ReadonlyMap<PractitionerId, readonly BookingTemplateId[]>;
}

export function practiceWith(some: Partial<Practice>): Practice {
  return {
    zone: STOCKHOLM,
    shifts: [],
    preblocks: [],
    kinds: [],
    onlinePractitioners: new Set([DENTIST, HYGIENIST]),
    onlineResources: new Set([CHAIR, OTHER_CHAIR]),
    bookings: [],
    claims: [],
    templates: [],
    lists: new Map(),
    ...some,
  };
}

export function rulesOf(practice: Practice): OnlineRules {
  const online = practice.templates.filter((each) => each.useOnline && !each.retired);
  const templates = new Map<BookingTemplateId, OnlineTemplate>();
  for (const { categoryId, ...template } of online) {
    if (categoryId !== null) templates.set(template.id, { ...template, categoryId });
  }
  const kinds = new Map<PreblockKindId, CategoryRule>();
  for (const { id: kindId, rule } of practice.kinds) {
    if (rule.type === 'internet') kinds.set(kindId, rule.categories);
  }
  return {
    kinds,
    templates,
    templatesOf: new Map(
      [...practice.onlinePractitioners].map((who) => [
        who,
        practice.lists.get(who) ?? [...templates.keys()],
      ]),
    ),
    clinicOfResource: new Map([...practice.onlineResources].map((chair) => [chair, CLINIC])),
    sharedResources: new Map([[CLINIC, new Map([['a', ASSISTANT]])]]),
    limits: { leadTimeMinutes: 120, horizonMonths: 12 },
    zone: practice.zone,
  };
}

/** What the site knows: the offers announced in full, and the bookings that it has been told. */
export function factsOf(practice: Practice, now: Instant = NOW): AvailabilityFacts {
  return {
    rules: rulesOf(practice),
    offered: deriveOffers(practice, now),
    taken: takenTime(practice.bookings.filter(({ knownAtSite }) => knownAtSite)),
  };
}

/** `08:00 08:30` */
export function clocks(times: readonly FreeTime[]): string {
  return times.map(({ start }) => wallClock(start).slice(11)).join(' ');
}
