import { HOUR_MS, instant, ok } from '@tidbok/core';
import { forgetOldRecords, holdPlace, loadNeedsPerson, readLink } from '@tidbok/store/clinic';
import { applySiteRecords } from './apply-site-records.ts';
import type { ClinicContext } from './context.ts';
import { DailyAnnouncement } from './daily-announcement.ts';
import { examine } from './examine.ts';
import { halt } from './halt.ts';
import { lookUp } from './look-up.ts';
import { openBook } from './open-book.ts';
import {
  onLogGrown,
  pairingMaterial,
  recordsAfter,
  rememberPairing,
  reportLink,
} from './pairing.ts';
import { inPractice } from './practice-transaction.ts';
import { beginResync, digestOfBook, goOnLeaving, leaveSite } from './resync.ts';
import { syncState } from './sync-state.ts';
import type { ClientStatus, SyncEnd } from './sync-end.ts';

export function syncEndOf(context: ClinicContext): SyncEnd {
  const daily = new DailyAnnouncement();
  return {
    syncState: () => syncState(context),
    recordsAfter: (seq, limit) => recordsAfter(context, seq, limit),
    applySiteRecords: (records) => applySiteRecords(context, records),
    pairingMaterial: () => pairingMaterial(context),
    rememberPairing: (pairing) => rememberPairing(context, pairing),
    beginResync: (because, saidHead) => beginResync(context, because, saidHead),
    digest: () => digestOfBook(context),
    leaveSite: () => leaveSite(context),
    takePlace: (onLost) => holdPlace(context.databaseUrl, onLost),
    lookUp: (question) => lookUp(context, question),
    reportLink: (link) => reportLink(context, link),
    tick: () => tick(context, daily),
    halt: async (seq, because) => {
      await halt(context, seq, because);
    },
    onLogGrown: (wake) => onLogGrown(context, wake),
    status: () => status(context),
    examine: () => examine(context),
  };
}

/** Own records that the site has acknowledged are kept so long. */
const keepLogDays = 90;

/** Time passes: what it has made void is withdrawn, what has come due is announced. */
async function tick(context: ClinicContext, daily: DailyAnnouncement): Promise<void> {
  await daily.go(context);
  await inPractice(context, async (tx) => {
    if (tx.practice.leaving) await goOnLeaving(tx);
    await forgetOldRecords(tx.db, instant(tx.now - keepLogDays * 24 * HOUR_MS));
    return ok(null);
  });
}

async function status(context: ClinicContext): Promise<ClientStatus> {
  const book = await openBook(context);
  if (book === null) return unloaded;
  const { practice, register } = book;
  const [link, needsPerson] = [await readLink(context.pool), await loadNeedsPerson(context.pool)];
  return {
    paired: practice.mode !== 'unpaired',
    practice: { id: practice.practiceId, name: register.practice.name },
    clinics: register.clinics.map(({ id, name }) => ({ id, name })),
    connected: link.connected,
    connectedSince: link.connectedSince,
    lastExchangeAt: link.lastExchangeAt,
    waitingOut: Math.max(0, practice.head.seq - link.acked),
    waitingIn: link.waitingIn,
    frontier: practice.frontierAt > 0 ? practice.frontierAt : null,
    mode: practice.mode,
    needsPerson,
  };
}

const unloaded: ClientStatus = {
  paired: false,
  practice: null,
  clinics: [],
  connected: false,
  connectedSince: null,
  lastExchangeAt: null,
  waitingOut: 0,
  waitingIn: 0,
  frontier: null,
  mode: 'unpaired',
  needsPerson: [],
};
