import { instant, type Zone } from '@tidbok/core';
import { Temporal } from 'temporal-polyfill';

/** The years for which a zone's transitions are worked out: no book reaches beyond. */
const FIRST_YEAR = 1990;
const LAST_YEAR = 2060;

const known = new Map<string, Zone>();

/** A time zone by its IANA name as data for the core; worked out once. Throws for no such zone. */
export function zoneOf(zoneId: string): Zone {
  const found = known.get(zoneId);
  if (found !== undefined) return found;
  const zone = readZone(zoneId);
  known.set(zoneId, zone);
  return zone;
}

function readZone(zoneId: string): Zone {
  let at: Temporal.ZonedDateTime | null = Temporal.ZonedDateTime.from({
    timeZone: zoneId,
    year: FIRST_YEAR,
    month: 1,
    day: 1,
  });
  const transitions: { at: ReturnType<typeof instant>; offsetMinutes: number }[] = [];
  while (at !== null && at.year <= LAST_YEAR) {
    const offsetMinutes = Math.round(at.offsetNanoseconds / 60_000_000_000);
    transitions.push({ at: instant(at.epochMilliseconds), offsetMinutes });
    at = at.getTimeZoneTransition('next');
  }
  return { id: zoneId, tzdb: process.versions.tz ?? 'unknown', transitions };
}
