import {
  formatInstant,
  parseInstant,
  refuseFields,
  type Instant,
  type Outcome,
  type Zone,
} from '@tidbok/core';

/** Times that lists show are few and come again and again. */
const maxRemembered = 50_000;
const remembered = new Map<string, Map<number, string>>();

/** RFC 3339 with the zone's offset. */
export function momentText(zone: Zone, at: Instant): string {
  let ofZone = remembered.get(zone.id);
  if (ofZone === undefined) {
    ofZone = new Map();
    remembered.set(zone.id, ofZone);
  }
  const known = ofZone.get(at);
  if (known !== undefined) return known;
  const text = formatInstant(zone, at);
  if (ofZone.size >= maxRemembered) ofZone.clear();
  ofZone.set(at, text);
  return text;
}

/** An instant of a body or query; the refusal of a malformed one names its field. */
export function readMoment(text: string, zone: Zone, field: string): Outcome<Instant> {
  const read = parseInstant(text, zone);
  if (read.ok) return read;
  if (read.refusal.code === 'invalid') return refuseFields([{ field, reason: 'not-an-instant' }]);
  return { ok: false, refusal: { ...read.refusal, details: { ...read.refusal.details, field } } };
}
