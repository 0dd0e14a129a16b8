import {
  addDays,
  daysAsInterval,
  instant,
  localDateTime,
  ok,
  refuse,
  toLocalDate,
  type BookingId,
  type Instant,
  type Interval,
  type LocalDate,
  type Outcome,
  type Refused,
} from '@tidbok/core';
import type { ClinicFacts, ClinicWrite, Moment } from '@tidbok/sync';
import {
  applyWrites,
  inTransaction,
  loadFacts,
  lockPractice,
  violatedConstraint,
  wake,
  type NotedChange,
  type PracticeRow,
  type Queryable,
} from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { clinicFacts } from './clinic-facts.ts';
import { moveRecalls } from './move-recalls.ts';
import { queueMessages } from './queue-messages.ts';
import type { LoadedRegister } from './register-cache.ts';

/** Local days, both included. */
export interface DayRange {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** One transaction under the practice's lock: nothing that it reads can be stale. */
export interface PracticeTransaction {
  readonly context: ClinicContext;
  readonly db: Queryable;
  readonly practice: PracticeRow;
  readonly register: LoadedRegister;
  readonly now: Instant;
  /** Everything a decision may ask about whole local days. */
  readonly facts: (range: DayRange, bookingIds?: readonly BookingId[]) => Promise<ClinicFacts>;
  /** Writes a decision down, and tells the open pages what it touched. */
  readonly write: (
    writes: readonly ClinicWrite[],
    changes: readonly NotedChange[],
  ) => Promise<void>;
  /** The same transaction after it has changed the register. */
  readonly withRegister: (register: LoadedRegister) => PracticeTransaction;
  /** The same transaction after it has changed the practice's row. */
  readonly withPractice: (practice: PracticeRow) => PracticeTransaction;
}

/** Thrown inside to roll back what was written before the refusal. */
class RolledBack extends Error {
  readonly refused: Refused;
  constructor(refused: Refused) {
    super(refused.refusal.code);
    this.refused = refused;
  }
}

/**
 * Locks the practice, lets `work` load, decide and write, commits, then wakes who waits. A refusal
 * rolls back; so does a constraint that says no, which answers the refusal it stands for.
 */
export async function inPractice<T>(
  context: ClinicContext,
  work: (tx: PracticeTransaction) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  let appended = 0;
  let revision: number | null = null;
  const outcome = await inTransaction(context.pool, async (db) => {
    const opened = await openTransaction(context, db);
    if (!opened.ok) throw new RolledBack(opened);
    const write: PracticeTransaction['write'] = async (writes, changes) => {
      const applied = await applyWrites(db, writes, changes);
      await moveRecalls(db, opened.value.register, writes);
      await queueMessages(db, opened.value.register, writes);
      appended += applied.appended;
      revision = applied.revision;
    };
    const result = await work(transactionOn({ ...opened.value, write }));
    if (!result.ok) throw new RolledBack(result);
    return result;
  }).catch(refusalOf);
  if (outcome.ok && revision !== null) await wakeAll(context, { appended, revision });
  return outcome;
}

type Opened = Pick<PracticeTransaction, 'context' | 'db' | 'practice' | 'register' | 'now'>;

async function openTransaction(context: ClinicContext, db: Queryable): Promise<Outcome<Opened>> {
  const practice = await lockPractice(db);
  if (practice === null) return refuse('unknown-practice');
  const register = await context.registers.at(db, practice.registerRevision);
  if (register === null) return refuse('unknown-practice');
  return ok({ context, db, practice, register, now: context.now() });
}

function transactionOn(opened: Opened & Pick<PracticeTransaction, 'write'>): PracticeTransaction {
  const { db, practice, register } = opened;
  return {
    ...opened,
    facts: async (range, bookingIds = []) => {
      const rows = await loadFacts(db, {
        range: daysAsInterval(register.zone, range.from, range.to),
        local: {
          from: localDateTime(range.from, 0),
          to: localDateTime(addDays(range.to, 1), 0),
        },
        bookingIds,
      });
      return clinicFacts({ rows, practice, register, range });
    },
    withRegister: (changed) => transactionOn({ ...opened, register: changed }),
    withPractice: (changed) => transactionOn({ ...opened, practice: changed }),
  };
}

function refusalOf(error: unknown): Refused {
  if (error instanceof RolledBack) return error.refused;
  const constraint = violatedConstraint(error);
  const refused = constraint === null ? undefined : refusalsOfConstraints[constraint]?.();
  if (refused === undefined) throw error;
  return refused;
}

/** What the database refuses when the core has not: the same refusals, by constraint. */
const refusalsOfConstraints: Readonly<Record<string, (() => Refused) | undefined>> = {
  occupancy_free: () => refuse('overlap'),
  booking_pkey: () => refuse('already-exists'),
  shift_practitioner_free: () => refuse('shift-overlap', { subject: 'practitioner' }),
  shift_resource_free: () => refuse('shift-overlap', { subject: 'resource' }),
  absence_not_twice: () => refuse('already-exists', { what: 'absence' }),
  preblock_not_twice: () => refuse('already-exists', { what: 'preblock' }),
  booking_template_online_needs_category: () => refuse('category-required'),
  preblock_kind_categories_ticked: () => refuse('categories-required'),
  treatment_category_name_once: () => refuse('already-exists', { field: 'name' }),
  preblock_kind_name_once: () => refuse('already-exists', { field: 'name' }),
  book_text_name_once: () => refuse('already-exists', { field: 'name' }),
  resource_name_once: () => refuse('already-exists', { field: 'name' }),
  practitioner_number_once: () => refuse('already-exists', { field: 'number' }),
  shared_resource_sign_once: () => refuse('already-exists', { field: 'sign' }),
  patient_identity_number_once: () => refuse('already-exists', { field: 'identityNumber' }),
  booking_template_category: () => refuse('unknown-category'),
  preblock_kind_category_category: () => refuse('unknown-category'),
  preblock_kind_practitioner: () => refuse('unknown-practitioner'),
  list_item_template: () => refuse('unknown-template'),
  list_item_preblock_kind: () => refuse('unknown-kind'),
  list_owner_organisation: () => refuse('unknown-organisation'),
  list_owner_company: () => refuse('unknown-company'),
  list_owner_practitioner: () => refuse('unknown-practitioner'),
  practitioner_clinic: () => refuse('unknown-clinic'),
  practitioner_company: () => refuse('unknown-company'),
  clinic_company: () => refuse('unknown-company'),
  clinic_organisation: () => refuse('unknown-organisation'),
  company_organisation: () => refuse('unknown-organisation'),
  practitioner_resource_resource: () => refuse('unknown-resource'),
  organisation_responsible: () => refuse('unknown-practitioner'),
  company_responsible: () => refuse('unknown-practitioner'),
  pattern_sign_once: () => refuse('already-exists', { field: 'sign' }),
  resource_clinic: () => refuse('unknown-clinic'),
  shared_resource_clinic: () => refuse('unknown-clinic'),
};

export async function wakeAll(
  context: ClinicContext,
  { appended, revision }: { readonly appended: number; readonly revision: number },
): Promise<void> {
  const channels = ['clinic_changed' as const, ...(appended > 0 ? ['clinic_log' as const] : [])];
  // Committed already: listeners that are not woken poll.
  await wake(context.pool, channels, String(revision)).catch((error: unknown) => {
    context.log.warn({ error: String(error) }, 'Nobody could be woken.');
  });
}

/** What every decision takes beside its facts. */
export function momentOf({ now, context }: PracticeTransaction): Moment {
  return { now, newId: context.newId };
}

/** The local days that an interval touches. */
export function daysOf(register: LoadedRegister, during: Interval): DayRange {
  return {
    from: toLocalDate(register.zone, during.from),
    to: toLocalDate(register.zone, instant(during.to - 1)),
  };
}

export function hullOf(ranges: readonly DayRange[]): DayRange | null {
  const [first, ...rest] = ranges;
  if (first === undefined) return null;
  return rest.reduce(
    (hull, range) => ({
      from: range.from < hull.from ? range.from : hull.from,
      to: range.to > hull.to ? range.to : hull.to,
    }),
    first,
  );
}
