import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { instant } from '@tidbok/core';
import {
  commonVersion,
  decodeClinicEntry,
  decodeClinicFrame,
  decodeSiteEntry,
  decodeSiteFrame,
  encodeEntry,
  encodeFrame,
  hashOf,
  NO_HASH,
  positionOf,
  PROTOCOL_RANGE,
  startOf,
  type ClinicEntry,
  type LogRecord,
  type Position,
  type SiteEntry,
} from '@tidbok/protocol';
import { describe, expect, it } from 'vitest';
import {
  challenge,
  clinicSessionStep,
  judgeHello,
  NEW_CLINIC_SESSION,
  readerOf,
  siteSessionStep,
  snapshotEntries,
  type ClinicSession,
  type SiteSession,
} from '@tidbok/sync';
import { sha256 } from './practice.ts';

/** What a peer of version 1 wrote, byte for byte, and how it described what it reads. */
const lines = readFileSync(
  new URL('../../protocol/test/golden-v1.txt', import.meta.url),
  'utf8',
).split('\n');
const texts = lines.filter((line) => line.startsWith('{'));
const FRAMES = ['HELLO', 'DATA', 'ACK', 'PING', 'PONG', 'GOAWAY', 'CHALLENGE', 'WELCOME'];
const typeOf = (text: string) => /^\{"type":"([A-Z_]+)"/.exec(text)?.[1] ?? '';
const bodies = texts.filter((text) => !FRAMES.includes(typeOf(text)));
const typesRead = (side: 'clinic' | 'site') =>
  new Set(lines.filter((line) => line.startsWith(`${side} `)).map((line) => line.split(' ')[1]));

/** A log that holds these bodies, as a peer of version 1 would have kept it. */
function logOf(inc: string, list: readonly { type: string; body: string }[]): LogRecord[] {
  const log: LogRecord[] = [];
  for (const { type, body } of list) {
    const prevHash = log.at(-1)?.hash ?? NO_HASH;
    const row = { inc, seq: log.length + 1, type, v: 1, at: instant(0), prevHash, body };
    log.push({ ...row, mustUnderstand: true, hash: hashOf(row, sha256) });
  }
  return log;
}

const old = bodies.map((body) => ({ type: typeOf(body), body }));
const FIRST_OF_SITE = old.findIndex(({ type }) => type === 'BOOK');
const oldClinicLog = logOf('a1', old.slice(0, FIRST_OF_SITE));
const oldSiteLog = logOf('b1', old.slice(FIRST_OF_SITE));

/** As version 1 reads: what it did not know it halts at, or passes over when it may be missed. */
function readsAsVersionOne(side: 'clinic' | 'site') {
  const known = typesRead(side);
  const decode = side === 'clinic' ? decodeClinicEntry : decodeSiteEntry;
  return readerOf<ClinicEntry | SiteEntry>((record) => {
    if (known.has(record.type) && record.v === 1) return decode(record);
    return record.mustUnderstand
      ? { type: 'halt', because: `unknown entry ${record.type} v${record.v}` }
      : { type: 'unknown' };
  });
}

const frameOf = (type: string) => texts.findLast((text) => typeOf(text) === type) ?? '';
const moment = { now: instant(0), random: 0.5 };

/** The old clinic's own HELLO, and a site of today that knows it. */
function oldHello() {
  const hello = decodeClinicFrame(frameOf('HELLO'));
  if (hello?.type !== 'HELLO') throw new Error('version 1 said no HELLO');
  return hello;
}

const always = { nonce: oldHello().nonce, verify: () => true };

function knownFor(hello: ReturnType<typeof oldHello>) {
  return {
    installationId: hello.installationId,
    signingPublicKey: 'key',
    halted: false,
    clinicCursor: hello.clinicHead,
    siteHead: hello.siteCursor,
  };
}

describe('a clinic of version 1 and a site of today', () => {
  it('settle on version 1', () => {
    const hello = oldHello();
    expect(hello.protocol).toEqual({ min: 1, max: 1 });
    expect(judgeHello(knownFor(hello), hello, always)).toBeNull();
    let site: SiteSession = challenge(hello.nonce, instant(0)).session;
    site = siteSessionStep(site, { type: 'frame', frame: hello }, instant(0)).session;
    const step = siteSessionStep(
      site,
      {
        type: 'admitted',
        epoch: 3,
        clinicCursor: hello.clinicHead,
        siteHead: hello.siteCursor,
        frontierAt: instant(0),
      },
      instant(0),
    );
    expect(step.session.type).toBe('open');
    expect(step.sends[0]).toMatchObject({ type: 'WELCOME', protocol: 1 });
  });

  it('read all of each other’s records that version 1 has', () => {
    let cursor = startOf('a1');
    for (const record of oldClinicLog) {
      const read = readerOf(decodeClinicEntry)(cursor, record, sha256);
      expect(read.type).toBe('apply');
      cursor = positionOf(record);
    }
    expect(cursor.seq).toBe(FIRST_OF_SITE);
    // What the site of today writes of them has the bytes that version 1 wrote.
    for (const record of oldSiteLog) {
      const read = decodeSiteEntry(record);
      if (read.type !== 'entry') throw new Error(record.type);
      expect(encodeEntry(read.entry)).toMatchObject({ v: 1, body: record.body });
    }
  });

  it('the site never tells it to begin anew: it stops for a person instead', () => {
    const place = fc.record({
      inc: fc.constantFrom('a1', 'a2', 'a2-site'),
      seq: fc.nat({ max: 9 }),
      hash: fc.constantFrom(NO_HASH, 'a'.repeat(64)),
    });
    const hello = oldHello();
    fc.assert(
      fc.property(
        fc.tuple(place, place, place, place),
        fc.boolean(),
        fc.nat({ max: 9 }),
        ([clinicHead, siteCursor, clinicCursor, siteHead], recovers, floor) => {
          const known = { ...knownFor(hello), clinicCursor, siteHead, recovers, floor };
          const code = judgeHello(known, { ...hello, clinicHead, siteCursor }, always);
          expect([null, 'log-diverged', 'protocol-unsupported']).toContain(code);
          // While the site waits for a snapshot, or answers one, nobody of version 1 is let in.
          if (recovers) expect(code).not.toBeNull();
        },
      ),
    );
  });
});

describe('a clinic of today and a site of version 1', () => {
  it('settle on version 1, and the old WELCOME opens the connection', () => {
    const welcome = decodeSiteFrame(frameOf('WELCOME'));
    const asked = decodeSiteFrame(frameOf('CHALLENGE'));
    if (welcome?.type !== 'WELCOME' || asked === null) throw new Error('not read');
    expect(commonVersion({ min: 1, max: 1 }, PROTOCOL_RANGE)).toBe(1);
    let clinic: ClinicSession = clinicSessionStep(
      NEW_CLINIC_SESSION,
      { type: 'start' },
      moment,
    ).session;
    clinic = clinicSessionStep(clinic, { type: 'tick' }, moment).session;
    clinic = clinicSessionStep(clinic, { type: 'frame', frame: asked }, moment).session;
    const hello = {
      ...oldHello(),
      protocol: PROTOCOL_RANGE,
      clinicHead: welcome.clinicCursor,
      siteCursor: welcome.siteHead,
    };
    // A reader of version 1 drops what it does not know of a frame; it knows all of this one.
    expect(Object.keys(hello).toSorted()).toEqual(Object.keys(oldHello()).toSorted());
    clinic = clinicSessionStep(clinic, { type: 'hello-ready', hello }, moment).session;
    const step = clinicSessionStep(clinic, { type: 'frame', frame: welcome }, moment);
    expect(step.session.type).toBe('open');
  });

  it('read all of each other’s records that version 1 has', () => {
    let cursor = startOf('b1');
    for (const record of oldSiteLog) {
      expect(readerOf(decodeSiteEntry)(cursor, record, sha256).type).toBe('apply');
      cursor = positionOf(record);
    }
    expect(cursor.seq).toBe(old.length - FIRST_OF_SITE);
    for (const record of oldClinicLog) {
      const read = decodeClinicEntry(record);
      if (read.type !== 'entry') throw new Error(record.type);
      const again = encodeEntry(read.entry);
      expect(again.v).toBe(1);
      // Fields were added since, which version 1 drops; what it knows reads as it wrote it.
      expect(JSON.parse(again.body)).toMatchObject(JSON.parse(record.body) as object);
    }
  });

  it('write every frame that version 1 has as version 1 wrote it', () => {
    for (const text of texts.filter((each) => FRAMES.includes(typeOf(each)))) {
      const frame = decodeClinicFrame(text) ?? decodeSiteFrame(text);
      if (frame === null) throw new Error(text);
      const known = Object.keys(JSON.parse(text) as object);
      const again = JSON.parse(encodeFrame(frame)) as Record<string, unknown>;
      expect(Object.fromEntries(known.map((key) => [key, again[key]]))).toEqual(JSON.parse(text));
    }
  });
});

describe('an entry that version 1 has never heard of', () => {
  const about = { from: instant(0), asOf: instant(0), frontierAt: instant(0) };
  const newer: readonly { side: 'clinic' | 'site'; entry: ClinicEntry | SiteEntry }[] = [
    ...snapshotEntries([], about).flatMap((entry) => [
      { side: 'clinic' as const, entry },
      { side: 'site' as const, entry },
    ]),
    { side: 'clinic', entry: { type: 'UNPAIR' } },
    { side: 'site', entry: { type: 'UNPAIRED' } },
  ];

  it.each(newer)('$entry.type of the $side halts it there, and is never skipped', (one) => {
    const { v, type, body, mustUnderstand } = encodeEntry(one.entry);
    expect(mustUnderstand).toBe(true);
    const first = (one.side === 'clinic' ? oldClinicLog : oldSiteLog).at(0);
    if (first === undefined) throw new Error('no record');
    const [before, met, after] = logOf('x', [first, { type, body }, first]);
    if (before === undefined || met === undefined || after === undefined) throw new Error('short');
    expect(v).toBe(1);
    const read = readsAsVersionOne(one.side);
    const cursor: Position = positionOf(before);
    expect(read(startOf('x'), before, sha256).type).toBe('apply');
    expect(read(cursor, met, sha256)).toEqual({
      type: 'halt',
      because: `unknown entry ${type} v1`,
    });
    // The record after it does not fit on where the reader stands: nothing gets past.
    expect(read(cursor, after, sha256).type).toBe('gap');
  });
});
