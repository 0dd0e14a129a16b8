import * as v from 'valibot';
import { ask, query, type Answer } from './answer.ts';
import { anything, booking, instant, listOf, localDate, type Booking } from './book-shapes.ts';

const day = v.nullable(localDate);
const id = v.nullable(v.string());

const line = v.object({
  id: v.string(),
  givenName: v.string(),
  familyName: v.string(),
  numberMasked: v.string(),
  email: v.string(),
  mobile: v.string(),
  town: v.string(),
  recallNextOn: day,
  isProtected: v.boolean(),
});
export type PatientLine = v.InferOutput<typeof line>;

export const PROTECTIONS = ['none', 'confidential', 'protected-registration'] as const;

const cardFields = {
  givenName: v.string(),
  familyName: v.string(),
  number: v.string(),
  bornOn: day,
  protection: v.picklist(PROTECTIONS),
  email: v.string(),
  mobile: v.string(),
  street: v.string(),
  postalCode: v.string(),
  town: v.string(),
  recallMonths: v.nullable(v.number()),
  recallNextOn: day,
  recallPractitionerId: id,
  recallTemplateId: id,
  recallMinutes: v.nullable(v.number()),
  recallNote: v.string(),
  recallStopped: v.boolean(),
  version: v.number(),
};
const difference = v.object({
  bookingId: v.string(),
  start: instant,
  fields: v.array(
    v.object({
      field: v.picklist([
        ...(['givenName', 'familyName', 'email', 'mobile', 'street'] as const),
        ...(['postalCode', 'town'] as const),
      ]),
      register: v.string(),
      typed: v.string(),
    }),
  ),
});
export type Difference = v.InferOutput<typeof difference>;

const card = v.object({
  ...cardFields,
  id: v.string(),
  isReserveNumber: v.boolean(),
  formerNumbers: v.array(v.object({ number: v.string(), endedAt: instant })),
  maybeSame: v.array(line),
  differences: v.array(difference),
});
export type Card = v.InferOutput<typeof card>;
export type CardDraft = v.InferOutput<v.ObjectSchema<typeof cardFields, undefined>> & {
  readonly makeReserveNumber: boolean;
};

/** A card before anything is filled in. */
export function blankCard(): CardDraft {
  return {
    ...{ givenName: '', familyName: '', number: '', bornOn: null, protection: 'none' },
    ...{ email: '', mobile: '', street: '', postalCode: '', town: '', recallMonths: null },
    ...{ recallNextOn: null, recallPractitionerId: null, recallTemplateId: null },
    ...{ recallMinutes: null, recallNote: '', recallStopped: false, version: 1 },
    makeReserveNumber: false,
  };
}

function pageOf<Shape extends v.GenericSchema>(shape: Shape) {
  return v.object({ items: v.array(shape), nextOffset: v.nullable(v.number()) });
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextOffset: number | null;
}

export function fetchRegister(search: string, offset: number): Promise<Answer<Page<PatientLine>>> {
  return ask(`/patient-register${query({ query: search, offset: String(offset) })}`, {
    shape: pageOf(line),
  });
}

export function fetchCard(patientId: string): Promise<Answer<Card>> {
  return ask(`/patients/${patientId}`, { shape: card });
}

export function saveCard(patientId: string | null, draft: CardDraft): Promise<Answer<Card>> {
  return patientId === null
    ? ask('/patient-register', { method: 'POST', body: draft, shape: card })
    : ask(`/patients/${patientId}`, { method: 'PUT', body: draft, shape: card });
}

export function takeOver(
  patientId: string,
  body: { readonly bookingId: string; readonly fields: readonly string[] },
): Promise<Answer<unknown>> {
  return ask(`/patients/${patientId}/take-over`, { method: 'POST', body, shape: anything });
}

export async function fetchVisits(patientId: string): Promise<Answer<Booking[]>> {
  const answer = await ask(`/patients/${patientId}/bookings`, { shape: listOf(booking) });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

const due = v.object({
  ...line.entries,
  dueOn: localDate,
  isOverdue: v.boolean(),
  street: v.string(),
  postalCode: v.string(),
  recallPractitionerId: id,
  recallTemplateId: id,
  recallMinutes: v.nullable(v.number()),
  recallNote: v.string(),
  bookedAt: v.nullable(instant),
  calledAt: v.nullable(instant),
  calledHow: v.nullable(v.picklist(['card', 'phone', 'other'])),
  calledBy: v.nullable(v.string()),
});
export type DuePatient = v.InferOutput<typeof due>;

export function fetchDue(wish: {
  readonly month: string;
  readonly overdue: 'yes' | 'no';
  readonly practitionerId: string | undefined;
  readonly offset: number;
}): Promise<Answer<Page<DuePatient>>> {
  return ask(`/recalls${query({ ...wish, offset: String(wish.offset) })}`, { shape: pageOf(due) });
}

export function markCalled(
  patientIds: readonly string[],
  how: 'card' | 'phone' | 'other',
): Promise<Answer<{ called: number }>> {
  const shape = v.object({ called: v.number() });
  return ask('/recalls/called', { method: 'POST', body: { patientIds, how }, shape });
}

const template = v.object({
  id: v.string(),
  name: v.string(),
  minutes: v.number(),
  useInRecall: v.boolean(),
  useInBook: v.boolean(),
  retired: v.boolean(),
});
export type TemplateChoice = v.InferOutput<typeof template>;

export async function fetchTemplates(): Promise<Answer<TemplateChoice[]>> {
  const answer = await ask('/booking-templates', { shape: listOf(template) });
  return answer.ok ? { ok: true, value: answer.value.items } : answer;
}

/** A visit with the text and marks of its template. */
export function bookVisit(visit: {
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly templateId: string;
  readonly minutes: number;
  readonly start: string;
  readonly patientId: string;
  readonly override?: boolean;
}): Promise<Answer<unknown>> {
  return ask('/bookings', { method: 'POST', body: visit, shape: anything });
}

const rule = v.object({ code: v.string(), details: v.record(v.string(), v.unknown()) });
const why = v.object({
  asOf: instant,
  sync: v.object({
    mode: v.picklist(['unpaired', 'paired', 'recover', 'halted']),
    connected: v.boolean(),
    lastExchangeAt: v.nullable(instant),
    offlineSellingHours: v.number(),
    isPastSellingLimit: v.boolean(),
    isNear: v.boolean(),
  }),
  practitionerIds: v.array(v.string()),
  preblocks: v.array(v.object({ id: v.string(), kindId: v.string(), name: v.string() })),
  lines: v.array(
    v.object({
      templateId: v.string(),
      templateName: v.string(),
      practitionerId: id,
      starts: v.array(instant),
      state: v.picklist(['free', 'sold', 'preliminary', 'hidden']),
      objections: v.array(rule),
    }),
  ),
});
export type WhyHere = v.InferOutput<typeof why>;
export type WhyRule = v.InferOutput<typeof rule>;

export function fetchWhy(place: {
  readonly resourceId: string;
  readonly from: string;
  readonly to: string;
}): Promise<Answer<WhyHere>> {
  return ask(`/book/why${query(place)}`, { shape: why });
}
