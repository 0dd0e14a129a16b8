import {
  formatInstant,
  parseInstant,
  refuseFields,
  type Instant,
  type Outcome,
  type RefusalDetail,
  type Refused,
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

/** The nearest free times go out as all times do. */
export function withTimes(refused: Refused, zone: Zone): Refused {
  const { details = {} } = refused.refusal;
  const { nearest } = details;
  if (!Array.isArray(nearest)) return refused;
  const written = nearest.map((each: RefusalDetail) => writtenTime(each, zone));
  return {
    ok: false,
    refusal: { ...refused.refusal, details: { ...details, nearest: written } },
  };
}

function writtenTime(each: RefusalDetail, zone: Zone): RefusalDetail {
  if (typeof each !== 'object' || each === null || !('start' in each) || !('end' in each)) {
    return each;
  }
  const { start, end } = each;
  if (typeof start !== 'number' || typeof end !== 'number') return each;
  return {
    ...each,
    start: momentText(zone, start as Instant),
    end: momentText(zone, end as Instant),
  };
}
