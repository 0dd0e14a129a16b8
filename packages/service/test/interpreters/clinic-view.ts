import { localDateTime, type LocalDate } from '@tidbok/core';
import { clinicFacts, headOf, type ClinicFacts, type ClinicState } from '@tidbok/sync';
import { loadFacts, readLog, readPractice, readStaged, type Queryable } from '@tidbok/store/clinic';
import { at } from '../../../sync/test/practice.ts';

/** All that a run ever touches. */
export const WEEK = { from: at(0, '00:00'), to: at(7, '00:00') };
const local = {
  from: localDateTime('2026-03-02' as LocalDate, 0),
  to: localDateTime('2026-03-09' as LocalDate, 0),
};

/** What lists hold has no order: sorted by what is written of it. */
export function sorted<T>(list: Iterable<T>): T[] {
  const text = (each: T) => JSON.stringify(each);
  return [...list].toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

type Visit = ClinicFacts['bookings'][number];

function visitView(visit: Visit) {
  const { id, resourceId, practitionerId, templateId, patientId, during, state, source } = visit;
  const { replaces, override, conflict, knownAtSite, registeredAt, occupancies } = visit;
  return {
    ...{ id, resourceId, practitionerId, templateId, patientId, during, state, source },
    ...{ replaces, override, conflict, knownAtSite, registeredAt },
    occupancies: sorted(occupancies.map(({ subjectId, during: when }) => [subjectId, when])),
  };
}

type Read = Pick<
  ClinicFacts,
  'shifts' | 'preblocks' | 'bookings' | 'announced' | 'withdrawals' | 'blocks' | 'unknowns'
> & { readonly claims: readonly { readonly claimId: string; readonly intended: unknown }[] };

function factsView(facts: Read) {
  return {
    shifts: sorted(facts.shifts.map((each) => entriesOf(each))),
    preblocks: sorted(facts.preblocks.map((each) => entriesOf(each))),
    bookings: sorted(facts.bookings.map(visitView)),
    announced: sorted(facts.announced.map((each) => entriesOf(each))),
    withdrawals: sorted(facts.withdrawals.map((each) => entriesOf(each))),
    claims: sorted(facts.claims.map((each) => entriesOf(each))),
    blocks: sorted(
      facts.blocks.map(({ blockId, occupancies }) => ({
        blockId,
        occupancies: sorted(occupancies.map(({ subjectId, during }) => [subjectId, during])),
      })),
    ),
    unknowns: sorted(facts.unknowns.map((each) => entriesOf(each))),
  };
}

/** A value with its keys in order, at every depth. */
export function entriesOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(entriesOf);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs.map(([key, each]) => [key, entriesOf(each)]));
}

export function clinicInMemory(state: ClinicState) {
  const { facts, log } = state;
  return {
    log: log.records,
    head: headOf(log),
    siteCursor: facts.siteCursor,
    frontierAt: facts.frontierAt,
    recovery: facts.recovery,
    leaving: facts.leaving,
    isPaired: facts.paired,
    facts: factsView(clinicFacts(state, WEEK)),
    tombstones: sorted(facts.tombstones),
    cancelled: sorted(state.cancelled.map(({ id }) => id)),
    claims: sorted(state.closedClaims),
    staged: state.staged,
    needsPerson: state.needsPerson.map(({ kind, bookingIds, at: when }) => ({
      kind,
      bookingIds,
      at: when,
    })),
    differences: sorted(
      new Set(state.differences.map(({ bookingId, patientId }) => `${bookingId} ${patientId}`)),
    ),
  };
}

export async function clinicInDatabase(db: Queryable) {
  const practice = await readPractice(db);
  if (practice === null) throw new Error('no practice');
  const facts = await loadFacts(db, { range: WEEK, local, bookingIds: [] });
  return {
    log: await readLog(db, { inc: practice.head.inc, after: 0, limit: 100_000 }),
    head: practice.head,
    siteCursor: practice.siteCursor,
    frontierAt: practice.frontierAt,
    recovery: practice.recovery,
    leaving: practice.leaving,
    isPaired: practice.mode !== 'unpaired',
    facts: factsView(facts),
    ...(await besideFacts(db)),
  };
}

async function besideFacts(db: Queryable) {
  const texts = async (sql: string) => {
    const { rows } = await db.query<{ text: string }>(sql);
    return rows.map(({ text }) => text);
  };
  const closed = await db.query<{ id: string; state: string }>(
    `select claim_id as id, state from claim where state <> 'asked'`,
  );
  const cases = await db.query<{ kind: string; bookingIds: string[]; at: string }>(
    `select kind, booking_ids as "bookingIds", ms_of(at) as at from needs_person order by id`,
  );
  return {
    tombstones: sorted(await texts('select booking_id::text as text from tombstone')),
    cancelled: sorted(
      await texts(`select id::text as text from booking where state = 'cancelled'`),
    ),
    claims: sorted(closed.rows.map(({ id, state }) => [id, state] as const)),
    staged: await readStaged(db),
    needsPerson: cases.rows.map((row) => ({ ...row, at: Number(row.at) })),
    differences: sorted(
      await texts(`select booking_id || ' ' || patient_id as text from detail_difference`),
    ),
  };
}
