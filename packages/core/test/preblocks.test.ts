import { describe, expect, it } from 'vitest';
import {
  answerTo,
  checkKind,
  checkPlacing,
  expiresAt,
  fits,
  hasExpired,
  repeated,
  repeatedWeeks,
  type FittingVisit,
  type PreblockType,
} from '../src/index.ts';
import { DENTIST, EXAM, HYGIENIST, SURGERY, internet, kindOf, preblockOf } from './practice.ts';
import { STOCKHOLM, date, local, utc } from './stockholm.ts';

const exam: FittingVisit = { useInRecall: false, categoryId: EXAM, expectedAmount: 800 };
const recall: FittingVisit = { ...exam, useInRecall: true };
const surgery: FittingVisit = { ...exam, categoryId: SURGERY };
const bare: FittingVisit = { ...exam, categoryId: null, expectedAmount: null };

const only: PreblockType = { type: 'treatment', categories: { mode: 'allow', ids: [EXAM] } };
const allBut: PreblockType = { type: 'treatment', categories: { mode: 'deny', ids: [EXAM] } };
const amount: PreblockType = { type: 'amount', minimumAmount: 800 };

describe('what fits a preblock (B2)', () => {
  it.for<[string, PreblockType, string, FittingVisit, boolean]>([
    ['Standard', { type: 'standard' }, 'anything', bare, true],
    ['Revision', { type: 'recall' }, 'a recall', recall, true],
    ['Revision', { type: 'recall' }, 'another visit', exam, false],
    ['Patientfri', { type: 'patient-free' }, 'anything', recall, false],
    ['Belopp', amount, 'a visit that reaches the amount', exam, true],
    ['Belopp', amount, 'a visit below it', { ...exam, expectedAmount: 799 }, false],
    ['Belopp', amount, 'a visit of unknown amount', bare, false],
    ['Behandling, tillåt', only, 'a ticked category', exam, true],
    ['Behandling, tillåt', only, 'another category', surgery, false],
    ['Behandling, tillåt', only, 'no category', bare, false],
    ['Behandling, tillåt ej', allBut, 'a ticked category', exam, false],
    ['Behandling, tillåt ej', allBut, 'another category', surgery, true],
    ['Behandling, tillåt ej', allBut, 'no category', bare, false],
    ['Internet', internet([EXAM]), 'a ticked category', exam, true],
    ['Internet', internet([EXAM]), 'another category', surgery, false],
    ['Internet, tillåt ej', internet([EXAM], 'deny'), 'another category', surgery, true],
  ])('%s, %o: %s', ([, rule, , visit, expected]) => {
    expect(fits(rule, visit)).toBe(expected);
  });

  it('what does not fit is asked about where the kind may be bypassed, else refused', () => {
    expect(answerTo(kindOf(only, { bypass: true }), exam)).toBe('lets-through');
    expect(answerTo(kindOf(only, { bypass: true }), surgery)).toBe('asks');
    expect(answerTo(kindOf(only, { bypass: false }), surgery)).toBe('refuses');
  });
});

describe('a kind (B1, B3)', () => {
  it('is saved when it has a name, a colour and its categories', () => {
    expect(checkKind(kindOf(internet())).ok).toBe(true);
  });

  it('is refused with no category ticked', () => {
    for (const rule of [
      internet([]),
      { ...only, categories: { mode: 'deny' as const, ids: [] } },
    ]) {
      expect(checkKind(kindOf(rule))).toMatchObject({ refusal: { code: 'categories-required' } });
    }
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ colour: 'red' }, 'colour'],
    [{ expiresDaysBefore: 0 }, 'expiresDaysBefore'],
    [{ rule: { type: 'amount', minimumAmount: 0 } as const }, 'minimumAmount'],
  ])('is refused with %o', (some, field) => {
    expect(checkKind(kindOf(internet(), some))).toMatchObject({
      refusal: { code: 'invalid', details: { fields: [{ field }] } },
    });
  });

  it('with a code is placed only by those who give it', () => {
    const coded = kindOf(internet(), { code: '1234' });
    const by = { practitionerId: DENTIST };
    expect(checkPlacing(coded, { ...by, code: '1234' }).ok).toBe(true);
    for (const code of ['', '12345']) {
      expect(checkPlacing(coded, { ...by, code })).toMatchObject({
        refusal: { code: 'preblock-code-required' },
      });
    }
  });

  it('that is personal is placed only in its own practitioner’s book', () => {
    const own = kindOf(internet(), { validFor: { type: 'personal', practitionerId: DENTIST } });
    expect(checkPlacing(own, { code: '', practitionerId: DENTIST }).ok).toBe(true);
    for (const practitionerId of [HYGIENIST, null]) {
      expect(checkPlacing(own, { code: '', practitionerId })).toMatchObject({
        refusal: { code: 'kind-is-personal' },
      });
    }
  });
});

describe('a preblock stops applying (B4)', () => {
  const kind = kindOf(internet(), { expiresDaysBefore: 1 });

  it('at 00:00 local time, n calendar days before its day', () => {
    const at = expiresAt(STOCKHOLM, kind, preblockOf(kind, '2026-11-30T08:00/10:00'));
    expect(at).toBe(utc('2026-11-28T23:00Z'));
    expect(hasExpired(at, utc('2026-11-28T22:59:59Z'))).toBe(false);
    expect(hasExpired(at, utc('2026-11-28T23:00Z'))).toBe(true);
  });

  it('at local midnight across a change of clocks too', () => {
    const monday = preblockOf(kind, '2026-03-30T08:00/10:00');
    expect(expiresAt(STOCKHOLM, kind, monday)).toBe(utc('2026-03-28T23:00Z'));
    expect(expiresAt(STOCKHOLM, { expiresDaysBefore: null }, monday)).toBeNull();
  });
});

describe('a repetition (U2)', () => {
  const first = { from: local('2026-11-30T08:00'), to: local('2026-11-30T10:00') };

  it('runs daily, weekly or every n weeks, its last day included', () => {
    const until = date('2026-12-14');
    const starts = (every: 'day' | 'week', step: number): string[] => {
      const spans = repeated(first, { every, step, until });
      return spans.ok ? spans.value.map(({ from }) => from) : [];
    };
    expect(starts('day', 1)).toHaveLength(15);
    expect(starts('week', 1)).toEqual(['2026-11-30T08:00', '2026-12-07T08:00', '2026-12-14T08:00']);
    expect(starts('week', 2)).toEqual(['2026-11-30T08:00', '2026-12-14T08:00']);
  });

  it('keeps the time on the wall clock when summer time comes', () => {
    const march = { from: local('2026-03-23T08:00'), to: local('2026-03-23T10:00') };
    const spans = repeated(march, { every: 'week', step: 1, until: date('2026-03-30') });
    expect(spans).toMatchObject({ value: [march, { from: '2026-03-30T08:00' }] });
  });

  it('keeps a span over midnight', () => {
    const night = { from: local('2026-11-30T22:00'), to: local('2026-12-01T02:00') };
    const spans = repeated(night, { every: 'day', step: 1, until: date('2026-12-01') });
    expect(spans).toMatchObject({ value: [night, { to: '2026-12-02T02:00' }] });
  });

  it.each([
    [{ every: 'day', step: 0, until: date('2026-12-14') } as const],
    [{ every: 'day', step: 1.5, until: date('2026-12-14') } as const],
    [{ every: 'day', step: 1, until: date('2026-11-29') } as const],
    [{ every: 'day', step: 1, until: date('2026-02-30') } as const],
    [{ every: 'day', step: 1, until: date('2036-11-30') } as const],
  ])('is refused as %o', (repetition) => {
    expect(repeated(first, repetition)).toMatchObject({ refusal: { code: 'invalid' } });
  });

  it('of a work week tells how far each copy lies from it (S5)', () => {
    const weeks = repeatedWeeks(date('2026-11-30'), { step: 2, until: date('2026-12-31') });
    expect(weeks).toEqual({ ok: true, value: [14, 28] });
  });
});
