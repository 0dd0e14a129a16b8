import {
  formatInstant,
  instant,
  isLocalDateTime,
  ok,
  parseInstant,
  refuseFields,
  toInstant,
  toLocalDateTime,
  type Instant,
  type LocalDateTime,
  type Outcome,
  type Zone,
} from '@tidbok/core';

/** What is an instant on the wire, by the name of its field. */
const instantFields: ReadonlySet<string> = new Set([
  'asOf',
  'start',
  'end',
  'at',
  'registeredAt',
  'changedAt',
  'connectedSince',
  'lastExchangeAt',
  'bookedAt',
  'calledAt',
  'createdAt',
  'endedAt',
  'frontier',
  'awaySince',
  'sellsAloneUntil',
]);

/** Holds an `at` that is a time of day, in minutes (E4). */
const deadlineField = 'changeDeadline';

/** How a view goes out: in which zone, and what stands for a name that is protected. */
export interface Outward {
  readonly zone: Zone;
  readonly protectedName: string;
}

/** A view as JSON goes out: instants as RFC 3339 with the zone's offset. */
export function onTheWire(value: unknown, outward: Outward): unknown {
  if (Array.isArray(value)) return value.map((each) => onTheWire(each, outward));
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    if (name === deadlineField) {
      out[name] = each;
      continue;
    }
    out[name] =
      typeof each === 'number' && instantFields.has(name)
        ? formatInstant(outward.zone, instant(each))
        : onTheWire(each, outward);
  }
  if (out['isProtected'] === true && 'name' in out) out['name'] = outward.protectedName;
  return out;
}

/** An instant of a body; the refusal of a malformed one names its field. */
export function readMoment(text: string, zone: Zone, field: string): Outcome<Instant> {
  const read = parseInstant(text, zone);
  if (read.ok) return read;
  if (read.refusal.code === 'invalid') return refuseFields([{ field, reason: 'not-an-instant' }]);
  return { ok: false, refusal: { ...read.refusal, details: { ...read.refusal.details, field } } };
}

/** A planned time: RFC 3339, or the wall clock's time without an offset. */
export function readLocal(text: string, zone: Zone, field: string): Outcome<LocalDateTime> {
  const wall = text.length === 19 && text.endsWith(':00') ? text.slice(0, 16) : text;
  if (isLocalDateTime(wall)) {
    const placed = toInstant(zone, wall);
    return placed.ok ? ok(wall) : placed;
  }
  const at = readMoment(text, zone, field);
  return at.ok ? ok(toLocalDateTime(zone, at.value)) : at;
}

/** Both ends of a planned stretch. */
export function readStretch(
  { start, end }: { readonly start: string; readonly end: string },
  zone: Zone,
): Outcome<{ readonly from: LocalDateTime; readonly to: LocalDateTime }> {
  const from = readLocal(start, zone, 'start');
  if (!from.ok) return from;
  const to = readLocal(end, zone, 'end');
  if (!to.ok) return to;
  return from.value < to.value
    ? ok({ from: from.value, to: to.value })
    : refuseFields([{ field: 'end', reason: 'ends-before-it-starts' }]);
}
