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
import type { ClinicWrite } from '@tidbok/sync';
import { loadPreblock, loadSeries } from '@tidbok/store/clinic';
import { actorOf } from './cancel-booking.ts';
import type { SeriesScope } from './desk.ts';
import { plannedOn, type PlanChange, type Planned } from './planned.ts';
import type { DayRange, PracticeTransaction } from './practice-transaction.ts';
import { mayPlace, mayTouch, standsIn } from './preblock-rules.ts';
import type { StaffMember } from './staff.ts';

/** The longest that a series may run, and how many it may hold. */
const maxSeriesDays = 3 * 366;
const maxSeriesLength = 800;

/** The days of a series, the first one included. */
export function datesOf(first: Preblock, repeat: Repetition | undefined): Outcome<LocalDate[]> {
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

export interface Series {
  readonly first: Preblock;
  readonly dates: readonly LocalDate[];
  /** The first stands already; `dates` are the days after it. */
  readonly firstIsThere: boolean;
}

/**
 * Days on which the same kind stands already, or on which summer time skips or doubles the hour,
 * are left out and named. Refuses `already-exists` when the first itself cannot be placed.
 */
export async function planSeries(
  tx: PracticeTransaction,
  by: StaffMember,
  { first, dates, firstIsThere }: Series,
): Promise<Outcome<Planned>> {
  const start = dateOf(first.from);
  const days = { from: start, to: dates.at(-1) ?? start };
  const before = await tx.facts(days);
  const inChair = Map.groupBy(
    before.preblocks.filter(({ resourceId }) => resourceId === first.resourceId),
    ({ from }) => dateOf(from),
  );
  const inserted = dates
    .map((date) => ({
      ...first,
      id: date === start ? first.id : tx.context.newId<PreblockId>(),
      from: movedDays(first.from, daysBetween(start, date)),
      to: movedDays(first.to, daysBetween(start, date)),
    }))
    .filter((preblock) => localInterval(tx.register.zone, preblock).ok)
    .filter((preblock) => !inChair.get(dateOf(preblock.from))?.some(standsIn(preblock)));
  if (!firstIsThere && inserted[0]?.id !== first.id) {
    return refuse('already-exists', { what: 'preblock' });
  }
  const writes = inserted.map((preblock): ClinicWrite => ({
    type: 'insert-preblock',
    preblock,
    actor: actorOf(by),
    at: tx.now,
  }));
  const placed = new Set(inserted.map(({ from }) => dateOf(from)));
  return ok(
    plannedOn(before, {
      what: 'repeat-preblock',
      kind: 'preblock',
      days,
      writes,
      skippedOn: dates.filter((date) => !placed.has(date)),
    }),
  );
}

/** U2 *Repetera*: a preblock that stands becomes the first of a series. */
export async function planRepetition(
  tx: PracticeTransaction,
  by: StaffMember,
  change: Extract<PlanChange, { type: 'repeat-preblock' }>,
): Promise<Outcome<Planned>> {
  const preblock = await loadPreblock(tx.db, change.preblockId);
  if (preblock === null) return refuse('unknown-preblock');
  const { code } = change;
  const kind = await mayPlace(tx, by, { ...preblock, ...(code === undefined ? {} : { code }) });
  if (!kind.ok) return kind;
  const seriesId = preblock.seriesId ?? tx.context.newId<PreblockSeriesId>();
  const first = { ...preblock, seriesId };
  const dates = datesOf(first, change.repeat);
  if (!dates.ok) return dates;
  const rest = dates.value.slice(1);
  const planned = await planSeries(tx, by, { first, dates: rest, firstIsThere: true });
  if (!planned.ok || preblock.seriesId !== null) return planned;
  return ok({ ...planned.value, joins: { preblockId: preblock.id, seriesId } });
}

/** U2 *Ta bort repetering*: one, this and all that follow, or all. Bookings on them stay. */
export async function planPreblockRemoval(
  tx: PracticeTransaction,
  by: StaffMember,
  change: { readonly preblockId: PreblockId; readonly series: SeriesScope },
): Promise<Outcome<Planned>> {
  const preblock = await loadPreblock(tx.db, change.preblockId);
  if (preblock === null) return refuse('unknown-preblock');
  const kind = tx.register.kinds.find(({ id }) => id === preblock.kindId);
  if (kind === undefined) return refuse('unknown-kind');
  const allowed = mayTouch(tx.register, by, { kind, resourceId: preblock.resourceId });
  if (!allowed.ok) return allowed;
  const gone = await scopeOf(tx, preblock, change.series);
  const days = spanOf(gone);
  const writes = gone.map(({ id }): ClinicWrite => ({ type: 'delete-preblock', preblockId: id }));
  return ok(
    plannedOn(await tx.facts(days), { what: 'remove-preblocks', kind: 'preblock', days, writes }),
  );
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
