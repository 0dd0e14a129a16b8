import { hash } from 'node:crypto';
import { instant, type ClaimId } from '@tidbok/core';
import { encodeEntry, hashOf, NO_HASH } from '@tidbok/protocol';
import { Stage } from '@tidbok/sim/stage';

const OPERATIONS = 250;
const inc = '1c000000-0000-7000-8000-000000000001';
const claimId = '99000000-0000-7000-8000-000000000001' as ClaimId;
const sha256 = (text: string): string => hash('sha256', text);

/**
 * A world without a protocol: 250 things happen in their order, each draws its chance and writes
 * one record of a log. Nothing is decided, kept or checked.
 */
export const emptyLoop = (seed: number): string => {
  const stage = new Stage(seed);
  let prevHash = NO_HASH;
  let seq = 0;
  const happen = (): void => {
    seq += 1;
    stage.note('something happens');
    const at = instant(stage.now);
    const record = { inc, seq, ...encodeEntry({ type: 'CLAIM_OK', claimId }), at, prevHash };
    prevHash = hashOf(record, sha256);
    if (seq < OPERATIONS) stage.later(stage.random.below(300), happen);
  };
  stage.later(0, happen);
  while (seq < OPERATIONS) stage.step(Infinity);
  return prevHash;
};
