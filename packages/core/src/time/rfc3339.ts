import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import { MINUTE_MS, instant, type Instant, type LocalDateTime, type Zone } from './instant.ts';
import { dayNumber, padded } from './local-date.ts';
import { dateOf, isLocalDateTime, timeOf } from './local-date-time.ts';
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
  const written = readWritten(text);
  if (written === undefined) return refuse('invalid', { reason: 'not-an-instant' });
  const { at, local, offsetMinutes } = written;
  if (offsetMinutes !== null && readLocal(zone, local).type === 'skipped') {
    const own = [at - DAY_MS, at + DAY_MS].map((near) => offsetMinutesAt(zone, instant(near)));
    if (own.includes(offsetMinutes)) return refuse('local-time-skipped', { local });
  }
  return ok(at);
}

interface Written {
  readonly at: Instant;
  /** The hour and minute as they stand in the text. */
  readonly local: LocalDateTime;
  /** null for `Z`, which names no wall clock. */
  readonly offsetMinutes: number | null;
}

function readWritten(text: string): Written | undefined {
  const parts = SHAPE.exec(text);
  if (parts === null) return undefined;
  const [, date = '', hour = '', minute = '', second = '', fraction = '', offset = ''] = parts;
  const local = `${date}T${hour}:${minute}`;
  const offsetMinutes = parseOffset(offset);
  if (!isLocalDateTime(local) || Number(second) > 59 || offsetMinutes === undefined) {
    return undefined;
  }
  const milliseconds = Number(second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  const minutes = timeOf(local) - (offsetMinutes ?? 0);
  const at = instant(dayNumber(dateOf(local)) * DAY_MS + minutes * MINUTE_MS + milliseconds);
  return { at, local, offsetMinutes };
}

/** null for `Z`; undefined for what is no offset. */
function parseOffset(offset: string): number | null | undefined {
  if (offset === 'Z' || offset === 'z') return null;
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
