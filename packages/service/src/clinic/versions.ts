import { createHash } from 'node:crypto';
import { ok, refuse, type Outcome } from '@tidbok/core';
import type { LoadedRegister } from './register-cache.ts';

/** The parts of the register that pages change one row of. */
export type SettingTable =
  | 'organisations'
  | 'companies'
  | 'clinics'
  | 'practitioners'
  | 'resources'
  | 'sharedResources'
  | 'patternSigns'
  | 'categories'
  | 'kinds'
  | 'templates'
  | 'bookTexts'
  | 'lists';

interface Row {
  readonly id: string;
}

/** A row with the mark of how it stood when it was read. */
export type Versioned<T> = T & { readonly version: string };

/** The row that somebody is about to change, and how it stood when they read it. */
export interface Seen {
  readonly table: SettingTable;
  readonly id: string;
  /** null: they do not say, and the last one to save wins. */
  readonly version: string | null;
}

const markLength = 16;

/** The same for the same content, whoever reads it and when. */
export function versionOf(row: Row): string {
  return createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, markLength);
}

export function versioned<T extends Row>(rows: readonly T[]): Versioned<T>[] {
  return rows.map((row) => ({ ...row, version: versionOf(row) }));
}

/** Refuses `changed-meanwhile` when the row is not as it was read, or is gone. */
export function stillAsSeen(register: LoadedRegister, seen: Seen): Outcome<null> {
  if (seen.version === null) return ok(null);
  const rows: readonly Row[] = register[seen.table];
  const row = rows.find(({ id }) => id === seen.id);
  return row !== undefined && versionOf(row) === seen.version
    ? ok(null)
    : refuse('changed-meanwhile');
}
