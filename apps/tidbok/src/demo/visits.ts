import type { BookingTemplate } from '@tidbok/core';
import type { ChairName, PractitionerName } from './register.ts';
import type { Seeded } from './seeded.ts';
import { CLINIC_OF_CHAIR, PREBLOCKS, SHIFTS, type PlannedShift } from './week-plan.ts';

/** One visit of the demo, in days from the Monday of the week of the load. */
export interface PlannedVisit {
  readonly day: number;
  readonly fromMinute: number;
  readonly template: BookingTemplate;
  readonly chair: ChairName;
  readonly practitioner: PractitionerName;
  readonly text: string;
  readonly online: boolean;
}

export const WEEKS_BACK = 4;
export const WEEKS_AHEAD = 12;

/** How full the desk's time and the Internet time of a week is, in per cent. */
const fullness = (week: number): { readonly desk: number; readonly internet: number } => {
  if (week < 0) return { desk: 60, internet: 55 };
  if (week === 0) return { desk: 78, internet: 42 };
  if (week === 1) return { desk: 58, internet: 24 };
  if (week <= 3) return { desk: 28, internet: 12 };
  if (week <= 7) return { desk: 14, internet: 6 };
  return { desk: 7, internet: 3 };
};

const TEETH = ['11', '14', '16', '17', '21', '24', '25', '26', '36', '37', '45', '46', '47'];
const WITH_TOOTH = new Set(['laga', 'laga-stor', 'temp', 'rotfyll', 'rens', 'prep', 'cem', 'extr']);

/** What each kind of time is used for; keys of templates, the common ones more than once. */
const MIXES = {
  dentist: [
    'us',
    'us',
    'us-ny',
    'kontroll',
    'laga',
    'laga',
    'laga',
    'laga-stor',
    'temp',
    'rens',
    'rotfyll',
    'prep',
    'cem',
    'extr',
    'rev-us',
  ],
  hygienist: ['profylax', 'profylax', 'dep-puts', 'dep', 'dep', 'rev-barn'],
  'E-tid US/Röntgen': ['us'],
  'E-tid Profylax': ['profylax'],
  'E-tid akut': ['akut'],
  'Rev us': ['rev-us'],
  Operation: ['rotfyll', 'prep', 'implantat', 'prep-bro'],
  'Kirurgi och implantat': ['implantat', 'extr'],
  'Akut tid': ['akut', 'temp'],
} as const;

type Mix = keyof typeof MIXES;

const HYGIENISTS: ReadonlySet<PractitionerName> = new Set(['sara', 'jonas']);

const isMix = (name: string): name is Mix => Object.hasOwn(MIXES, name);

/** A part of a shift under one preblock, or under none. */
interface Segment {
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly mix: Mix;
  readonly internet: boolean;
}

/** Cuts a shift where preblocks begin and end; patient-free time is left out. */
const segmentsOf = (shift: PlannedShift, weekday: number): Segment[] => {
  const desk: Mix = HYGIENISTS.has(shift.practitioner) ? 'hygienist' : 'dentist';
  const blocks = PREBLOCKS.filter(
    (block) =>
      block.chair === shift.chair &&
      block.weekdays.some((day) => day === weekday) &&
      block.fromMinute < shift.toMinute &&
      block.toMinute > shift.fromMinute,
  ).sort((a, b) => a.fromMinute - b.fromMinute);

  const segments: Segment[] = [];
  let cursor = shift.fromMinute;
  for (const block of blocks) {
    if (block.fromMinute > cursor) {
      segments.push({ fromMinute: cursor, toMinute: block.fromMinute, mix: desk, internet: false });
    }
    if (isMix(block.kind)) {
      const internet = block.kind.startsWith('E-tid');
      const { fromMinute, toMinute } = block;
      segments.push({ fromMinute, toMinute, mix: block.kind, internet });
    }
    cursor = block.toMinute;
  }
  if (cursor < shift.toMinute) {
    segments.push({ fromMinute: cursor, toMinute: shift.toMinute, mix: desk, internet: false });
  }
  return segments;
};

/** Who is needed when, so that no assistant or X-ray room is promised twice (T4). */
class SharedUse {
  readonly #taken = new Set<string>();

  /** True, and remembered, when every shared part of the visit is free. */
  take(visit: Pick<PlannedVisit, 'day' | 'fromMinute' | 'template' | 'chair'>): boolean {
    const pattern = visit.template.resourcePattern;
    if (pattern === null) return true;
    const parts = [...pattern.signs].flatMap((sign, index) => {
      const minute = visit.fromMinute + index * pattern.unitMinutes;
      const where = CLINIC_OF_CHAIR[visit.chair];
      return sign === '/' || sign === '.' ? [] : [`${where} ${sign} ${visit.day} ${minute}`];
    });
    if (parts.some((part) => this.#taken.has(part))) return false;
    for (const part of parts) this.#taken.add(part);
    return true;
  }
}

interface Choices {
  readonly choose: Seeded;
  readonly templates: ReadonlyMap<string, BookingTemplate>;
  readonly shared: SharedUse;
}

/** What the desk writes: the tooth where there is one, and nothing about the net. */
const textOf = (key: string, { bookText }: BookingTemplate, choose: Seeded): string =>
  WITH_TOOTH.has(key) ? `${bookText} ${choose.pick(TEETH)}` : bookText.replace(' e-tid', '');

/** Fills one segment from its start, leaving gaps as real books have them. */
function* visitsIn(segment: Segment, on: { shift: PlannedShift; day: number }, use: Choices) {
  const { choose, templates, shared } = use;
  const { shift, day } = on;
  const { desk, internet } = fullness(Math.floor(day / 7));
  const keys: readonly string[] = MIXES[segment.mix];
  for (let at = segment.fromMinute; at < segment.toMinute;) {
    const key = choose.pick(keys);
    const template = templates.get(key);
    if (template === undefined) throw new Error(`the demo has no template ${key}`);
    const fits = at + template.minutes <= segment.toMinute;
    const { chair, practitioner } = shift;
    const place = { day, fromMinute: at, template, chair };
    if (fits && choose.chance(segment.internet ? internet : desk) && shared.take(place)) {
      const online = segment.internet && choose.chance(80);
      const text = online ? template.bookText : textOf(key, template, choose);
      yield { ...place, practitioner, text, online };
      at += template.minutes;
    } else {
      at += segment.internet ? template.minutes : 20;
    }
  }
}

/** The demo's visits, four weeks back and twelve ahead, fewer the further away. */
export const plannedVisits = (
  templates: ReadonlyMap<string, BookingTemplate>,
  choose: Seeded,
  isClosed: (day: number) => boolean,
): PlannedVisit[] => {
  const use = { choose, templates, shared: new SharedUse() };
  const visits: PlannedVisit[] = [];
  for (let day = -7 * WEEKS_BACK; day < 7 * WEEKS_AHEAD; day += 1) {
    if (isClosed(day)) continue;
    const weekday = ((day % 7) + 7) % 7;
    for (const shift of SHIFTS) {
      if (!shift.weekdays.some((each) => each === weekday)) continue;
      for (const segment of segmentsOf(shift, weekday)) {
        visits.push(...visitsIn(segment, { shift, day }, use));
      }
    }
  }
  return visits;
};
