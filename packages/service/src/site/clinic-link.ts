import { MINUTE_MS } from '@tidbok/core';
import type { GoawayCode } from '@tidbok/protocol';
import { verify } from '@tidbok/seal';
import {
  isPastLife,
  loadLink,
  loadSiteLog,
  noteContact,
  raiseEpoch,
  type LinkRow,
} from '@tidbok/store/site';
import { isOvertaken, judgeHello, opensLife } from '@tidbok/sync';
import { applyRecords } from './apply-clinic-records.ts';
import type { SiteContext } from './context.ts';
import { DigestWatch, digestAt, EpochWatch, fence, takeUpLife } from './resync.ts';
import type { Admission, Challenged, ClinicLink, Hello } from './site.ts';
import type { Ticker } from './tick.ts';

/** How far the clinic's clock may be off for the frontier to be trusted to jump (0.7). */
const clockToleranceMs = MINUTE_MS;

/** What the gateway asks for the clinics that are connected. */
export function clinicLinkOf(context: SiteContext, ticker: Ticker): ClinicLink {
  const { pool, wakes, now } = context;
  const watches = { epochs: new EpochWatch(), digests: new DigestWatch() };
  return {
    admit: (hello, challenged) => admit(context, watches, { hello, challenged, ticker }),
    applyRecords: async (practiceId, records) => {
      const applied = await applyRecords(context, practiceId, records);
      if (records.some(({ type }) => type === 'CATALOG')) await ticker.tickSoon();
      return applied;
    },
    recordsAfter: (practiceId, page) => loadSiteLog(pool, practiceId, page),
    noteContact: (practiceId, epoch) => noteContact(pool, practiceId, { epoch, at: now() }),
    onLogGrown: (wake) => wakes.follow('log', wake),
    onLookup: (ask) => context.lookups.offer(ask),
    lookedUp: (practiceId, lookupId, parts) =>
      context.lookups.answered(practiceId, lookupId, parts),
  };
}

/** What is remembered of the clinics that came, losable at any time. */
interface Watches {
  readonly epochs: EpochWatch;
  readonly digests: DigestWatch;
}

interface Greeted {
  readonly hello: Hello;
  readonly challenged: Challenged;
}

/**
 * Looks the practice up, judges its HELLO and fences off every older connection. A clinic that
 * begins a new life of its log is taken up; a site that has lost something is fenced.
 */
async function admit(
  context: SiteContext,
  watches: Watches,
  { hello, challenged, ticker }: Greeted & { readonly ticker: Ticker },
): Promise<Admission> {
  const { pool, now, log } = context;
  const { practiceId } = hello;
  const known = await loadLink(pool, practiceId);
  const code = known === null ? 'not-paired' : await judge(context, known, { hello, challenged });
  if (code !== null || known === null) {
    log.warn({ practiceId, code }, 'A clinic was refused.');
    if (code === 'resync') await fence(context, practiceId);
    return { type: 'refused', code: code ?? 'not-paired' };
  }
  const begins = opensLife(hello, known.clinicCursor);
  if (begins) await takeUpLife(context, hello, known);
  const epoch = await raiseEpoch(pool, practiceId, now());
  const places = begins ? await loadLink(pool, practiceId) : known;
  if (epoch === null || places === null) return { type: 'refused', code: 'not-paired' };
  await lookAt(context, watches.epochs, { hello, ticker });
  log.info({ practiceId, epoch }, 'A clinic connected.');
  const { clinicCursor, siteHead, frontierAt } = places;
  const isQuiet =
    clinicCursor.seq === hello.clinicHead.seq && siteHead.seq === hello.siteCursor.seq;
  const isDue = isQuiet && places.mode === 'paired' && watches.digests.isDue(practiceId, now());
  const digest = isDue ? await digestAt(context, practiceId) : null;
  return { type: 'admitted', epoch, clinicCursor, siteHead, frontierAt, digest };
}

/** Connections that fight each other, and a clock that is off, are noticed at every HELLO. */
async function lookAt(
  { now, log }: SiteContext,
  epochs: EpochWatch,
  { hello, ticker }: { readonly hello: Hello; readonly ticker: Ticker },
): Promise<void> {
  const { practiceId } = hello;
  if (epochs.isFight(practiceId, now())) {
    log.error({ practiceId }, 'ALARM: a practice connects over and over: two computers?');
  }
  const drift = hello.clinicTime - now();
  if (Math.abs(drift) <= clockToleranceMs) await ticker.clocksAgree(practiceId);
  else log.warn({ practiceId, drift }, 'The clinic’s clock and this one disagree.');
}

async function judge(
  { pool }: SiteContext,
  known: LinkRow,
  { hello, challenged }: Greeted,
): Promise<GoawayCode | null> {
  const { inc } = hello.clinicHead;
  // Another life than the one that is read: is it one that is over?
  const isOther = inc !== known.clinicCursor.inc;
  const isPast = isOther && (await isPastLife(pool, hello.practiceId, inc));
  return judgeHello(
    {
      ...known,
      halted: known.mode === 'halted',
      recovers: known.mode === 'recover',
      pastLives: new Set(isPast ? [inc] : []),
      isOvertaken: isOvertaken(known.admittedAgoMs, challenged.agoMs),
    },
    hello,
    { nonce: challenged.nonce, verify },
  );
}
