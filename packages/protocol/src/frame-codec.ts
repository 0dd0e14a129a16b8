import type { PracticeId } from '@tidbok/core';
import type { LogRecord } from './entries.ts';
import type { ClinicFrame, GoawayCode, Position, SiteFrame } from './frames.ts';
import {
  MAX_BODY_LENGTH,
  MAX_FRAME_BYTES,
  MAX_LOOKUP_PARTS,
  MAX_RECORDS_PER_DATA,
  MAX_SEALED_LENGTH,
} from './limits.ts';
import {
  added,
  boolean,
  integer,
  list,
  nullable,
  object,
  oneOf,
  readJson,
  string,
  tagged,
  WireError,
} from './shape.ts';
import type { Shape } from './shape.ts';
import { base64, id, instant, sha256 } from './value-shapes.ts';

const inc = string({ min: 1, max: 64 });
const seq = integer(0, Number.MAX_SAFE_INTEGER);
const epoch = integer(0, Number.MAX_SAFE_INTEGER);
const nonce = base64(128);
const lookupId = id<string>();
const sealed = base64(MAX_SEALED_LENGTH);

export const positionShape: Shape<Position> = object({ inc, seq, hash: sha256 });

export const recordShape: Shape<LogRecord> = object({
  inc,
  seq: integer(1, Number.MAX_SAFE_INTEGER),
  type: string({ min: 1, max: 32 }),
  v: integer(1, 10_000),
  mustUnderstand: boolean,
  at: instant,
  prevHash: sha256,
  hash: sha256,
  body: string({ min: 2, max: MAX_BODY_LENGTH }),
});

const goawayCode: Shape<GoawayCode> = oneOf(
  'not-paired',
  'bad-signature',
  'repair-required',
  'fenced',
  'protocol-unsupported',
  'log-diverged',
  'resync',
  'resync-restored',
  'halted',
  'shutting-down',
  'bad-frame',
);

const bothWays = {
  DATA: object({
    type: oneOf('DATA'),
    epoch,
    records: list(recordShape, { min: 1, max: MAX_RECORDS_PER_DATA }),
  }),
  ACK: object({ type: oneOf('ACK'), epoch, cursor: positionShape }),
  PING: object({ type: oneOf('PING'), epoch }),
  PONG: object({ type: oneOf('PONG'), epoch }),
  GOAWAY: object({
    type: oneOf('GOAWAY'),
    code: goawayCode,
    retryAfterMs: integer(0, 86_400_000),
  }),
} as const;

const protocolRange = object({ min: integer(1, 10_000), max: integer(1, 10_000) });

export const siteFrameShape: Shape<SiteFrame> = tagged({
  ...bothWays,
  CHALLENGE: object({ type: oneOf('CHALLENGE'), nonce }),
  WELCOME: object({
    type: oneOf('WELCOME'),
    epoch,
    protocol: integer(1, 10_000),
    clinicCursor: positionShape,
    siteHead: positionShape,
    siteTime: instant,
    frontierAt: instant,
    digest: added(nullable(sha256), null),
  }),
  LOOKUP: object({ type: oneOf('LOOKUP'), epoch, lookupId, answerKey: base64(64), sealed }),
});

export const clinicFrameShape: Shape<ClinicFrame> = tagged({
  ...bothWays,
  HELLO: object({
    type: oneOf('HELLO'),
    practiceId: id<PracticeId>(),
    installationId: string({ min: 1, max: 64 }),
    protocol: protocolRange,
    clinicHead: positionShape,
    siteCursor: positionShape,
    clinicTime: instant,
    nonce,
    signature: base64(256),
  }),
  LOOKED_UP: object({
    type: oneOf('LOOKED_UP'),
    epoch,
    lookupId,
    parts: nullable(list(sealed, { max: MAX_LOOKUP_PARTS })),
  }),
});

/** A frame, or null when the text is none: the connection then ends with `bad-frame`. */
export function decodeSiteFrame(json: string): SiteFrame | null {
  return decodeFrame(siteFrameShape, json);
}

export function decodeClinicFrame(json: string): ClinicFrame | null {
  return decodeFrame(clinicFrameShape, json);
}

export function encodeFrame(frame: ClinicFrame | SiteFrame): string {
  return JSON.stringify(frame);
}

function decodeFrame<F>(shape: Shape<F>, json: string): F | null {
  if (json.length > MAX_FRAME_BYTES) return null;
  try {
    return readJson(shape, json);
  } catch (error) {
    if (error instanceof WireError) return null;
    throw error;
  }
}

type Hello = Extract<ClinicFrame, { type: 'HELLO' }>;

/** The text that the clinic's identity key signs: the site's nonce and every field of the HELLO. */
export function helloText(hello: Omit<Hello, 'signature' | 'type'>): string {
  const place = ({ inc: life, seq: number, hash }: Position) => `${life} ${number} ${hash}`;
  return [
    'tidbok-hello-1',
    hello.nonce,
    hello.practiceId,
    hello.installationId,
    `${hello.protocol.min} ${hello.protocol.max}`,
    place(hello.clinicHead),
    place(hello.siteCursor),
    hello.clinicTime,
  ].join('\n');
}
