import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import { MINUTE_MS, instant, type Instant, type Zone } from './instant.ts';
import { dayNumber, isLocalDate, padded } from './local-date.ts';
import { isLocalDateTime } from './local-date-time.ts';
import { offsetMinutesAt, readLocal, toLocalDateTime } from './zone.ts';

const SHAPE =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;

/**
 * RFC 3339 with an offset. Refuses what is no date or time, days that no calendar has, leap
 * seconds, and (`local-time-skipped`) an hour written with one of the zone's own offsets that
 * summer time skips there: 2026-03-29T02:30+01:00 in Stockholm. Digits below 1 ms are dropped.
 */
export function parseInstant(text: string, zone: Zone): Outcome<Instant> {
  const parts = SHAPE.exec(text);
  if (parts === null) return refuse('invalid', { reason: 'not-an-instant' });
  const [, date = '', hour = '', minute = '', second = '', fraction = '', offset = ''] = parts;
  const offsetMinutes = parseOffset(offset);
  if (
    !isLocalDate(date) ||
    Number(hour) > 23 ||
    Number(minute) > 59 ||
    Number(second) > 59 ||
    offsetMinutes === undefined
  ) {
    return refuse('invalid', { reason: 'not-an-instant' });
  }
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const clock = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
  const at = dayNumber(date) * DAY_MS + clock + milliseconds - offsetMinutes * MINUTE_MS;
  const local = `${date}T${hour}:${minute}`;
  if (isLocalDateTime(local) && readLocal(zone, local).type === 'skipped') {
    const before = offsetMinutesAt(zone, instant(at - DAY_MS));
    const after = offsetMinutesAt(zone, instant(at + DAY_MS));
    const written = /[zZ]$/.test(offset) ? undefined : offsetMinutes;
    if (written === before || written === after) return refuse('local-time-skipped', { local });
  }
  return ok(instant(at));
}

function parseOffset(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** `2026-11-30T09:00:00+01:00`: the zone's wall clock with its offset; milliseconds if any. */
export function formatInstant(zone: Zone, at: Instant): string {
  const offset = offsetMinutesAt(zone, at);
  const size = Math.abs(offset);
  const milliseconds = (((at % MINUTE_MS) + MINUTE_MS) % MINUTE_MS) % 1000;
  const seconds = Math.floor((((at % MINUTE_MS) + MINUTE_MS) % MINUTE_MS) / 1000);
  const fraction = milliseconds === 0 ? '' : `.${padded(milliseconds, 3)}`;
  return (
    `${toLocalDateTime(zone, at)}:${padded(seconds, 2)}${fraction}` +
    `${offset < 0 ? '-' : '+'}${padded(Math.floor(size / 60), 2)}:${padded(size % 60, 2)}`
  );
}
