import { createHash } from 'node:crypto';
import { instant, type Instant } from '@tidbok/core';
import { lock, unlock } from '@tidbok/seal';
import { RateLimit } from './rate-limit.ts';

/** What stands between an address that books in floods and its next booking. */
export interface Hurdle {
  readonly challenge: string;
  /** Leading zero bits that SHA-256 of `challenge.nonce` must have. */
  readonly bits: number;
  /** After so long it may pass unsolved: for who has no script. */
  readonly waitSeconds: number;
}

export interface Proof {
  readonly challenge: string;
  readonly nonce: string;
}

interface Issued {
  readonly address: string;
  /** One booking's key: a challenge is worth that one booking, however often it is sent. */
  readonly bookingKey: string;
  readonly at: Instant;
}

const CONTEXT = 'proof';
/** About a second of a phone's work. */
const BITS = 16;
const WAIT_SECONDS = 30;
const VALID_MINUTES = 30;
/** Bookings a minute that one address may make by waiting. */
const SLOW_PER_MINUTE = 6;

/**
 * Lets bookings through freely, as many a minute from one address as a clinic's waiting room or an
 * office could want; beyond it each asks for a little work of the browser, or for patience. Nobody
 * is tracked, and nobody is shut out.
 */
export class ProofDesk {
  readonly #key: Buffer;
  readonly #free: RateLimit;
  readonly #slow = new RateLimit(SLOW_PER_MINUTE);

  constructor(key: Buffer, freePerMinute: number) {
    this.#key = key;
    this.#free = new RateLimit(freePerMinute);
  }

  /** Null: the booking may pass. `clockMs` never jumps; `now` is the site's. */
  hurdleFor(
    asked: { readonly address: string; readonly bookingKey: string; readonly proof: Proof | null },
    { now, clockMs }: { readonly now: Instant; readonly clockMs: number },
  ): Hurdle | null {
    const { address, bookingKey, proof } = asked;
    if (proof !== null && this.#isGood(proof, { address, bookingKey, now, clockMs })) return null;
    if (this.#free.take(address, clockMs) === 0) return null;
    const issued: Issued = { address, bookingKey, at: now };
    const challenge = lock(this.#key, JSON.stringify(issued), CONTEXT);
    return { challenge, bits: BITS, waitSeconds: WAIT_SECONDS };
  }

  /** A challenge and its answer as they were sent; null when neither was. */
  static read(challenge: string, nonce: string): Proof | null {
    return challenge === '' ? null : { challenge, nonce };
  }

  #isGood(
    { challenge, nonce }: Proof,
    about: Omit<Issued, 'at'> & { readonly now: Instant; readonly clockMs: number },
  ): boolean {
    const text = unlock(this.#key, challenge, CONTEXT);
    if (text === null) return false;
    // Only we can have locked it, so its shape is ours.
    const issued = JSON.parse(text) as Issued;
    const isOwn = issued.address === about.address && issued.bookingKey === about.bookingKey;
    const age = about.now - instant(issued.at);
    if (!isOwn || age > VALID_MINUTES * 60_000) return false;
    if (zeroBits(`${challenge}.${nonce}`) >= BITS) return true;
    return age >= WAIT_SECONDS * 1_000 && this.#slow.take(about.address, about.clockMs) === 0;
  }
}

function zeroBits(text: string): number {
  const digest = createHash('sha256').update(text, 'utf8').digest();
  let bits = 0;
  for (const byte of digest) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}
