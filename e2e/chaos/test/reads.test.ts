import { describe, expect, it } from 'vitest';
import type { Deed, Place } from '../history.ts';
import { misreadByPatients, misreadByStaff, soldYetFree } from '../reads.ts';

const NINE = Date.parse('2027-03-01T09:00:00Z');
const HALF_HOUR = 30 * 60_000;
const place: Place = {
  resourceId: 'chair',
  practitionerId: 'olle',
  from: NINE,
  to: NINE + HALF_HOUR,
};
const shifted: Place = { ...place, from: NINE + 20 * 60_000, to: NINE + 50 * 60_000 };
const day = { resourceId: 'chair', from: NINE - HALF_HOUR, to: NINE + 8 * HALF_HOUR };

/** Asked at `at`, answered ten milliseconds later. */
const deed = (at: number, rest: Partial<Deed>): Deed => ({
  who: 'somebody',
  what: 'look',
  began: at,
  ended: at + 10,
  result: 'ok',
  status: 200,
  ...rest,
});

const sale = deed(100, { what: 'sell', bookingId: 'a', person: 'tolvan', place });
const made = deed(100, { what: 'book', bookingId: 's', key: 's', place });
const ended = (id: string, at: number, rest: Partial<Deed> = {}): Deed =>
  deed(at, { what: 'cancel', endedId: id, ...rest });

describe('times that are shown as free', () => {
  const look = (at: number, free: readonly Place[]): Deed => deed(at, { free });

  it('are a fault once they are sold, also when they only overlap', () => {
    expect(soldYetFree([sale, look(200, [place])])).toHaveLength(1);
    expect(soldYetFree([sale, look(200, [shifted])])).toHaveLength(1);
    const end = { ...place, from: place.to, to: place.to + HALF_HOUR };
    expect(soldYetFree([sale, look(200, [end])])).toEqual([]);
  });

  it('are none while the sale was not yet answered, nor once its end was asked for', () => {
    expect(soldYetFree([sale, look(105, [place])])).toEqual([]);
    expect(soldYetFree([sale, ended('a', 205), look(200, [place])])).toEqual([]);
    const unheard = ended('a', 150, { result: 'info', status: 0 });
    expect(soldYetFree([sale, unheard, look(200, [place])])).toEqual([]);
    const moved = deed(150, { what: 'rebook', mayEndId: 'a', result: 'info', status: 0 });
    expect(soldYetFree([sale, moved, look(200, [place])])).toEqual([]);
  });

  it('are a fault when the end was refused', () => {
    const refused = ended('a', 150, { result: 'fail', status: 409 });
    expect(soldYetFree([sale, refused, look(200, [place])])).toHaveLength(1);
  });

  it('are none in another chair, nor for a request that the clinic has not answered', () => {
    expect(soldYetFree([sale, look(200, [{ ...place, resourceId: 'other' }])])).toEqual([]);
    expect(soldYetFree([{ ...sale, preliminary: true }, look(200, [place])])).toEqual([]);
  });
});

describe('what staff read', () => {
  const read = (at: number, shown: readonly string[], asked = day): Deed =>
    deed(at, { what: 'read', shown, asked });

  it('holds what was written before', () => {
    expect(misreadByStaff([made, read(200, ['s'])])).toEqual([]);
    expect(misreadByStaff([made, read(200, [])])).toEqual(['somebody did not see s']);
  });

  it('need not hold it of another day or chair, nor once its end was asked for', () => {
    const later = { ...day, from: NINE + HALF_HOUR };
    expect(misreadByStaff([made, read(200, [], later)])).toEqual([]);
    expect(misreadByStaff([made, read(200, [], { ...day, resourceId: 'other' })])).toEqual([]);
    expect(misreadByStaff([made, ended('s', 205), read(200, [])])).toEqual([]);
  });

  it('does not hold what staff ended before', () => {
    const cancel = ended('s', 150);
    expect(misreadByStaff([made, cancel, read(200, ['s'])])).toEqual([
      'somebody saw s, which was ended',
    ]);
    expect(misreadByStaff([made, cancel, read(155, ['s'])])).toEqual([]);
    const unheard = ended('s', 150, { result: 'info', status: 0 });
    expect(misreadByStaff([made, unheard, read(200, ['s'])])).toEqual([]);
  });
});

describe('what patients find of their own', () => {
  const mine = (at: number, shown: readonly string[], person = 'tolvan'): Deed =>
    deed(at, { what: 'mine', shown, person });

  it('is every visit that they were promised', () => {
    expect(misreadByPatients([sale, mine(200, ['a'])])).toEqual([]);
    expect(misreadByPatients([sale, mine(200, [])])).toEqual(['somebody did not find a']);
  });

  it('is not somebody else’s, nor one that may have been ended', () => {
    expect(misreadByPatients([sale, mine(200, [], 'agda')])).toEqual([]);
    expect(misreadByPatients([sale, ended('a', 205), mine(200, [])])).toEqual([]);
  });
});
