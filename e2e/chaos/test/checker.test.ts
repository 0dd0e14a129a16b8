import { describe, expect, it } from 'vitest';
import type { BookSide, LogLine, SiteSide, StoredVisit } from '../audit.ts';
import { check, type Evidence } from '../checker.ts';
import type { Deed } from '../history.ts';

const NINE = Date.parse('2027-03-01T09:00:00Z');
const HALF_HOUR = 30 * 60_000;

const place = { resourceId: 'chair', practitionerId: 'olle', from: NINE, to: NINE + HALF_HOUR };

const visit = (id: string, rest: Partial<StoredVisit> = {}): StoredVisit => ({
  ...place,
  id,
  state: 'confirmed',
  online: true,
  replaces: null,
  excepted: false,
  knownAtSite: true,
  ...rest,
});

const deed = (rest: Partial<Deed>): Deed => ({
  who: 'patient 1',
  what: 'sell',
  began: 100,
  ended: 110,
  result: 'ok',
  status: 201,
  ...rest,
});

const sale = (bookingId: string, rest: Partial<Deed> = {}): Deed =>
  deed({ key: `key of ${bookingId}`, bookingId, place, ...rest });

const log = (length: number, inc = 'first'): LogLine[] =>
  Array.from({ length }, (_, index) => ({
    inc,
    seq: index + 1,
    prevHash: String(index),
    hash: String(index + 1),
  }));

const READ_AT = NINE - 90 * 60_000;
const offer = { key: 'p', open: [{ from: NINE, to: NINE + HALF_HOUR }] };
const side = {
  readAt: READ_AT,
  tombstones: [],
  offers: [offer],
  blocks: ['m'],
  frontier: 5,
  mode: 'paired',
};

const bookWith = (visits: readonly StoredVisit[], rest: Partial<BookSide> = {}): BookSide => ({
  ...side,
  visits,
  log: log(3),
  head: { inc: 'first', seq: 3 },
  cursor: { inc: 'first', seq: 2 },
  openClaims: 0,
  ...rest,
});

const siteWith = (visits: readonly StoredVisit[], rest: Partial<SiteSide> = {}): SiteSide => ({
  ...side,
  visits,
  log: log(2),
  head: { inc: 'first', seq: 2 },
  cursor: { inc: 'first', seq: 3 },
  keys: visits.map(({ id }) => ({ key: `key of ${id}`, bookingId: id })),
  ...rest,
});

/** One sale, in both databases, and nothing else: all rules hold. */
const sound: Evidence = {
  deeds: [sale('a')],
  book: bookWith([visit('a')]),
  site: siteWith([visit('a')]),
  before: new Set(),
  equalAfterMs: 900,
  stuck: [],
};

const brokenIn = (planted: Partial<Evidence>): string[] =>
  check({ ...sound, ...planted }).flatMap(({ rule, broken }) => (broken.length > 0 ? [rule] : []));

const LOST = 'no visit confirmed to a patient is lost';
const LOST_TO_STAFF = 'no visit confirmed to staff is lost';
const REVIVED = 'a cancelled visit stays cancelled';
const REPEATED = 'a repeated request made one visit, and nobody else made any';
const TWICE = 'no time was promised twice at one moment';
const IN_BOOK = 'nothing overlaps in the book, overrides excepted';
const AT_SITE = 'nothing overlaps at the site';
const LOGS = 'both logs are gapless and chained';
const EQUAL = 'both sides are equal within 60 seconds of healing';
const ANSWERED = 'after healing every request is answered';

describe('the checker finds nothing', () => {
  it('in a sound run', () => {
    expect(brokenIn({})).toEqual([]);
  });

  it('when a visit was cancelled by staff and the time sold again', () => {
    const cancel = deed({ what: 'cancel', endedId: 'a', began: 200, ended: 210, status: 200 });
    const gone = visit('a', { state: 'cancelled' });
    const deeds = [sale('a'), cancel, sale('b', { began: 205, ended: 220 })];
    const book = bookWith([gone, visit('b')], { tombstones: ['a'] });
    const site = siteWith([gone, visit('b')], { tombstones: ['a'] });
    expect(brokenIn({ deeds, book, site })).toEqual([]);
  });

  it('when a cancellation was never answered and was done', () => {
    const cancel = deed({ what: 'cancel', endedId: 'a', result: 'info', status: 0 });
    const gone = visit('a', { state: 'cancelled' });
    const book = bookWith([gone], { tombstones: ['a'] });
    expect(brokenIn({ deeds: [sale('a'), cancel], book, site: siteWith([gone]) })).toEqual([]);
  });

  it('when book and site have begun anew', () => {
    const head = { inc: 'second', seq: 3 };
    const lives = [...log(5), ...log(3, 'second')];
    const book = bookWith([visit('a')], { log: lives, head });
    expect(brokenIn({ book, site: siteWith([visit('a')], { cursor: head }) })).toEqual([]);
  });

  it('when each side was read at a moment of its own, in the middle of what it offers', () => {
    const since = (minutes: number): Partial<BookSide & SiteSide> => {
      const from = NINE + minutes * 60_000;
      const open = [{ from, to: NINE + 5 * HALF_HOUR }];
      return { readAt: from - 3_600_000, offers: [{ ...offer, open }] };
    };
    const book = bookWith([visit('a')], since(0));
    const site = siteWith([visit('a')], since(1));
    expect(brokenIn({ book, site })).toEqual([]);
  });

  it('when time that begins within the hour is gone at one side only', () => {
    const readAt = NINE - HALF_HOUR;
    const book = bookWith([visit('a')], { readAt, offers: [] });
    const site = siteWith([visit('a')], { readAt });
    expect(brokenIn({ book, site })).toEqual([]);
  });

  it('when staff overrode knowingly', () => {
    const own = visit('s', { online: false, excepted: true, knownAtSite: false });
    const deeds = [sale('a'), deed({ what: 'book', key: 's', bookingId: 's', place })];
    expect(brokenIn({ deeds, book: bookWith([visit('a'), own]) })).toEqual([]);
  });
});

describe('the checker finds what was planted', () => {
  it('a sold visit that is not in the book', () => {
    expect(brokenIn({ book: bookWith([]) })).toEqual([LOST, EQUAL]);
  });

  it('a sold visit that is in the book twice', () => {
    expect(brokenIn({ book: bookWith([visit('a'), visit('a')]) })).toContain(LOST);
  });

  it('a sold visit that nobody cancelled and that is cancelled', () => {
    const gone = visit('a', { state: 'cancelled' });
    expect(brokenIn({ book: bookWith([gone]), site: siteWith([gone]) })).toEqual([LOST]);
  });

  it('a visit of staff that vanished', () => {
    const deeds = [...sound.deeds, deed({ what: 'book', key: 's', bookingId: 's' })];
    expect(brokenIn({ deeds })).toEqual([LOST_TO_STAFF]);
  });

  it('a cancelled visit that came back', () => {
    const cancel = deed({ what: 'cancel', endedId: 'a', began: 200, ended: 210, status: 200 });
    expect(brokenIn({ deeds: [sale('a'), cancel] })).toEqual([REVIVED]);
  });

  it('a repeated request that was answered with two visits', () => {
    const later = { ...place, from: NINE + HALF_HOUR, to: NINE + 2 * HALF_HOUR };
    const deeds = [sale('a'), sale('b', { key: 'key of a', place: later })];
    const both = [visit('a'), visit('b', later)];
    const site = siteWith(both, { keys: [{ key: 'key of a', bookingId: 'b' }] });
    expect(brokenIn({ deeds, book: bookWith(both), site })).toEqual([REPEATED]);
  });

  it('a visit that nobody asked for', () => {
    const ghost = visit('g', { from: NINE + HALF_HOUR, to: NINE + 2 * HALF_HOUR });
    const both = [visit('a'), ghost];
    expect(brokenIn({ book: bookWith(both), site: siteWith(both) })).toEqual([REPEATED]);
    const own = { ...ghost, online: false, knownAtSite: false };
    expect(brokenIn({ book: bookWith([visit('a'), own]) })).toEqual([REPEATED]);
  });

  it('a time that two had at one moment, though one was taken back later', () => {
    const cancel = deed({ what: 'cancel', endedId: 'b', began: 300, ended: 310, status: 200 });
    const gone = visit('b', { state: 'cancelled' });
    const deeds = [sale('a'), sale('b', { began: 150, ended: 160 }), cancel];
    const book = bookWith([visit('a'), gone], { tombstones: ['b'] });
    expect(brokenIn({ deeds, book, site: siteWith([visit('a'), gone]) })).toEqual([TWICE]);
  });

  it('one practitioner in two chairs', () => {
    const other = visit('s', { resourceId: 'other chair', online: false, knownAtSite: false });
    const deeds = [
      sale('a'),
      deed({ what: 'book', key: 's', bookingId: 's', place: { ...place, resourceId: 'other' } }),
    ];
    expect(brokenIn({ deeds, book: bookWith([visit('a'), other]) })).toEqual([TWICE, IN_BOOK]);
  });

  it('visits that overlap at the site only', () => {
    const part = visit('b', { from: NINE + 60_000, resourceId: 'other chair' });
    const site = siteWith([visit('a'), part]);
    expect(brokenIn({ site })).toEqual(expect.arrayContaining([AT_SITE, EQUAL]));
  });

  it('a gap in a log, and a record that does not follow the one before', () => {
    const [first, , third] = log(3);
    if (first === undefined || third === undefined) throw new Error('the log is too short');
    expect(brokenIn({ book: bookWith([visit('a')], { log: [first, third] }) })).toContain(LOGS);
    const beheaded = log(3).slice(1);
    expect(brokenIn({ book: bookWith([visit('a')], { log: beheaded }) })).toContain(LOGS);
    const forked = log(2).map((line) => ({ ...line, prevHash: 'other' }));
    expect(brokenIn({ site: siteWith([visit('a')], { log: forked }) })).toContain(LOGS);
  });

  it.each<[string, Partial<BookSide>]>([
    ['an offer', { offers: [] }],
    ['how much of it is left', { offers: [{ ...offer, open: [{ from: NINE, to: NINE + 1 }] }] }],
    ['a mark', { blocks: [] }],
    ['the frontier', { frontier: 4 }],
    ['how far they have read', { cursor: { inc: 'first', seq: 1 } }],
    ['which life they have read', { cursor: { inc: 'second', seq: 3 } }],
    ['a claim that is open', { openClaims: 1 }],
    ['a side that stands still', { mode: 'halted' }],
    ['a tombstone', { tombstones: ['a'] }],
  ])('sides that differ on %s', (_, planted) => {
    expect(brokenIn({ book: bookWith([visit('a')], planted) })).toEqual([EQUAL]);
  });

  it('sides that took too long, and requests that were never answered', () => {
    expect(brokenIn({ equalAfterMs: null })).toEqual([EQUAL]);
    expect(brokenIn({ stuck: ['the sale x got no answer'] })).toEqual([ANSWERED]);
  });
});
