import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  decodeClinicEntry,
  decodeClinicFrame,
  decodeSiteEntry,
  decodeSiteFrame,
  describeWire,
  encodeEntry,
  encodeFrame,
  PROTOCOL_VERSION,
  type LogRecord,
} from '@tidbok/protocol';
import { clinicEntries, clinicFrames, record, siteEntries, siteFrames } from './examples.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const goldenFile = new URL(`golden-v${PROTOCOL_VERSION}.txt`, import.meta.url);

/** The wire of each version that was ever spoken. A changed wire needs a new version. */
const fingerprints: Readonly<Record<number, string>> = {
  4: 'd1ac0b9b7e90d555f70aac5381a372db551e0154fe96e6ae253db02537a76bf2',
  3: '1bac9c77ae4e4a553fbee42c87ce53884f4747fcd1743b3f10881a0bc753ba89',
  2: '13e0fd60dae35ace06cdb990c6f78f690e35bf1478dff99ed06717c9707e701b',
  1: '21fdf349a44e0fb632716039a3395fb8ca0d2cba9c2e6ca869f3a271fe0ebe22',
};

function rowOf(entry: Parameters<typeof encodeEntry>[0]): LogRecord {
  return { ...record, ...encodeEntry(entry) };
}

describe('the wire', () => {
  it('has the fingerprint of its version: change the wire, raise PROTOCOL_VERSION', () => {
    expect(sha256(describeWire())).toBe(fingerprints[PROTOCOL_VERSION]);
  });

  it('has the bytes it always had', () => {
    const bytes = [
      ...[...clinicEntries, ...siteEntries].map((entry) => encodeEntry(entry).body),
      ...[...clinicFrames, ...siteFrames].map(encodeFrame),
      describeWire(),
    ].join('\n');
    if (process.env['GOLDEN'] === 'write') writeFileSync(goldenFile, bytes);
    expect(bytes).toBe(readFileSync(goldenFile, 'utf8'));
  });

  it('carries every entry there and back', () => {
    for (const entry of clinicEntries) {
      expect(decodeClinicEntry(rowOf(entry))).toEqual({ type: 'entry', entry });
    }
    for (const entry of siteEntries) {
      expect(decodeSiteEntry(rowOf(entry))).toEqual({ type: 'entry', entry });
    }
  });

  it('carries every frame there and back', () => {
    for (const frame of clinicFrames) expect(decodeClinicFrame(encodeFrame(frame))).toEqual(frame);
    for (const frame of siteFrames) expect(decodeSiteFrame(encodeFrame(frame))).toEqual(frame);
  });
});
