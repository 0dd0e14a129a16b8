import {
  addDays,
  dateOf,
  daysBetween,
  localInterval,
  movedDays,
  ok,
  refuse,
  refuseFields,
  type LocalDate,
  type Outcome,
  type Preblock,
  type PreblockId,
  type PreblockSeriesId,
  type Repetition,
} from '@tidbok/core';
import { announce, factsAfter, type ClinicWrite } from '@tidbok/sync';
import { joinSeries, loadPreblock, loadSeries } from '@tidbok/store/clinic';
import { actorOf } from './cancel-booking.ts';
import { changed } from './changed.ts';
import type { ClinicContext } from './context.ts';
import type { PlacedPreblocks, PlacePreblockCommand, SeriesScope } from './desk.ts';
import { liesOutside, mayPlace, mayTouch, standsIn, withinOneDay } from './preblock-rules.ts';
import {
  inPractice,
  momentOf,
  type DayRange,
  type PracticeTransaction,
} from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import { preblockView } from './views/planned-views.ts';

/** The longest that a series may run, and how many it may hold. */
const maxSeriesDays = 3 * 366;
const maxSeriesLength = 800;

/**
 * Places a preblock, or a whole series of it (B1, U1, U2). Refuses `permission-missing` (A1, A2),
 * `preblock-code-required`, `kind-is-personal`, `already-exists`, unknown ids and impossible
 * local times. Days of a series on which the same kind stands already are left out and named.
 */
export async function placePreblock(
  context: ClinicContext,
  by: StaffMember,
  command: PlacePreblockCommand,
): Promise<Outcome<PlacedPreblocks>> {
  return inPractice(context, async (tx) => {
    const { kindId, resourceId, from, to } = command;
    const placed = withinOneDay(tx, command);
    if (!placed.ok) return placed;
    const kind = await mayPlace(tx, by, command);
    if (!kind.ok) return kind;
    const seriesId = command.repeat === undefined ? null : context.newId<PreblockSeriesId>();
    const id = command.preblockId ?? context.newId<PreblockId>();
    const first: Preblock = { id, kindId, resourceId, from, to, seriesId };
    const dates = datesOf(first, command.repeat);
    if (!dates.ok) return dates;
    return placeOn(tx, by, { first, dates: dates.value, firstIsThere: false });
  });
}

/** U2 *Repetera*: a preblock that stands becomes the first of a series. */
export async function repeatPreblock(
  context: ClinicContext,
  by: StaffMember,
  command: {
    readonly preblockId: PreblockId;
    readonly repeat: Repetition;
    readonly code?: string;
  },
): Promise<Outcome<PlacedPreblocks>> {
  return inPractice(context, async (tx) => {
    const preblock = await loadPreblock(tx.db, command.preblockId);
    if (preblock === null) return refuse('unknown-preblock');
    const kind = await mayPlace(tx, by, { ...preblock, ...code(command.code) });
    if (!kind.ok) return kind;
    const seriesId = preblock.seriesId ?? context.newId<PreblockSeriesId>();
    const first = { ...preblock, seriesId };
    const dates = datesOf(first, command.repeat);
    if (!dates.ok) return dates;
    await joinSeries(tx.db, preblock.id, seriesId);
    return placeOn(tx, by, { first, dates: dates.value.slice(1), firstIsThere: true });
  });
}

function code(given: string | undefined): { readonly code?: string } {
  return given === undefined ? {} : { code: given };
}

/** The days of a series, the first one included. */
function datesOf(first: Preblock, repeat: Repetition | undefined): Outcome<LocalDate[]> {
  const start = dateOf(first.from);
  if (repeat === undefined) return ok([start]);
  const { every, step, until } = repeat;
  if (!Number.isInteger(step) || step < 1 || step > 52) {
    return refuseFields([{ field: 'repeat.step', reason: 'out-of-range' }]);
  }
  if (until < start) return refuseFields([{ field: 'repeat.until', reason: 'too-early' }]);
  if (daysBetween(start, until) > maxSeriesDays) return refuse('too-far');
  const stride = step * (every === 'week' ? 7 : 1);
  const dates: LocalDate[] = [];
  for (let date = start; date <= until && dates.length < maxSeriesLength;) {
    dates.push(date);
    date = addDays(date, stride);
  }
  return ok(dates);
}

interface Series {
  readonly first: Preblock;
  readonly dates: readonly LocalDate[];
  /** The first stands already; `dates` are the days after it. */
  readonly firstIsThere: boolean;
}

async function placeOn(
  tx: PracticeTransaction,
  by: StaffMember,
  { first, dates, firstIsThere }: Series,
): Promise<Outcome<PlacedPreblocks>> {
  const start = dateOf(first.from);
  const days = { from: start, to: dates.at(-1) ?? start };
  const facts = await tx.facts(days);
  const preblocks = dates
    .map((date) => ({
      ...first,
      id: date === start ? first.id : tx.context.newId<PreblockId>(),
      from: movedDays(first.from, daysBetween(start, date)),
      to: movedDays(first.to, daysBetween(start, date)),
    }))
    // An hour that summer time skips or doubles has no place in that day's book.
    .filter((preblock) => localInterval(tx.register.zone, preblock).ok);
  const isFree = (preblock: Preblock): boolean => !facts.preblocks.some(standsIn(preblock));
  const inserted = preblocks.filter(isFree);
  if (!firstIsThere && inserted[0]?.id !== first.id)
    return refuse('already-exists', { what: 'preblock' });
  const writes = inserted.map((preblock): ClinicWrite => ({
    type: 'insert-preblock',
    preblock,
    actor: actorOf(by),
    at: tx.now,
  }));
  const after = factsAfter(facts, writes);
  const offers = announce(after, momentOf(tx));
  const ids = inserted.map(({ id }) => id);
  await tx.write([...writes, ...offers], [changed('preblock', days, ids)]);
  return ok({
    items: inserted
      .map((preblock) => preblockView(preblock, tx.register, tx.now))
      .filter((view) => view !== undefined),
    skippedOn: dates.filter((date) => !inserted.some(({ from }) => dateOf(from) === date)),
    outsideSchedule: inserted.some((preblock) => liesOutside(after, preblock)),
  });
}

/**
 * Removes a preblock, those of its series from it on, or all of them (U2). Bookings on it stay;
 * Internet time is withdrawn from the site. Refuses `unknown-preblock`, `permission-missing`.
 */
export async function removePreblock(
  context: ClinicContext,
  by: StaffMember,
  command: { readonly preblockId: PreblockId; readonly series: SeriesScope },
): Promise<Outcome<{ readonly removed: number }>> {
  return inPractice(context, async (tx) => {
    const preblock = await loadPreblock(tx.db, command.preblockId);
    if (preblock === null) return refuse('unknown-preblock');
    const kind = tx.register.kinds.find(({ id }) => id === preblock.kindId);
    if (kind === undefined) return refuse('unknown-kind');
    const allowed = mayTouch(kind, by);
    if (!allowed.ok) return allowed;
    const gone = await scopeOf(tx, preblock, command.series);
    const days = spanOf(gone);
    const facts = await tx.facts(days);
    const writes = gone.map(({ id }): ClinicWrite => ({ type: 'delete-preblock', preblockId: id }));
    const offers = announce(factsAfter(facts, writes), momentOf(tx));
    const ids = gone.map(({ id }) => id);
    await tx.write([...writes, ...offers], [changed('preblock', days, ids)]);
    return ok({ removed: gone.length });
  });
}

async function scopeOf(
  tx: PracticeTransaction,
  preblock: Preblock,
  series: SeriesScope,
): Promise<readonly Preblock[]> {
  const { seriesId } = preblock;
  if (series === 'one' || seriesId === null) return [preblock];
  return loadSeries(tx.db, { seriesId, from: series === 'following' ? preblock.from : null });
}

function spanOf(preblocks: readonly Preblock[]): DayRange {
  const dates = preblocks.map(({ from }) => dateOf(from)).sort();
  const first = dates[0];
  const last = dates.at(-1);
  if (first === undefined || last === undefined) throw new Error('A series without a day.');
  return { from: first, to: last };
}
