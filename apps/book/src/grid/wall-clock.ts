import { formatLocalTime } from '@tidbok/core';

const MINUTE_MS = 60_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

function partsIn(zoneId: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zoneId);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone: zoneId,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formatters.set(zoneId, formatter);
  }
  return formatter;
}

/** A day and a minute of it, as the clinic's wall clock shows an instant. */
export interface WallTime {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly minute: number;
}

export function wallTime(at: number, zoneId: string): WallTime {
  const parts = new Map(
    partsIn(zoneId)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

function offsetMinutesAt(at: number, zoneId: string): number {
  const { date, minute } = wallTime(at, zoneId);
  const shown = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS;
  return Math.round((shown - Math.floor(at / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
}

/**
 * RFC 3339 with the zone's offset for a wall-clock time. A time that summer time skips keeps the
 * offset from before it, and is refused by the server.
 */
export function rfc3339(date: string, minute: number, zoneId: string): string {
  const asUtc = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE_MS;
  const guess = offsetMinutesAt(asUtc, zoneId);
  const offset = offsetMinutesAt(asUtc - guess * MINUTE_MS, zoneId);
  const local = new Date(asUtc).toISOString().slice(0, 19);
  const sign = offset < 0 ? '-' : '+';
  return `${local}${sign}${formatLocalTime(Math.abs(offset))}`;
}

const clocks: string[] = [];
const clock = (minute: number): string => (clocks[minute] ??= formatLocalTime(minute));

/** `08:30–09:00`. */
export function clockSpan(stretch: { fromMinute: number; toMinute: number }): string {
  return `${clock(stretch.fromMinute)}–${clock(stretch.toMinute)}`;
}

/** Minutes since midnight of `HH:MM`; undefined when it is no time. */
export function minuteOf(text: string): number | undefined {
  const match = /^(\d{1,2})[:.]?(\d{2})$/.exec(text.trim());
  if (match === null) return undefined;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minute <= 24 * 60 ? minute : undefined;
}
