import { ABSENCE_REASONS, isLocalDate, type LocalDate } from '@tidbok/core';
import * as v from 'valibot';
import { remembered } from './remembered.ts';

/** An instant on the wire (RFC 3339), as milliseconds since 1970. */
export const instant = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform((at) => (typeof at === 'number' ? at : Date.parse(at))),
  v.finite(),
);
export const localDate = v.custom<LocalDate>(
  (date) => typeof date === 'string' && isLocalDate(date),
  'not-a-date',
);

const stretch = { date: localDate, fromMinute: v.number(), toMinute: v.number() };
const text = v.optional(v.string(), '');

export const category = v.object({
  id: v.string(),
  name: v.optional(v.string(), ''),
  sign: v.string(),
  colour: v.string(),
});

export const patient = v.object({
  id: v.string(),
  name: v.optional(v.string()),
  givenName: text,
  familyName: text,
  identityNumberMasked: text,
  email: text,
  mobile: text,
  isProtected: v.optional(v.boolean(), false),
});
export type Patient = v.InferOutput<typeof patient>;

export const booking = v.object({
  ...stretch,
  id: v.string(),
  resourceId: v.string(),
  practitionerId: v.string(),
  start: instant,
  end: instant,
  templateId: v.string(),
  templateName: text,
  category: v.optional(v.nullable(category), null),
  patient,
  bookText: text,
  summonsCard: v.optional(v.boolean(), false),
  moveNextRecall: v.optional(v.boolean(), false),
  expectedAmount: v.optional(v.nullable(v.number()), null),
  state: v.picklist(['pending', 'confirmed', 'arrived', 'completed', 'no-show', 'cancelled']),
  source: v.picklist(['staff', 'online']),
  registeredBy: text,
  registeredAt: v.optional(v.nullable(instant), null),
  changedAt: v.optional(v.nullable(instant), null),
  version: v.optional(v.number(), 0),
  replaces: v.optional(v.nullable(v.string()), null),
  conflict: v.optional(v.boolean(), false),
  override: v.optional(v.boolean(), false),
  overridden: v.optional(v.array(v.string()), []),
  detailsDiffer: v.optional(v.boolean(), false),
});
export type Booking = v.InferOutput<typeof booking>;

const place = {
  start: instant,
  end: instant,
  resourceId: v.string(),
  practitionerId: v.string(),
};
const fieldValue = v.union([v.string(), v.number(), v.boolean(), v.null()]);

/** Who did what to a visit and when. */
export const historyLine = v.object({
  ...place,
  at: instant,
  by: v.string(),
  what: v.string(),
  movedFrom: v.nullable(v.object(place)),
  reason: v.nullable(v.string()),
  overridden: v.array(v.string()),
  fields: v.record(v.string(), v.object({ from: fieldValue, to: fieldValue })),
});
export type HistoryLine = v.InferOutput<typeof historyLine>;

export const PREBLOCK_TYPES = [
  'standard',
  'recall',
  'patient-free',
  'amount',
  'treatment',
  'internet',
] as const;
export const preblockType = v.picklist(PREBLOCK_TYPES);

export const preblock = v.object({
  ...stretch,
  id: v.string(),
  kindId: v.string(),
  name: v.string(),
  text,
  colour: v.string(),
  type: preblockType,
  resourceId: v.string(),
  seriesId: v.optional(v.nullable(v.string()), null),
  expired: v.optional(v.boolean(), false),
});
export type Preblock = v.InferOutput<typeof preblock>;

export const shift = v.object({
  ...stretch,
  id: v.string(),
  resourceId: v.string(),
  practitionerId: v.string(),
});
export type Shift = v.InferOutput<typeof shift>;

export const absence = v.object({
  ...stretch,
  id: v.string(),
  practitionerId: v.string(),
  reason: v.picklist(ABSENCE_REASONS),
});
export type Absence = v.InferOutput<typeof absence>;

export const offer = v.object({
  ...stretch,
  resourceId: v.string(),
  practitionerId: v.string(),
  preblockId: v.string(),
  state: v.picklist(['free', 'sold', 'preliminary', 'hidden']),
  near: v.optional(v.boolean(), false),
});
export type Offer = v.InferOutput<typeof offer>;

export const needsPerson = v.object({
  id: v.optional(v.string(), ''),
  kind: v.string(),
  bookingIds: v.optional(v.array(v.string()), []),
  at: v.optional(v.nullable(instant), null),
});
export type NeedsPerson = v.InferOutput<typeof needsPerson>;

export const practitioner = v.object({
  id: v.string(),
  name: v.string(),
  title: v.picklist(['dentist', 'hygienist', 'assistant']),
});
export type Practitioner = v.InferOutput<typeof practitioner>;

export const day = v.object({
  date: localDate,
  isoWeek: v.number(),
  redDay: v.optional(v.nullable(v.object({ name: v.string() })), null),
});
export type Day = v.InferOutput<typeof day>;

export const resource = v.object({
  id: v.string(),
  name: v.string(),
  practitioners: v.optional(v.array(practitioner), []),
});

export const syncState = v.object({
  paired: v.optional(v.boolean(), true),
  connected: v.boolean(),
  connectedSince: v.optional(v.nullable(instant), null),
  lastExchangeAt: v.optional(v.nullable(instant), null),
  mode: text,
});
export type SyncState = v.InferOutput<typeof syncState>;

/** What the header tells when a person should know. */
export const syncAlarm = v.object({
  awaySince: v.nullable(instant),
  unseen: v.number(),
  sheetDue: v.boolean(),
  overridesOpen: v.number(),
});
export type SyncAlarm = v.InferOutput<typeof syncAlarm>;

export const syncNews = v.object({
  ...syncState.entries,
  needsPerson: v.array(needsPerson),
  alarm: syncAlarm,
});

export const bookDay = v.object({
  asOf: instant,
  revision: v.optional(v.number(), 0),
  zoneId: v.string(),
  clinic: v.object({ id: v.string(), name: v.string() }),
  days: v.array(day),
  resources: v.array(resource),
  shifts: remembered(shift),
  absences: v.optional(v.array(absence), []),
  preblocks: remembered(preblock),
  bookings: remembered(booking),
  /** Bookings that stand as the caller has them, by id. */
  unchanged: v.optional(v.array(v.string()), []),
  offers: v.array(offer),
  summary: v.object({
    offered: v.number(),
    soldOnline: v.number(),
    free: v.number(),
    preliminary: v.number(),
  }),
  needsPerson: v.optional(v.array(needsPerson), []),
  sync: syncState,
});
export type BookDay = v.InferOutput<typeof bookDay>;

export const bookMenu = v.object({
  templates: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      minutes: v.number(),
      category: v.optional(v.nullable(category), null),
    }),
  ),
  preblockKinds: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      colour: v.string(),
      type: preblockType,
      needsCode: v.optional(v.boolean(), false),
      allowed: v.optional(v.boolean(), true),
    }),
  ),
});
export type BookMenu = v.InferOutput<typeof bookMenu>;
export type MenuTemplate = BookMenu['templates'][number];
export type MenuKind = BookMenu['preblockKinds'][number];

export function listOf<Shape extends v.GenericSchema>(
  shape: Shape,
): v.GenericSchema<unknown, { readonly items: v.InferOutput<Shape>[] }> {
  return v.object({ items: v.array(shape) });
}
/** An answer whose content nobody reads. */
export const anything = v.unknown();
