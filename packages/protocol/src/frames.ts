import type { Instant, PracticeId } from '@tidbok/core';
import type { LogRecord } from './entries.ts';

/** A place in a log: the last record that is known, and its hash. */
export interface Position {
  readonly inc: string;
  readonly seq: number;
  readonly hash: string;
}

/** Not logged; losable at any time. Over WebSocket, one JSON text per frame. */
export type SiteFrame =
  | { readonly type: 'CHALLENGE'; readonly nonce: string }
  | {
      readonly type: 'WELCOME';
      readonly epoch: number;
      readonly protocol: number;
      /** How far the site has applied the clinic's log. */
      readonly clinicCursor: Position;
      readonly siteHead: Position;
      readonly siteTime: Instant;
      readonly frontierAt: Instant;
      /**
       * Digest of what both should agree on, from version 2; null when it was not taken, or when
       * records are on their way.
       */
      readonly digest: string | null;
    }
  /**
   * From version 4. What has the book for a person who has proved who they are? `sealed` names them
   * to the practice alone; the answer is sealed to `answerKey`, which one session of the site has
   * made for this one question.
   */
  | {
      readonly type: 'LOOKUP';
      readonly epoch: number;
      readonly lookupId: string;
      /** X25519, base64. */
      readonly answerKey: string;
      readonly sealed: string;
    }
  | { readonly type: 'DATA'; readonly epoch: number; readonly records: readonly LogRecord[] }
  | { readonly type: 'ACK'; readonly epoch: number; readonly cursor: Position }
  | { readonly type: 'PING'; readonly epoch: number }
  | { readonly type: 'PONG'; readonly epoch: number }
  | { readonly type: 'GOAWAY'; readonly code: GoawayCode; readonly retryAfterMs: number };

export type ClinicFrame =
  | {
      readonly type: 'HELLO';
      readonly practiceId: PracticeId;
      readonly installationId: string;
      readonly protocol: { readonly min: number; readonly max: number };
      readonly clinicHead: Position;
      /** How far the clinic has applied the site's log. */
      readonly siteCursor: Position;
      readonly clinicTime: Instant;
      readonly nonce: string;
      /** Ed25519 over the nonce and the fields above, base64. */
      readonly signature: string;
    }
  | {
      readonly type: 'LOOKED_UP';
      readonly epoch: number;
      readonly lookupId: string;
      /** The answer in order, each part sealed; null: the clinic cannot answer. */
      readonly parts: readonly string[] | null;
    }
  | { readonly type: 'DATA'; readonly epoch: number; readonly records: readonly LogRecord[] }
  | { readonly type: 'ACK'; readonly epoch: number; readonly cursor: Position }
  | { readonly type: 'PING'; readonly epoch: number }
  | { readonly type: 'PONG'; readonly epoch: number }
  | { readonly type: 'GOAWAY'; readonly code: GoawayCode; readonly retryAfterMs: number };

export type GoawayCode =
  | 'not-paired'
  | 'bad-signature'
  | 'repair-required'
  | 'fenced'
  | 'protocol-unsupported'
  | 'log-diverged'
  /** From version 2. The logs do not fit: begin a new life with a snapshot. */
  | 'resync'
  /** From version 2. As `resync`, and the clinic's database is older than what the site knows. */
  | 'resync-restored'
  | 'halted'
  | 'shutting-down'
  | 'bad-frame';
