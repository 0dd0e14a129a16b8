import type { RefusalCode, RefusalDetails } from '@tidbok/core';
import type { RowVerdict, StagedRow } from '@tidbok/store/clinic';
import type { PracticeTransaction } from '../practice-transaction.ts';
import type { StaffMember } from '../staff.ts';
import type { AnyRecord } from './records.ts';

/** A row of the batch with what it means. */
export interface BatchRow<Record extends AnyRecord> extends Omit<StagedRow, 'record'> {
  readonly record: Record;
}

/** What would become of a batch, and the writing that makes it so. */
export interface BatchPlan {
  readonly verdicts: readonly RowVerdict[];
  readonly write: () => Promise<void>;
}

export interface Planning<Record extends AnyRecord> {
  readonly tx: PracticeTransaction;
  readonly by: StaffMember;
  readonly rows: readonly BatchRow<Record>[];
}

type Row = Pick<StagedRow, 'seq'>;

export function good(row: Row, outcome: 'create' | 'update' | 'unchanged'): RowVerdict {
  return { seq: row.seq, outcome, code: null, details: {} };
}

export function bad(row: Row, code: RefusalCode, details: RefusalDetails = {}): RowVerdict {
  return { seq: row.seq, outcome: 'refused', code, details };
}

/** An id of ours, as our own export writes it. */
export function isOurId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
