import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  brokenAt,
  commonVersion,
  continuity,
  decodeClinicEntry,
  decodeClinicFrame,
  decodeSiteEntry,
  decodeSiteFrame,
  encodeEntry,
  encodeFrame,
  hashOf,
  helloText,
  NO_HASH,
  positionOf,
  startOf,
  type LogRecord,
} from '@tidbok/protocol';
import { clinicEntries, clinicFrames, record, siteEntries } from './examples.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function rowOf(entry: Parameters<typeof encodeEntry>[0]): LogRecord {
  return { ...record, ...encodeEntry(entry) };
}

describe('a record that is not understood', () => {
  it('stops the reader when it must be understood', () => {
    const row = { ...record, type: 'TELEPORT' };
    expect(decodeClinicEntry(row)).toEqual({
      type: 'halt',
      because: 'unknown entry TELEPORT v1',
    });
  });

  it('is passed over when it may be missed', () => {
    const row = { ...record, type: 'TELEPORT', mustUnderstand: false };
    expect(decodeClinicEntry(row)).toEqual({ type: 'unknown' });
  });

  it('stops the reader when it is a newer shape of a known one', () => {
    expect(decodeClinicEntry({ ...record, v: 2 }).type).toBe('halt');
  });

  it.each([
    ['no JSON', '{'],
    ['another type', '{"type":"ACCEPT","bookingId":"0191d2a0-0000-7000-8000-000000000004"}'],
    ['a missing field', '{"type":"UNBLOCK"}'],
    ['an id that is none', '{"type":"UNBLOCK","blockId":"x"}'],
    ['null', 'null'],
    ['a prototype', '{"type":"__proto__"}'],
  ])('stops the reader when its body is %s', (_, body) => {
    expect(decodeClinicEntry({ ...record, body }).type).toBe('halt');
  });

  it('is read where the field that it lacks was added later: a catalogue without logos', () => {
    const catalogue = clinicEntries.find(({ type }) => type === 'CATALOG');
    if (catalogue?.type !== 'CATALOG') throw new Error('no catalogue among the examples');
    const [clinic, ...others] = catalogue.catalog.clinics;
    if (clinic === undefined) throw new Error('no clinic in the catalogue');
    const { logo, ...before } = clinic;
    expect(logo).not.toBeNull();
    const clinics = [before, ...others];
    const row = rowOf({ ...catalogue, catalog: { ...catalogue.catalog, clinics } });
    const expected = { ...catalogue.catalog, clinics: [{ ...before, logo: null }, ...others] };
    expect(decodeClinicEntry(row)).toEqual({
      type: 'entry',
      entry: { ...catalogue, catalog: expected },
    });
  });

  it('is read all the same when it has a field more', () => {
    const body = `${record.body.slice(0, -1)},"since":"later"}`;
    expect(decodeClinicEntry({ ...record, body }).type).toBe('entry');
  });

  it('is refused beyond the named maximums', () => {
    const [sale] = siteEntries;
    if (sale?.type !== 'BOOK') throw new Error('the first example is a BOOK');
    const { visit } = sale;
    const [part] = visit.occupancies;
    if (part === undefined) throw new Error('the example occupies something');
    const many = { ...visit, occupancies: Array.from({ length: 201 }, () => part) };
    const backwards = { from: visit.during.to, to: visit.during.from };
    for (const wrong of [many, { ...visit, during: backwards }, { ...visit, sealed: 'å' }]) {
      expect(decodeSiteEntry(rowOf({ type: 'BOOK', visit: wrong })).type).toBe('halt');
    }
  });
});

describe('a frame that is none', () => {
  it.each(['', '{', '[]', 'null', '{"type":"DATA","epoch":1,"records":[]}', '{"type":"NOPE"}'])(
    'is not read: %j',
    (text) => {
      expect(decodeSiteFrame(text)).toBeNull();
      expect(decodeClinicFrame(text)).toBeNull();
    },
  );

  it('is not read when it is the other end’s', () => {
    expect(decodeSiteFrame(encodeFrame(clinicFrames[0] ?? { type: 'PING', epoch: 1 }))).toBeNull();
    expect(decodeClinicFrame('{"type":"CHALLENGE","nonce":"bm9uY2U="}')).toBeNull();
  });
});

describe('the hash chain', () => {
  const chain = [1, 2, 3].reduce<LogRecord[]>((records, seq) => {
    const prevHash = records.at(-1)?.hash ?? NO_HASH;
    const next = { ...record, seq, prevHash };
    return [...records, { ...next, hash: hashOf(next, sha256) }];
  }, []);
  const [first, second, third] = chain;
  if (first === undefined || second === undefined || third === undefined) throw new Error();

  it('hashes seven lines', () => {
    expect(hashOf(record, sha256)).toBe(record.hash);
  });

  it('is whole from its start', () => {
    expect(brokenAt(startOf('a1'), chain, sha256)).toBeNull();
  });

  it('breaks where anything hashed was altered', () => {
    const altered = { ...second, body: '{"type":"UNBLOCK"}' };
    expect(brokenAt(startOf('a1'), [first, altered, third], sha256)).toBe(2);
  });

  it('tells the next record from one seen, one behind a gap, and one of another log', () => {
    const cursor = positionOf(second);
    expect(continuity(cursor, third, sha256)).toBe('next');
    expect(continuity(cursor, first, sha256)).toBe('seen');
    expect(continuity(cursor, second, sha256)).toBe('seen');
    expect(continuity(startOf('a1'), second, sha256)).toBe('gap');
    expect(continuity(cursor, { ...third, inc: 'b2' }, sha256)).toBe('diverged');
    expect(continuity(cursor, { ...third, prevHash: NO_HASH }, sha256)).toBe('diverged');
    expect(continuity(cursor, { ...second, hash: NO_HASH }, sha256)).toBe('diverged');
    expect(continuity(cursor, { ...third, hash: NO_HASH }, sha256)).toBe('diverged');
  });
});

describe('versions', () => {
  it('meet at the newest that both speak', () => {
    expect(commonVersion({ min: 1, max: 3 }, { min: 2, max: 5 })).toBe(3);
    expect(commonVersion({ min: 1, max: 1 }, { min: 1, max: 1 })).toBe(1);
  });

  it('do not meet when there is none', () => {
    expect(commonVersion({ min: 1, max: 1 }, { min: 2, max: 3 })).toBeNull();
    expect(commonVersion({ min: 4, max: 5 }, { min: 2, max: 3 })).toBeNull();
  });
});

describe('what a HELLO signs', () => {
  it('covers every field of it', () => {
    const [hello] = clinicFrames;
    if (hello?.type !== 'HELLO') throw new Error('the first example is a HELLO');
    const signed = hello;
    const text = helloText(signed);
    const changes = [
      { nonce: 'eA==' },
      { installationId: 'other' },
      { protocol: { min: 1, max: 5 } },
      { clinicHead: { ...signed.clinicHead, seq: 8 } },
      { siteCursor: { ...signed.siteCursor, inc: 'b2' } },
      { clinicTime: hello.clinicTime + 1 },
    ];
    for (const change of changes) {
      expect(helloText(Object.assign({ ...signed }, change))).not.toBe(text);
    }
  });
});
