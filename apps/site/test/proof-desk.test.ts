import { createHash, randomBytes } from 'node:crypto';
import { instant, type Instant } from '@tidbok/core';
import { describe, expect, it } from 'vitest';
import { ProofDesk, type Hurdle, type Proof } from '../src/api/proof-desk.ts';
import { firstWord } from '../src/enhance/sha256.ts';

const START = Date.parse('2026-11-26T08:00:00Z');
const FREE = 30;
/** Real work is done, on machines of every kind. */
const WORK = { timeout: 60_000 };

/** A flood from one address, then what the next booking meets. */
function flooded() {
  const desk = new ProofDesk(randomBytes(32), FREE);
  const ask = (
    bookingKey: string,
    {
      proof = null,
      seconds = 0,
      address = 'a',
    }: {
      readonly proof?: Proof | null;
      readonly seconds?: number;
      readonly address?: string;
    } = {},
  ): Hurdle | null => {
    const now: Instant = instant(START + seconds * 1_000);
    // The clock of the buckets stands still, so that the flood goes on.
    return desk.hurdleFor({ address, bookingKey, proof }, { now, clockMs: 0 });
  };
  const free = Array.from({ length: FREE }, (_, index) => ask(`free ${index}`));
  return { ask, free };
}

function solved({ challenge, bits }: Hurdle): Proof {
  for (let tried = 0; ; tried += 1) {
    if (firstWord(`${challenge}.${tried}`) >>> (32 - bits) === 0) {
      return { challenge, nonce: String(tried) };
    }
  }
}

describe('bookings from one address', () => {
  it('pass freely, as many as a waiting room could want; others do not suffer', () => {
    const { ask, free } = flooded();
    expect(free.every((hurdle) => hurdle === null)).toBe(true);
    expect(ask('one more')).not.toBeNull();
    expect(ask('a neighbour', { address: 'b' })).toBeNull();
  });

  it(
    'pass beyond that with a little work, worth the one booking that it was done for',
    WORK,
    () => {
      const { ask } = flooded();
      const hurdle = ask('mine');
      if (hurdle === null) throw new Error('nothing is asked');
      const proof = solved(hurdle);
      expect(ask('mine', { proof })).toBeNull();
      expect(ask('mine', { proof })).toBeNull();
      expect(ask('another', { proof })).not.toBeNull();
      expect(ask('mine', { proof: { ...proof, nonce: 'guessed' } })).not.toBeNull();
    },
  );

  it('pass without a script after half a minute, a few a minute', () => {
    const { ask } = flooded();
    const waited = (key: string): boolean => {
      const hurdle = ask(key);
      if (hurdle === null) throw new Error('nothing is asked');
      const proof = { challenge: hurdle.challenge, nonce: '' };
      expect(ask(key, { proof, seconds: hurdle.waitSeconds - 1 })).not.toBeNull();
      return ask(key, { proof, seconds: hurdle.waitSeconds }) === null;
    };
    const passed = Array.from({ length: 9 }, (_, index) => waited(`slow ${index}`));
    expect(passed.filter(Boolean)).toHaveLength(6);
  });

  it(
    'do not pass with a challenge that this site has not given, or gave to somebody else',
    WORK,
    () => {
      const { ask } = flooded();
      const hurdle = ask('mine');
      if (hurdle === null) throw new Error('nothing is asked');
      const proof = solved(hurdle);
      for (let index = 0; index < FREE; index += 1) ask(`flood ${index}`, { address: 'b' });
      expect(ask('mine', { proof, address: 'b' })).not.toBeNull();
      expect(ask('mine', { proof: { challenge: 'made-up', nonce: '1' } })).not.toBeNull();
      expect(ask('mine', { proof, seconds: 31 * 60 })).not.toBeNull();
    },
  );
});

describe('the browser’s SHA-256', () => {
  it.each(['', 'abc', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'x'.repeat(300)])(
    'begins as everybody’s: %s',
    (text) => {
      expect(firstWord(text)).toBe(createHash('sha256').update(text).digest().readUInt32BE(0));
    },
  );
});
