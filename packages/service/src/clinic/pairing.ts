import { randomUUID } from 'node:crypto';
import { ok, refuse, type Outcome } from '@tidbok/core';
import { startOf, type LogRecord } from '@tidbok/protocol';
import { createSealingKeyPair } from '@tidbok/seal';
import {
  forgetSite,
  insertKeys,
  keepListening,
  noteDatabase,
  noteChanges,
  readKeys,
  readLink,
  readLog,
  readPractice,
  setPaired,
  wake,
  writeLink,
  type LinkRow,
  type WakeChannel,
} from '@tidbok/store/clinic';
import { announceAll } from './announce-range.ts';
import { changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import { inPractice } from './practice-transaction.ts';
import { resyncIn } from './resync.ts';
import type { Pairing, PairingMaterial, SyncState } from './sync-end.ts';
import { syncState } from './sync-state.ts';

export async function recordsAfter(
  context: ClinicContext,
  seq: number,
  limit: number,
): Promise<readonly LogRecord[]> {
  const row = await readPractice(context.pool);
  if (row === null || row.head.seq <= seq) return [];
  return readLog(context.pool, { inc: row.head.inc, after: seq, limit });
}

/** Makes the practice's sealing keys once. Refuses `unknown-practice`. */
export function pairingMaterial(context: ClinicContext): Promise<Outcome<PairingMaterial>> {
  return inPractice(context, async (tx) => {
    const pair = createSealingKeyPair();
    const { practiceId } = tx.practice;
    await insertKeys(tx.db, practiceId, {
      sealingPublicKey: pair.publicKey,
      sealingPrivateKey: pair.privateKey,
    });
    const keys = await readKeys(tx.db);
    if (keys === null) return refuse('unknown-practice');
    return ok({
      practiceId,
      practiceName: tx.register.practice.name,
      // Paired before: another installation, so that a copy of the old one is told apart.
      installationId: tx.practice.siteCursor.inc === '' ? tx.practice.installationId : randomUUID(),
      sealingPublicKey: keys.sealingPublicKey,
      clinicHead: tx.practice.head,
    });
  });
}

/**
 * From here on the book announces: the catalogue and everything that should be offered. A site that
 * knows the practice already, or a book that was paired before, begins anew with a snapshot (4.4).
 */
export async function rememberPairing(
  context: ClinicContext,
  pairing: Pairing,
): Promise<Outcome<SyncState>> {
  const remembered = await inPractice(context, async (tx) => {
    const isNew = tx.practice.siteCursor.inc === '' && !pairing.known;
    const siteStart = isNew ? startOf(pairing.siteInc) : tx.practice.siteCursor;
    if (isNew) await forgetSite(tx.db);
    await noteDatabase(tx.db);
    await setPaired(tx.db, { ...pairing, siteStart });
    const { siteUrl, installationId } = pairing;
    const places = { siteUrl, installationId, siteCursor: siteStart, leaving: false };
    const paired = tx.withPractice({ ...tx.practice, ...places, mode: 'paired', catalogHash: '' });
    if (isNew) await announceAll(paired, [changedEverywhere('sync')]);
    else await resyncIn(paired, 'whole');
    return ok(null);
  });
  if (!remembered.ok) return remembered;
  const state = await syncState(context);
  return state === null ? refuse('unknown-practice') : ok(state);
}

/** Kept for the status pages; told to the open pages when the connection comes or goes. */
export async function reportLink(context: ClinicContext, link: LinkRow): Promise<void> {
  const before = await readLink(context.pool);
  await writeLink(context.pool, link);
  if (before.connected === link.connected) return;
  const revision = await noteChanges(context.pool, [changedEverywhere('sync')]);
  await wake(context.pool, ['clinic_changed'], String(revision));
}

/** Listens for new own records; answers how to stop. Whoever calls polls too. */
export function onLogGrown({ databaseUrl }: ClinicContext, grown: () => void): () => void {
  const channels: readonly WakeChannel[] = ['clinic_log'];
  return keepListening({ databaseUrl, channels, onWake: grown, onListening: grown });
}
