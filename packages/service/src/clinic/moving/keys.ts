import { createHash } from 'node:crypto';
import type { ImportKind } from './columns.ts';
import type { AnyRecord } from './records.ts';

export interface RowKey {
  /** By its id in the other system where it has one, else by what it says. */
  readonly key: string;
  /** Of all that it says. */
  readonly digest: string;
}

/** What makes the same row of the same file, sent again, the same. */
export function keyOf(kind: ImportKind, record: AnyRecord): RowKey {
  const digest = createHash('sha256').update(JSON.stringify(record)).digest('base64url');
  return { key: ownKey(kind, record) ?? `content:${digest}`, digest };
}

/** Which rows of one file are meant for one and the same thing. */
function ownKey(kind: ImportKind, record: AnyRecord): string | null {
  if ('externalId' in record && record.externalId !== '') return externalKey(record.externalId);
  if (kind === 'practitioners' && 'number' in record) return `number:${record.number}`;
  if ('identityNumber' in record) {
    const number = record.identityNumber ?? record.reserveNumber;
    return number === null ? null : `number:${number}`;
  }
  return null;
}

export function externalKey(id: string): string {
  return `id:${id}`;
}
