import type { Instant, RefusalDetails } from '@tidbok/core';
import type { ImportKind } from './columns.ts';

export type ImportState = 'receiving' | 'checking' | 'read' | 'applying' | 'done' | 'cancelled';
export type RowOutcome = 'waiting' | 'create' | 'update' | 'unchanged' | 'refused';

/** How a file is read: found out by looking at it, and open to correction. */
export interface FileHead {
  readonly format: 'csv' | 'icalendar';
  readonly encoding: 'utf-8' | 'windows-1252';
  /** Of CSV. */
  readonly delimiter: string;
  readonly columns: readonly string[];
  /** The first rows, by column. */
  readonly sample: readonly Readonly<Record<string, string>>[];
  readonly rows: number;
  /** Which column is meant for each field; null: none was found. */
  readonly guess: Readonly<Record<string, string | null>>;
}

/** One file on its way in. */
export interface ImportView {
  readonly id: string;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly state: ImportState;
  readonly createdAt: Instant;
  /** The column of each field, once staff have said how the file is to be read. */
  readonly mapping: Readonly<Record<string, string | null>> | null;
  readonly total: number;
  /** Rows that the present step is through with. */
  readonly done: number;
  readonly counts: Readonly<Record<RowOutcome, number>>;
  /** Rows that stand in the register or the book by now. */
  readonly applied: number;
}

/** What would become, or became, of one row. */
export interface ImportRowView {
  readonly line: number;
  readonly label: string;
  readonly outcome: RowOutcome;
  /** A refusal's code; null: nothing stands against it. */
  readonly code: string | null;
  readonly details: RefusalDetails;
  readonly applied: boolean;
}

export interface ExportedFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
  readonly count: number;
}
