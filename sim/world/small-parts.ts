import type { ClinicEntry, SiteEntry, SnapshotEntry } from '@tidbok/protocol';
import type { ClinicWrite, SiteWrite } from '@tidbok/sync';

const ROWS = 3;

type Write = ClinicWrite | SiteWrite;
type Append = Extract<Write, { type: 'append' }> & { readonly entry: SnapshotEntry };

/** A snapshot in parts of few rows: so one comes of a practice that has thousands of them (4.9). */
export function inSmallParts<W extends Write>(writes: readonly W[]): readonly (W | Append)[] {
  const told = writes.flatMap((write): readonly Append[] => appendOfSnapshot(write));
  const [begin] = told;
  if (begin?.entry.type !== 'SNAP_BEGIN') return writes;
  const { at } = begin;
  const entries = cutSmall(begin.entry, told);
  return [
    ...writes.filter((write) => appendOfSnapshot(write).length === 0),
    ...entries.map((entry): Append => ({ type: 'append', entry, at })),
  ];
}

function cutSmall(
  begin: Extract<SnapshotEntry, { type: 'SNAP_BEGIN' }>,
  told: readonly Append[],
): readonly SnapshotEntry[] {
  const rows = told.flatMap(({ entry }) => (entry.type === 'SNAP_PART' ? entry.rows : []));
  const parts = Math.ceil(rows.length / ROWS);
  const cut = Array.from({ length: parts }, (_, i): SnapshotEntry => ({
    type: 'SNAP_PART',
    part: i + 1,
    rows: rows.slice(i * ROWS, (i + 1) * ROWS),
  }));
  return [{ ...begin, parts }, ...cut, { type: 'SNAP_END', parts }];
}

function appendOfSnapshot(write: Write): readonly Append[] {
  if (write.type !== 'append' || !isOfSnapshot(write.entry)) return [];
  return [{ type: 'append', entry: write.entry, at: write.at }];
}

function isOfSnapshot(entry: ClinicEntry | SiteEntry): entry is SnapshotEntry {
  return entry.type === 'SNAP_BEGIN' || entry.type === 'SNAP_PART' || entry.type === 'SNAP_END';
}
