import type { Instant } from '@tidbok/core';
import type { ClinicFrame, GoawayCode, Position, SiteFrame } from '@tidbok/protocol';
import type { Stream, StreamEffect, StreamEvent } from './stream.ts';

export type Hello = Extract<ClinicFrame, { type: 'HELLO' }>;
export type Lookup = Extract<SiteFrame, { type: 'LOOKUP' }>;
export type Answer = Extract<ClinicFrame, { type: 'LOOKED_UP' }>;

/** The last HELLO was refused for a log that has diverged, and may only have been overtaken. */
type Doubt = { readonly refused?: Refused };

export interface Refused {
  /** The head of the own log that it named. */
  readonly head: Position;
  /** How many were refused one after the other. */
  readonly times: number;
}

/** The Online Client's end of the wire: it alone opens connections. */
export type ClinicSession =
  | (Doubt & { readonly type: 'waiting'; readonly attempt: number; readonly retryAt: Instant })
  /** From dialling until WELCOME; `hello` once it was sent. */
  | (Doubt & {
      readonly type: 'greeting';
      readonly attempt: number;
      readonly giveUpAt: Instant;
      readonly hello: Hello | null;
    })
  | { readonly type: 'open'; readonly since: Instant; readonly stream: Stream }
  /** A person must look: nothing is tried until the program is told to start again. */
  | { readonly type: 'stopped'; readonly because: GoawayCode };

export type ClinicSessionEvent =
  | StreamEvent
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  | { readonly type: 'frame'; readonly frame: SiteFrame | null }
  /** The HELLO that `greet` asked for, signed. */
  | { readonly type: 'hello-ready'; readonly hello: Hello }
  | { readonly type: 'closed' }
  /** The answer to a `look-up` of the session that has this epoch. */
  | { readonly type: 'looked-up'; readonly answer: Omit<Answer, 'type'> }
  | { readonly type: 'tick' };

export type ClinicSessionEffect =
  | StreamEffect
  | { readonly type: 'connect' }
  | { readonly type: 'close' }
  /** Ask the book, answer `looked-up`. Losable: nobody waits long. */
  | { readonly type: 'look-up'; readonly question: Omit<Lookup, 'type'> }
  /** Make and sign a HELLO over the site's nonce; answer `hello-ready`. */
  | { readonly type: 'greet'; readonly nonce: string }
  /** How the link is, for people to see. */
  | {
      readonly type: 'link-up';
      readonly epoch: number;
      readonly siteTime: Instant;
      /** The site's digest, when nothing was on its way; null when there is nothing to compare. */
      readonly digest: string | null;
    }
  /** Begin a new life of the own log (`decideResync`); the session dials again by itself. */
  | {
      readonly type: 'begin-resync';
      readonly because: 'restored' | 'whole';
      /**
       * The head of the own log that the HELLO named. When the log has gone on meanwhile the site
       * may have read that much of it by another connection: then nothing was restored.
       */
      readonly saidHead: Position | null;
    }
  | {
      readonly type: 'link-down';
      readonly because: GoawayCode | 'closed' | 'silent' | 'greets-anew' | 'doubted';
    };

export interface ClinicSessionStep {
  readonly session: ClinicSession;
  readonly sends: readonly ClinicFrame[];
  readonly effects: readonly ClinicSessionEffect[];
}

/** `random` in [0, 1) spreads reconnections. */
export interface SessionMoment {
  readonly now: Instant;
  readonly random: number;
}
