import type { Instant } from '@tidbok/core';
import {
  DATA_BODY_BUDGET,
  MAX_RECORDS_PER_DATA,
  type LogRecord,
  type Position,
} from '@tidbok/protocol';
import {
  ACK_AFTER_MS,
  ACK_BATCH,
  DEAD_AFTER_MS,
  MAX_UNACKED_RECORDS,
  PING_AFTER_MS,
} from './timers.ts';

/**
 * The part of a session that both ends have alike, once WELCOME has been said: records of the own
 * log out from where the peer stands, records of the peer's log in, acknowledged by cursor.
 * Everything here may be lost at any time: cursors in the databases are what counts.
 */
export interface Stream {
  readonly epoch: number;
  /** The last record of the own log that the peer has acknowledged. */
  readonly acked: Position;
  /** The last record of the own log that was put on the wire in this session. */
  readonly sentSeq: number;
  /** A read of the own log is under way. */
  readonly reading: boolean;
  /** More was written to the own log while a read was under way. */
  readonly again: boolean;
  /** How far the peer's log is applied here, as the database last said. */
  readonly applied: Position;
  /** How far that was told to the peer. */
  readonly told: Position;
  /** Since when an acknowledgement waits to be sent; null when none does. */
  readonly ackDueAt: Instant | null;
  readonly lastHeardAt: Instant;
  readonly lastSentAt: Instant;
}

/**
 * What the driver does for a stream; it answers `read-log` with records and `apply` with a cursor.
 */
export type StreamEffect =
  | { readonly type: 'read-log'; readonly afterSeq: number; readonly limit: number }
  | { readonly type: 'apply'; readonly records: readonly LogRecord[] }
  /** Status for people: losable. */
  | { readonly type: 'acked'; readonly cursor: Position };

/** What the driver answers, and what wakes a stream; alike at both ends. */
export type StreamEvent =
  | { readonly type: 'log-grew' }
  | {
      readonly type: 'log-read';
      readonly afterSeq: number;
      readonly records: readonly LogRecord[];
    }
  | {
      readonly type: 'applied';
      readonly result: AppliedResult | 'halted';
      readonly cursor: Position;
    };

export type StreamFrame =
  | { readonly type: 'DATA'; readonly epoch: number; readonly records: readonly LogRecord[] }
  | { readonly type: 'ACK'; readonly epoch: number; readonly cursor: Position }
  | { readonly type: 'PING'; readonly epoch: number }
  | { readonly type: 'PONG'; readonly epoch: number };

export interface StreamStep {
  readonly stream: Stream;
  readonly sends: readonly StreamFrame[];
  readonly effects: readonly StreamEffect[];
  /** The logs do not fit together: no record may be applied or sent any more. */
  readonly diverged?: true;
  /** The own log has begun a new life since the peers greeted: they must greet anew. */
  readonly begunAnew?: true;
}

export function openStream(
  places: { readonly epoch: number; readonly peerHas: Position; readonly applied: Position },
  now: Instant,
): StreamStep {
  const { epoch, peerHas, applied } = places;
  return readOn({
    epoch,
    acked: peerHas,
    sentSeq: peerHas.seq,
    reading: false,
    again: false,
    applied,
    told: applied,
    ackDueAt: null,
    lastHeardAt: now,
    lastSentAt: now,
  });
}

/** Something was written to the own log (or may have been: a poll). */
export function logGrew(stream: Stream): StreamStep {
  return stream.reading ? still({ ...stream, again: true }) : readOn(stream);
}

/** The driver has read the own log after `afterSeq`; a read that a resend overtook is dropped. */
export function recordsRead(
  stream: Stream,
  read: { readonly afterSeq: number; readonly records: readonly LogRecord[] },
  now: Instant,
): StreamStep {
  if (read.afterSeq !== stream.sentSeq) return still(stream);
  const last = read.records.at(-1);
  if (last !== undefined && last.inc !== stream.acked.inc) {
    return { ...still(stream), begunAnew: true };
  }
  if (last === undefined) {
    const next = { ...stream, reading: false };
    return stream.again ? readOn(next) : still(next);
  }
  const sends = inFrames(stream.epoch, read.records);
  const more = readOn({ ...stream, reading: false, sentSeq: last.seq, lastSentAt: now });
  return { ...more, sends: [...sends, ...more.sends] };
}

/** At most `MAX_RECORDS_PER_DATA` records and about `DATA_BODY_BUDGET` characters a frame. */
function inFrames(epoch: number, records: readonly LogRecord[]): StreamFrame[] {
  const frames: LogRecord[][] = [];
  let size = 0;
  for (const record of records) {
    const open = frames.at(-1);
    const full =
      open === undefined ||
      open.length >= MAX_RECORDS_PER_DATA ||
      size + record.body.length > DATA_BODY_BUDGET;
    if (full) frames.push([record]);
    else open.push(record);
    size = full ? record.body.length : size + record.body.length;
  }
  return frames.map((each) => ({ type: 'DATA', epoch, records: each }));
}

function readOn(stream: Stream): StreamStep {
  const room = MAX_UNACKED_RECORDS - (stream.sentSeq - stream.acked.seq);
  if (room <= 0) return still({ ...stream, again: true });
  const limit = Math.min(room, MAX_RECORDS_PER_DATA);
  return {
    stream: { ...stream, reading: true, again: false },
    sends: [],
    effects: [{ type: 'read-log', afterSeq: stream.sentSeq, limit }],
  };
}

function still(stream: Stream): StreamStep {
  return { stream, sends: [], effects: [] };
}

/** A frame of the peer, of this epoch. */
export function frameCame(stream: Stream, frame: StreamFrame, now: Instant): StreamStep {
  const heard = { ...stream, lastHeardAt: now };
  switch (frame.type) {
    case 'DATA':
      return { stream: heard, sends: [], effects: [{ type: 'apply', records: frame.records }] };
    case 'ACK':
      return acknowledged(heard, frame.cursor);
    case 'PING':
      return {
        stream: { ...heard, lastSentAt: now },
        sends: [{ type: 'PONG', epoch: stream.epoch }],
        effects: [],
      };
    case 'PONG':
      return still(heard);
  }
}

/**
 * The peer says how far it has applied the own log. Behind what was sent it may simply be on its
 * way, or it asks again from there: an ACK that repeats the same place asks again.
 */
function acknowledged(stream: Stream, cursor: Position): StreamStep {
  if (cursor.inc !== stream.acked.inc) return { ...still(stream), diverged: true };
  if (cursor.seq < stream.acked.seq) return still(stream);
  const asksAgain = cursor.seq === stream.acked.seq && cursor.seq < stream.sentSeq;
  const acked = { ...stream, acked: cursor };
  const effects = [{ type: 'acked', cursor }] as const;
  if (asksAgain) {
    const resent = readOn({ ...acked, sentSeq: cursor.seq });
    return { ...resent, effects: [...effects, ...resent.effects] };
  }
  if (!stream.again || stream.reading) return { stream: acked, sends: [], effects };
  const more = readOn(acked);
  return { ...more, effects: [...effects, ...more.effects] };
}

/** What came of applying records: where the cursor now stands. */
export type AppliedResult = 'applied' | 'gap' | 'diverged';

/** The driver has applied what it could. A `gap` is answered at once by asking from the cursor. */
export function recordsApplied(
  stream: Stream,
  outcome: { readonly result: AppliedResult; readonly cursor: Position },
  now: Instant,
): StreamStep {
  if (outcome.result === 'diverged') return { ...still(stream), diverged: true };
  const applied = { ...stream, applied: outcome.cursor };
  if (outcome.result === 'gap') return tell(applied, now);
  const waiting = outcome.cursor.seq - stream.told.seq;
  if (waiting >= ACK_BATCH) return tell(applied, now);
  return still(waiting > 0 ? { ...applied, ackDueAt: stream.ackDueAt ?? now } : applied);
}

function tell(stream: Stream, now: Instant): StreamStep {
  return {
    stream: { ...stream, told: stream.applied, ackDueAt: null, lastSentAt: now },
    sends: [{ type: 'ACK', epoch: stream.epoch, cursor: stream.applied }],
    effects: [],
  };
}

/** Nothing of either log is on its way. */
export function isAtRest({ sentSeq, acked, applied, told }: Stream): boolean {
  return sentSeq === acked.seq && applied.seq === told.seq;
}

/** Time has passed: send what is due. */
export function streamTick(stream: Stream, now: Instant): StreamStep | 'dead' {
  if (now - stream.lastHeardAt >= DEAD_AFTER_MS) return 'dead';
  if (stream.ackDueAt !== null && now - stream.ackDueAt >= ACK_AFTER_MS) return tell(stream, now);
  if (now - stream.lastSentAt < PING_AFTER_MS) return still(stream);
  return {
    stream: { ...stream, lastSentAt: now },
    sends: [{ type: 'PING', epoch: stream.epoch }],
    effects: [],
  };
}
