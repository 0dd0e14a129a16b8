import type { Random } from '@tidbok/sim/random';
import { BookApi, type Named } from '../../api/book-api.ts';
import { at, dateAfter, emptyDay, today } from '../../api/local-time.ts';
import { SiteApi } from '../../api/site-api.ts';
import { waitUntil } from '../../stack/wait-until.ts';
import type { Place } from '../history.ts';
import type { Stage } from '../stage.ts';

/** A chair with its practitioner, whose days are published for the run. */
export interface Column {
  readonly clinicId: string;
  readonly resourceId: string;
  readonly practitionerId: string;
}

/** What everybody in the run knows. */
export interface World {
  readonly site: SiteApi;
  readonly book: BookApi;
  readonly random: Random;
  readonly columns: readonly Column[];
  readonly templateId: string;
  readonly preblockKindId: string;
  /** The weekdays that were published. */
  readonly days: readonly string[];
  /** Visits that were answered for and that nobody is known to have ended. */
  readonly standing: Map<string, Place>;
}

const COLUMNS = [
  ['Lund', 'Stol 1', 'Olle'],
  ['Lund', 'Stol 2', 'Maria'],
  ['Lund', 'Stol 3', 'Amir'],
  ['Malmö', 'Malmö stol 1', 'Elin'],
] as const;

/** A browser's, not endless. */
const PATIENCE = { withinMs: 12_000 };
/** Half hours of a published day: 08:00 to 16:00. */
const TIMES_OF_A_DAY = 16;

const named = (items: readonly Named[], name: string): string => {
  const found =
    items.find((item) => item.name === name) ?? items.find((i) => i.name.includes(name));
  if (found === undefined) throw new Error(`the demo has no ${name}`);
  return found.id;
};

const publish = async (world: World, weeks: number): Promise<void> => {
  const { book, columns, days, preblockKindId } = world;
  const last = dateAfter(days[0] ?? today(), 7 * weeks - 1);
  for (const { resourceId, practitionerId } of columns) {
    for (const day of days) {
      const stretch = { start: at(day, '08:00'), end: at(day, '17:00') };
      await book.insertShift({ resourceId, practitionerId, ...stretch });
    }
    for (const day of days.slice(0, 5)) {
      const repeat = { every: 'week', until: last };
      const stretch = { start: at(day, '08:00'), end: at(day, '16:00') };
      const placing = { preblockKindId, resourceId, ...stretch, repeat };
      const { status, body } = await book.send('POST', '/preblocks', placing);
      if (status !== 201) throw new Error(`a series was not placed: ${JSON.stringify(body)}`);
    }
  }
};

/** Where patients and staff come in. */
export type Doors = Pick<Stage, 'siteUrl' | 'bookUrl' | 'token'>;

/** Publishes so many weeks, and waits until the site offers them. */
export const openWorld = async (stage: Doors, random: Random, weeks: number): Promise<World> => {
  const site = new SiteApi(stage.siteUrl, PATIENCE);
  const book = new BookApi(stage.bookUrl, stage.token, PATIENCE);
  const hasCatalogue = async (): Promise<boolean> => (await site.clinics()).length > 0;
  await waitUntil(hasCatalogue, { what: 'the site to show the clinics', withinMs: 60_000 });
  const clinics = await site.clinics();
  const [chairs, people, templates, kinds] = [
    await book.items<Named>('/resources'),
    await book.items<Named>('/practitioners'),
    await book.items<Named>('/booking-templates'),
    await book.items<Named>('/preblock-kinds'),
  ];
  // Whole weeks: from the first Monday among the empty days.
  const first = [0, 1, 2, 3, 4].map(emptyDay).find((day) => new Date(day).getUTCDay() === 1);
  const days = Array.from({ length: weeks * 7 }, (_, day) => dateAfter(first ?? '', day)).filter(
    (day) => ![0, 6].includes(new Date(day).getUTCDay()),
  );
  const world: World = {
    site,
    book,
    random,
    columns: COLUMNS.map(([clinic, chair, person]) => ({
      clinicId: named(clinics, clinic),
      resourceId: named(chairs, chair),
      practitionerId: named(people, person),
    })),
    templateId: named(templates, 'Undersökning'),
    preblockKindId: named(kinds, 'E-tid US'),
    days,
    standing: new Map(),
  };
  await publish(world, weeks);
  const [column] = world.columns;
  const [from = '', to = ''] = [days[0], days.at(-1)];
  const offered = async (): Promise<boolean> => {
    const { clinicId = '', practitionerId = '' } = column ?? {};
    const query = { clinicId, practitionerId, templateId: world.templateId, from: to, to };
    return (await site.times(query)).length === TIMES_OF_A_DAY && from !== '';
  };
  await waitUntil(offered, { what: 'the site to offer the last day', withinMs: 60_000 });
  return world;
};
