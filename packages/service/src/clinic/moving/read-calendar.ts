import ICAL from 'ical.js';
import {
  instant,
  isLocalDateTime,
  ok,
  refuse,
  toInstant,
  toLocalDateTime,
  type Instant,
  type Outcome,
  type Zone,
} from '@tidbok/core';
import { zoneOf } from '../../zone.ts';
import type { Table, TableRow } from './read-file.ts';

/** So many visits one repeating event gives, and so far ahead, at most. */
const maxOccurrences = 500;
const maxDaysAhead = 3 * 366;
const maxEvents = 200_000;
const dayMs = 86_400_000;

/** The columns that an event is told in; others of the file come after them. */
const columns = [
  ...['uid', 'dtstart', 'dtend', 'summary', 'description', 'location'],
  ...['x-patient', 'x-practitioner'],
];

interface Block {
  readonly line: number;
  readonly text: string;
}

/**
 * Events as rows. Each is read for itself, so that one that is broken does not hide the rest; a
 * repetition is expanded within bounds. Times in other zones are told in the practice's own.
 */
export function readCalendar(text: string, zone: Zone): Outcome<Pick<Table, 'columns' | 'rows'>> {
  const blocks = eventsOf(text);
  if (blocks.length === 0) return refuse('file-unreadable', { reason: 'no-events' });
  if (blocks.length > maxEvents) return refuse('too-large', { rows: maxEvents });
  return ok({ columns, rows: blocks.flatMap((block) => rowsOf(block, zone)) });
}

function eventsOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; lines: string[] } | null = null;
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (/^BEGIN:VEVENT\s*$/i.test(line)) open = { line: i + 1, lines: [] };
    open?.lines.push(line);
    if (open !== null && /^END:VEVENT\s*$/i.test(line)) {
      blocks.push({ line: open.line, text: open.lines.join('\r\n') });
      open = null;
    }
  }
  return blocks;
}

function rowsOf({ line, text }: Block, zone: Zone): TableRow[] {
  try {
    const component = ICAL.Component.fromString(text);
    const event = new ICAL.Event(component);
    const zoneId = zoneOfEvent(component);
    return occurrencesOf(event).map(({ start, end, suffix }): TableRow => {
      const cells = {
        uid: `${event.uid}${suffix}`,
        dtstart: wallClock(start, zoneId, zone),
        dtend: wallClock(end, zoneId, zone),
        summary: event.summary,
        description: event.description,
        location: event.location,
        'x-patient': told(component, 'x-patient'),
        'x-practitioner': told(component, 'x-practitioner'),
      };
      return { line, cells: withoutNull(cells), isRagged: false };
    });
  } catch {
    return [{ line, cells: {}, isRagged: true }];
  }
}

function withoutNull(cells: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(cells).map(([name, text]) => [name, text ?? '']));
}

function told(component: ICAL.Component, name: string): string {
  const value = component.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
}

interface Occurrence {
  readonly start: ICAL.Time;
  readonly end: ICAL.Time;
  readonly suffix: string;
}

function occurrencesOf(event: ICAL.Event): Occurrence[] {
  if (!event.isRecurring()) return [{ start: event.startDate, end: event.endDate, suffix: '' }];
  const found: Occurrence[] = [];
  const iterator = event.iterator();
  const last = event.startDate.toUnixTime() * 1000 + maxDaysAhead * dayMs;
  while (found.length < maxOccurrences) {
    // Typed as always there, but nothing once the repetition has ended.
    const next = iterator.next() as ICAL.Time | null | undefined;
    if (next === null || next === undefined || next.toUnixTime() * 1000 > last) break;
    const end = next.clone();
    end.addDuration(event.duration);
    found.push({ start: next, end, suffix: `#${next.toString()}` });
  }
  return found;
}

/** `ÅÅÅÅ-MM-DDTHH:MM` on the practice's wall clock. */
function wallClock(time: ICAL.Time, zoneId: string | null, zone: Zone): string {
  const local = time.toString().slice(0, 16);
  const isUtc = time.zone === ICAL.Timezone.utcTimezone;
  if (time.isDate || (zoneId === null && !isUtc)) return local;
  const at = isUtc ? utcOf(time) : inZone(local, zoneId ?? '');
  return at === null ? local : toLocalDateTime(zone, at).slice(0, 16);
}

/** A floating time, and one in a zone that nobody knows, is the practice's own. */
function zoneOfEvent(component: ICAL.Component): string | null {
  const named = component.getFirstProperty('dtstart')?.getParameter('tzid');
  return typeof named === 'string' && named !== '' ? named : null;
}

function utcOf(time: ICAL.Time): Instant {
  const { year, month, day, hour, minute } = time;
  return instant(Date.UTC(year, month - 1, day, hour, minute));
}

function inZone(local: string, zoneId: string): Instant | null {
  try {
    const read = isLocalDateTime(local) ? toInstant(zoneOf(zoneId), local) : null;
    return read?.ok === true ? read.value : null;
  } catch {
    return null;
  }
}
