import { instant, type Instant } from '@tidbok/core';
import {
  commonVersion,
  helloText,
  LOOKUP_VERSION,
  PROTOCOL_RANGE,
  RESYNC_VERSION,
  type ClinicFrame,
  type GoawayCode,
  type Position,
  type SiteFrame,
} from '@tidbok/protocol';
import { opensLife } from '../resync/merge.ts';
import { continues } from './clinic-session.ts';
import {
  frameCame,
  logGrew,
  openStream,
  recordsApplied,
  recordsRead,
  streamTick,
  type Stream,
  type StreamEffect,
  type StreamEvent,
  type StreamStep,
} from './stream.ts';
import { HANDSHAKE_MS } from './timers.ts';

type Hello = Extract<ClinicFrame, { type: 'HELLO' }>;
type Answer = Extract<ClinicFrame, { type: 'LOOKED_UP' }>;
export type LookupQuestion = Omit<Extract<SiteFrame, { type: 'LOOKUP' }>, 'type' | 'epoch'>;

/** The site's end of one connection. */
export type SiteSession =
  | {
      readonly type: 'challenging';
      readonly nonce: string;
      readonly giveUpAt: Instant;
      /** The HELLO whose sender is being looked up. */
      readonly hello: Hello | null;
    }
  | {
      readonly type: 'open';
      readonly hello: Hello;
      /** The version that both speak. */
      readonly protocol: number;
      readonly stream: Stream;
    }
  | { readonly type: 'ended' };

export type SiteSessionEvent =
  | StreamEvent
  | { readonly type: 'frame'; readonly frame: ClinicFrame | null }
  /** The HELLO was found good and the epoch raised in the database. */
  | {
      readonly type: 'admitted';
      readonly epoch: number;
      readonly clinicCursor: Position;
      readonly siteHead: Position;
      readonly frontierAt: Instant;
      /** Of what both should agree on (`digestText`); left out: not taken this time. */
      readonly digest?: string | null;
    }
  | { readonly type: 'refused'; readonly code: GoawayCode }
  /** A newer connection of this practice was admitted, here or at another node. */
  | { readonly type: 'fenced' }
  | { readonly type: 'closing'; readonly retryAfterMs: number }
  | { readonly type: 'closed' }
  /** A person asks what the clinic has booked for them. */
  | { readonly type: 'look-up'; readonly question: LookupQuestion }
  | { readonly type: 'tick' };

export type SiteSessionEffect =
  | StreamEffect
  /** Look up the practice, `judgeHello`, raise the epoch; answer `admitted` or `refused`. */
  | { readonly type: 'admit'; readonly hello: Hello }
  /** The clinic's answer to a question, or null: it cannot answer. Losable, never kept. */
  | {
      readonly type: 'looked-up';
      readonly lookupId: string;
      readonly parts: readonly string[] | null;
    }
  | { readonly type: 'close' };

export interface SiteSessionStep {
  readonly session: SiteSession;
  readonly sends: readonly SiteFrame[];
  readonly effects: readonly SiteSessionEffect[];
}

/** A clinic has connected. `nonce`: 32 random bytes, base64. */
export function challenge(nonce: string, now: Instant): SiteSessionStep {
  const giveUpAt = instant(now + HANDSHAKE_MS);
  return {
    session: { type: 'challenging', nonce, giveUpAt, hello: null },
    sends: [{ type: 'CHALLENGE', nonce }],
    effects: [],
  };
}

export function siteSessionStep(
  session: SiteSession,
  event: SiteSessionEvent,
  now: Instant,
): SiteSessionStep {
  switch (event.type) {
    case 'frame':
      return frame(session, event.frame, now);
    case 'admitted':
      return welcome(session, event, now);
    case 'refused':
      return sendAway(session, event.code);
    case 'fenced':
      return sendAway(session, 'fenced');
    case 'closing':
      return sendAway(session, 'shutting-down', event.retryAfterMs);
    case 'closed':
      return { session: { type: 'ended' }, sends: [], effects: [] };
    case 'log-grew':
      return inStream(session, (stream) => logGrew(stream));
    case 'log-read':
      return inStream(session, (stream) => recordsRead(stream, event, now));
    case 'applied': {
      const { result, cursor } = event;
      if (result === 'halted') return sendAway(session, 'halted');
      return inStream(session, (stream) => recordsApplied(stream, { result, cursor }, now));
    }
    case 'look-up':
      return lookUp(session, event.question);
    case 'tick':
      return tick(session, now);
  }
}

function still(session: SiteSession): SiteSessionStep {
  return { session, sends: [], effects: [] };
}

function sendAway(session: SiteSession, code: GoawayCode, retryAfterMs = 0): SiteSessionStep {
  if (session.type === 'ended') return still(session);
  return {
    session: { type: 'ended' },
    sends: [{ type: 'GOAWAY', code, retryAfterMs }],
    effects: [{ type: 'close' }],
  };
}

function inStream(session: SiteSession, move: (stream: Stream) => StreamStep): SiteSessionStep {
  if (session.type !== 'open') return still(session);
  const { stream, sends, effects, diverged, begunAnew } = move(session.stream);
  if (diverged === true) return sendAway(session, 'log-diverged');
  // By a newer connection.
  if (begunAnew === true) return sendAway(session, 'fenced');
  return { session: { ...session, stream }, sends, effects };
}

function tick(session: SiteSession, now: Instant): SiteSessionStep {
  switch (session.type) {
    case 'challenging':
      return now >= session.giveUpAt ? sendAway(session, 'bad-frame') : still(session);
    case 'open': {
      const step = streamTick(session.stream, now);
      if (step !== 'dead') return inStream(session, () => step);
      return { session: { type: 'ended' }, sends: [], effects: [{ type: 'close' }] };
    }
    case 'ended':
      return still(session);
  }
}

function frame(session: SiteSession, came: ClinicFrame | null, now: Instant): SiteSessionStep {
  if (came === null) return sendAway(session, 'bad-frame');
  switch (came.type) {
    case 'HELLO':
      if (session.type !== 'challenging' || session.hello !== null) {
        return sendAway(session, 'bad-frame');
      }
      return {
        session: { ...session, hello: came },
        sends: [],
        effects: [{ type: 'admit', hello: came }],
      };
    case 'GOAWAY':
      return { session: { type: 'ended' }, sends: [], effects: [{ type: 'close' }] };
    case 'LOOKED_UP':
      return answered(session, came, now);
    case 'DATA':
    case 'ACK':
    case 'PING':
    case 'PONG':
      if (session.type !== 'open') return sendAway(session, 'bad-frame');
      if (came.epoch !== session.stream.epoch) return still(session);
      return inStream(session, (stream) => frameCame(stream, came, now));
  }
}

/** An older clinic knows no such question: it is answered as by one that cannot tell. */
function lookUp(session: SiteSession, question: LookupQuestion): SiteSessionStep {
  if (session.type !== 'open') return still(session);
  const { lookupId } = question;
  if (session.protocol < LOOKUP_VERSION) {
    return { session, sends: [], effects: [{ type: 'looked-up', lookupId, parts: null }] };
  }
  const { epoch } = session.stream;
  return { session, sends: [{ type: 'LOOKUP', epoch, ...question }], effects: [] };
}

function answered(session: SiteSession, came: Answer, now: Instant): SiteSessionStep {
  if (session.type !== 'open') return sendAway(session, 'bad-frame');
  if (came.epoch !== session.stream.epoch) return still(session);
  const { lookupId, parts } = came;
  const heard = { ...session, stream: { ...session.stream, lastHeardAt: now } };
  return { session: heard, sends: [], effects: [{ type: 'looked-up', lookupId, parts }] };
}

function welcome(
  session: SiteSession,
  admitted: Extract<SiteSessionEvent, { type: 'admitted' }>,
  now: Instant,
): SiteSessionStep {
  if (session.type !== 'challenging' || session.hello === null) return still(session);
  const { hello } = session;
  const protocol = commonVersion(PROTOCOL_RANGE, hello.protocol);
  if (protocol === null) return sendAway(session, 'protocol-unsupported');
  const { epoch, clinicCursor, siteHead, frontierAt } = admitted;
  const places = { epoch, peerHas: hello.siteCursor, applied: clinicCursor };
  const { stream, sends, effects } = openStream(places, now);
  const greeting: SiteFrame = {
    type: 'WELCOME',
    epoch,
    protocol,
    clinicCursor,
    siteHead,
    siteTime: now,
    frontierAt,
    digest: admitted.digest ?? null,
  };
  return {
    session: { type: 'open', hello, protocol, stream },
    sends: [greeting, ...sends],
    effects,
  };
}

/** What the site knows of a practice that says HELLO. */
export interface KnownPractice {
  readonly installationId: string;
  readonly signingPublicKey: string;
  readonly halted: boolean;
  /** Its `inc` is the clinic's own from the pairing on. */
  readonly clinicCursor: Position;
  readonly siteHead: Position;
  /** The site is fenced (4.2), or waits for the whole of the clinic's snapshot. */
  readonly recovers?: boolean;
  /** Lives of the clinic's log that are over. */
  readonly pastLives?: ReadonlySet<string>;
  /** The last record of the site's log that is kept no longer; 0 while all are kept. */
  readonly floor?: number;
  /** A newer connection was admitted already: what this one says is no longer so. */
  readonly isOvertaken?: boolean;
}

/**
 * A HELLO that took longer than a newer connection's: the practice was admitted after this one was
 * challenged. Both in milliseconds until now; a clock that was set back in between says nothing.
 */
export function isOvertaken(admittedAgoMs: number | null, challengedAgoMs: number): boolean {
  return admittedAgoMs !== null && admittedAgoMs >= 0 && admittedAgoMs < challengedAgoMs;
}

/** Null when the HELLO may be welcomed; else why not. `verify` is Ed25519, passed in. */
export function judgeHello(
  known: KnownPractice | null,
  hello: Hello,
  challenge_: {
    readonly nonce: string;
    readonly verify: (publicKey: string, text: string, signature: string) => boolean;
  },
): GoawayCode | null {
  if (known === null) return 'not-paired';
  if (hello.nonce !== challenge_.nonce) return 'bad-signature';
  if (!challenge_.verify(known.signingPublicKey, helloText(hello), hello.signature)) {
    return 'bad-signature';
  }
  if (hello.installationId !== known.installationId) return 'repair-required';
  if (known.isOvertaken === true) return 'fenced';
  if (commonVersion(PROTOCOL_RANGE, hello.protocol) === null) return 'protocol-unsupported';
  // A person's way out of a halt: to begin anew.
  if (known.halted && !opensLife(hello, known.clinicCursor)) return 'halted';
  const misfit = whyLogsDoNotFit(known, hello);
  if (hello.protocol.max >= RESYNC_VERSION) return misfit;
  // An older clinic knows no new beginning: it stops for a person, or waits until it is newer.
  if (known.recovers === true) return 'protocol-unsupported';
  return misfit === null ? null : 'log-diverged';
}

/**
 * A log that goes on from another past than the one that was read is a second writer's: for a
 * person. One that ends before what was read of it was restored: both begin anew.
 */
function whyLogsDoNotFit(known: KnownPractice, hello: Hello): GoawayCode | null {
  const { clinicCursor, siteHead } = known;
  const { clinicHead, siteCursor } = hello;
  if (clinicHead.inc !== clinicCursor.inc) {
    if (known.pastLives?.has(clinicHead.inc) === true) return 'log-diverged';
    return opensLife(hello, clinicCursor) ? null : 'resync';
  }
  if (clinicHead.seq < clinicCursor.seq) return 'resync-restored';
  if (!continues(clinicCursor, clinicHead)) return 'log-diverged';
  const isKept = siteCursor.seq >= (known.floor ?? 0);
  return isKept && continues(siteCursor, siteHead) ? null : 'resync';
}
