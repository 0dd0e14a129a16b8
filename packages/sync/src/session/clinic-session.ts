import { instant, type Instant } from '@tidbok/core';
import {
  isSamePosition,
  PROTOCOL_RANGE,
  type ClinicFrame,
  type GoawayCode,
  type Position,
  type SiteFrame,
} from '@tidbok/protocol';
import type {
  Answer,
  ClinicSession,
  ClinicSessionEffect,
  ClinicSessionEvent,
  ClinicSessionStep,
  Lookup,
  Refused,
  SessionMoment,
} from './clinic-session-types.ts';
import {
  frameCame,
  isAtRest,
  logGrew,
  openStream,
  recordsApplied,
  recordsRead,
  streamTick,
  type Stream,
  type StreamFrame,
  type StreamStep,
} from './stream.ts';
import {
  GREET_ANEW_AFTER_MS,
  HANDSHAKE_MS,
  RECONNECT_CAP_MS,
  RECONNECT_SITE_WIDE_CAP_MS,
  reconnectDelay,
} from './timers.ts';

type Welcome = Extract<SiteFrame, { type: 'WELCOME' }>;

export const NEW_CLINIC_SESSION: ClinicSession = {
  type: 'waiting',
  attempt: 0,
  retryAt: instant(0),
};

export function clinicSessionStep(
  session: ClinicSession,
  event: ClinicSessionEvent,
  moment: SessionMoment,
): ClinicSessionStep {
  switch (event.type) {
    case 'start':
      return isDown(session) ? connect(0, moment.now) : still(session);
    case 'stop':
      return goAway(session, 'shutting-down');
    case 'closed':
      return isDown(session) ? still(session) : retry(session, { because: 'closed' }, moment);
    case 'tick':
      return tick(session, moment);
    case 'hello-ready':
      return session.type === 'greeting'
        ? { session: { ...session, hello: event.hello }, sends: [event.hello], effects: [] }
        : still(session);
    case 'frame':
      return frame(session, event.frame, moment);
    case 'log-grew':
      return inStream(session, moment, (stream) => logGrew(stream));
    case 'log-read':
      return inStream(session, moment, (stream) => recordsRead(stream, event, moment.now));
    case 'applied':
      return applied(session, event, moment);
    case 'looked-up':
      return lookedUp(session, event.answer);
  }
}

function isDown({ type }: ClinicSession): boolean {
  return type === 'stopped' || type === 'waiting';
}

function still(session: ClinicSession): ClinicSessionStep {
  return { session, sends: [], effects: [] };
}

function connect(attempt: number, now: Instant, refused?: Refused): ClinicSessionStep {
  const giveUpAt = instant(now + HANDSHAKE_MS);
  const doubt = refused === undefined ? {} : { refused };
  return {
    session: { type: 'greeting', attempt, giveUpAt, hello: null, ...doubt },
    sends: [],
    effects: [{ type: 'connect' }],
  };
}

type Down = Extract<ClinicSessionEffect, { type: 'link-down' }>['because'];

interface Reason {
  readonly because: Down;
  readonly atLeastMs?: number;
  readonly capMs?: number;
  readonly refused?: Refused;
}

function retry(
  session: ClinicSession,
  { because, atLeastMs = 0, capMs = RECONNECT_CAP_MS, ...doubt }: Reason,
  { now, random }: SessionMoment,
): ClinicSessionStep {
  const attempt = session.type === 'greeting' ? session.attempt + 1 : 0;
  const delay = atLeastMs + reconnectDelay(attempt, random, capMs);
  return {
    session: { type: 'waiting', attempt, retryAt: instant(now + delay), ...doubt },
    sends: [],
    effects: [{ type: 'close' }, { type: 'link-down', because }],
  };
}

function goAway(session: ClinicSession, code: GoawayCode): ClinicSessionStep {
  const sends: ClinicFrame[] =
    session.type === 'open' ? [{ type: 'GOAWAY', code, retryAfterMs: 0 }] : [];
  return {
    session: { type: 'stopped', because: code },
    sends,
    effects: [{ type: 'close' }, { type: 'link-down', because: code }],
  };
}

function tick(session: ClinicSession, moment: SessionMoment): ClinicSessionStep {
  switch (session.type) {
    case 'waiting':
      return moment.now >= session.retryAt
        ? connect(session.attempt, moment.now, session.refused)
        : still(session);
    case 'greeting':
      return moment.now >= session.giveUpAt
        ? retry(session, { because: 'silent' }, moment)
        : still(session);
    case 'open': {
      if (moment.now - session.since >= GREET_ANEW_AFTER_MS && isAtRest(session.stream)) {
        return retry(session, { because: 'greets-anew' }, moment);
      }
      const step = streamTick(session.stream, moment.now);
      if (step === 'dead') return retry(session, { because: 'silent' }, moment);
      return taken(session, step, moment);
    }
    case 'stopped':
      return still(session);
  }
}

type Open = Extract<ClinicSession, { type: 'open' }>;

function inStream(
  session: ClinicSession,
  moment: SessionMoment,
  move: (stream: Stream) => StreamStep,
): ClinicSessionStep {
  return session.type === 'open' ? taken(session, move(session.stream), moment) : still(session);
}

function taken(session: Open, step: StreamStep, moment: SessionMoment): ClinicSessionStep {
  if (step.diverged === true) return goAway(session, 'log-diverged');
  if (step.begunAnew === true) return retry(session, { because: 'greets-anew' }, moment);
  return {
    session: { ...session, stream: step.stream },
    sends: step.sends,
    effects: step.effects,
  };
}

function applied(
  session: ClinicSession,
  event: Extract<ClinicSessionEvent, { type: 'applied' }>,
  moment: SessionMoment,
): ClinicSessionStep {
  const { result, cursor } = event;
  if (result === 'halted') return goAway(session, 'halted');
  // The site's log goes on from another past: the site was restored, and did not notice.
  if (result === 'diverged' && session.type === 'open') return resync(session, 'whole', moment);
  const outcome = { result, cursor };
  return inStream(session, moment, (stream) => recordsApplied(stream, outcome, moment.now));
}

function frame(
  session: ClinicSession,
  came: SiteFrame | null,
  moment: SessionMoment,
): ClinicSessionStep {
  if (came === null) {
    const bad: ClinicFrame = { type: 'GOAWAY', code: 'bad-frame', retryAfterMs: 0 };
    const step = retry(session, { because: 'bad-frame' }, moment);
    return { ...step, sends: [bad] };
  }
  switch (came.type) {
    case 'CHALLENGE':
      return session.type === 'greeting'
        ? { session, sends: [], effects: [{ type: 'greet', nonce: came.nonce }] }
        : still(session);
    case 'WELCOME':
      return welcomed(session, came, moment);
    case 'GOAWAY':
      return sentAway(session, came, moment);
    case 'LOOKUP':
      return asked(session, came, moment);
    case 'DATA':
    case 'ACK':
    case 'PING':
    case 'PONG':
      return inEpoch(session, came, moment);
  }
}

function asked(
  session: ClinicSession,
  { epoch, lookupId, answerKey, sealed }: Lookup,
  { now }: SessionMoment,
): ClinicSessionStep {
  if (session.type !== 'open' || epoch !== session.stream.epoch) return still(session);
  const heard = { ...session, stream: { ...session.stream, lastHeardAt: now } };
  return {
    session: heard,
    sends: [],
    effects: [{ type: 'look-up', question: { epoch, lookupId, answerKey, sealed } }],
  };
}

/** An answer that comes when its connection has ended is nobody's any more. */
function lookedUp(session: ClinicSession, answer: Omit<Answer, 'type'>): ClinicSessionStep {
  if (session.type !== 'open' || answer.epoch !== session.stream.epoch) return still(session);
  return { session, sends: [{ type: 'LOOKED_UP', ...answer }], effects: [] };
}

/** A frame of another epoch belongs to another connection: it says nothing here (I8). */
function inEpoch(
  session: ClinicSession,
  came: StreamFrame,
  moment: SessionMoment,
): ClinicSessionStep {
  if (session.type !== 'open' || came.epoch !== session.stream.epoch) return still(session);
  return taken(session, frameCame(session.stream, came, moment.now), moment);
}

function welcomed(
  session: ClinicSession,
  welcome: Welcome,
  { now }: SessionMoment,
): ClinicSessionStep {
  if (session.type !== 'greeting' || session.hello === null) return still(session);
  const { clinicHead, siteCursor } = session.hello;
  const { min, max } = PROTOCOL_RANGE;
  if (welcome.protocol < min || welcome.protocol > max) {
    return goAway(session, 'protocol-unsupported');
  }
  if (!continues(welcome.clinicCursor, clinicHead) || !continues(siteCursor, welcome.siteHead)) {
    return goAway(session, 'log-diverged');
  }
  const places = { epoch: welcome.epoch, peerHas: welcome.clinicCursor, applied: siteCursor };
  const { stream, sends, effects } = openStream(places, now);
  const isQuiet =
    welcome.clinicCursor.seq === clinicHead.seq && siteCursor.seq === welcome.siteHead.seq;
  const digest = isQuiet ? welcome.digest : null;
  const { epoch, siteTime } = welcome;
  const up = { type: 'link-up', epoch, siteTime, digest } as const;
  return { session: { type: 'open', since: now, stream }, sends, effects: [up, ...effects] };
}

/**
 * A reader's place fits a log's head: same life of the log, not beyond its end, and at the end the
 * same hash. A log that ends before what was read of it was restored from a backup (4.1, 4.2).
 */
export function continues(cursor: Position, head: Position): boolean {
  if (cursor.inc !== head.inc || cursor.seq > head.seq) return false;
  return cursor.seq < head.seq || cursor.hash === head.hash;
}

/** Codes after which trying again cannot help before a person has done something. */
const FINAL: ReadonlySet<GoawayCode> = new Set<GoawayCode>([
  'not-paired',
  'bad-signature',
  'repair-required',
  'protocol-unsupported',
  'log-diverged',
  'halted',
]);
/** Without a person's help these are tried again, seldom: the other end may have been mended. */
export const RETRY_AFTER_FINAL_MS = 20_000;
/** Another connection of this installation took over: do not fight it. */
export const RETRY_AFTER_FENCED_MS = 30_000;

/** How long the new life of the log may take to be written before the next try. */
export const RETRY_AFTER_RESYNC_MS = 1_000;

function resync(
  session: ClinicSession,
  because: 'restored' | 'whole',
  moment: SessionMoment,
): ClinicSessionStep {
  const reason: Reason = { because: 'resync', atLeastMs: RETRY_AFTER_RESYNC_MS };
  const step = retry(session, reason, moment);
  const saidHead = session.type === 'greeting' ? (session.hello?.clinicHead ?? null) : null;
  return { ...step, effects: [...step.effects, { type: 'begin-resync', because, saidHead }] };
}

/** Twice the same head, or so often in a row: the logs have parted. */
const MOST_DOUBTS = 8;

/**
 * On a slow line a HELLO may be overtaken by later records of the same log, which another program
 * on this database sent: then the next one names a later head. What is true is so of that one too.
 */
function doubted(session: ClinicSession, moment: SessionMoment): ClinicSessionStep {
  if (session.type !== 'greeting' || session.hello === null) return goAway(session, 'log-diverged');
  const { hello, refused } = session;
  const isSame = refused !== undefined && isSamePosition(refused.head, hello.clinicHead);
  const times = (refused?.times ?? 0) + 1;
  return isSame || times > MOST_DOUBTS
    ? goAway(session, 'log-diverged')
    : retry(session, { because: 'doubted', refused: { head: hello.clinicHead, times } }, moment);
}

function sentAway(
  session: ClinicSession,
  { code, retryAfterMs }: Extract<SiteFrame, { type: 'GOAWAY' }>,
  moment: SessionMoment,
): ClinicSessionStep {
  if (session.type === 'stopped' || session.type === 'waiting') return still(session);
  if (code === 'log-diverged') return doubted(session, moment);
  if (code === 'resync' || code === 'resync-restored') {
    return resync(session, code === 'resync' ? 'whole' : 'restored', moment);
  }
  const atLeast = FINAL.has(code)
    ? RETRY_AFTER_FINAL_MS
    : code === 'fenced'
      ? RETRY_AFTER_FENCED_MS
      : 0;
  const capMs = code === 'shutting-down' ? RECONNECT_SITE_WIDE_CAP_MS : RECONNECT_CAP_MS;
  const atLeastMs = Math.max(atLeast, retryAfterMs);
  return retry(session, { because: code, atLeastMs, capMs }, moment);
}
