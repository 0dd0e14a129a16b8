import { readPractice } from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import type { SyncState } from './sync-end.ts';

/** Where the clinic's end stands; null before a practice has been loaded. */
export async function syncState(context: ClinicContext): Promise<SyncState | null> {
  const row = await readPractice(context.pool);
  if (row === null) return null;
  return {
    practiceId: row.practiceId,
    installationId: row.installationId,
    mode: row.mode,
    siteUrl: row.siteUrl,
    clinicHead: row.head,
    siteCursor: row.siteCursor,
    frontierAt: row.frontierAt,
    haltedBecause: row.haltedBecause,
  };
}
