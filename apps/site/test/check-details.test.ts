import { isLocalDate, type LocalDate } from '@tidbok/core';
import { describe, expect, it } from 'vitest';
import { checkDetails } from '../src/journey/check-details.ts';
import { NOTHING_TYPED } from '../src/journey/typed-details.ts';

const date = (text: string): LocalDate => {
  if (!isLocalDate(text)) throw new Error(text);
  return text;
};
const today = date('2026-11-24');
const usual = { children: true, withoutNumber: false, changeByLink: false };
const rules = { required: [], patients: usual, today, visitOn: today };

const typed = {
  ...NOTHING_TYPED,
  givenName: ' Anna ',
  familyName: 'Ek\u00a0Lund',
  personalIdentityNumber: '19990807 – 2391',
  email: ' anna@example.se',
  mobile: '070–123 45 67',
};

describe('what a patient typed is read as people write', () => {
  it('accepts stray spaces, dashes for hyphens, and a number without its hyphen', () => {
    const checked = checkDetails(typed, rules);
    expect(checked).toMatchObject({
      ok: true,
      patient: {
        givenName: 'Anna',
        familyName: 'Ek Lund',
        personalIdentityNumber: '199908072391',
        email: 'anna@example.se',
        mobile: '0701234567',
      },
    });
    const bare = { ...typed, personalIdentityNumber: '199908072391' };
    expect(checkDetails(bare, rules).ok).toBe(true);
  });

  it('asks for every field that is empty, the address only where the clinic wants it', () => {
    const checked = checkDetails(NOTHING_TYPED, { ...rules, required: ['street', 'town'] });
    expect(checked).toEqual({
      ok: false,
      errors: {
        givenName: 'required',
        familyName: 'required',
        personalIdentityNumber: 'required',
        email: 'required',
        mobile: 'required',
        street: 'required',
        town: 'required',
      },
    });
  });

  it('tells why a number is not right', () => {
    const reason = (personalIdentityNumber: string): unknown => {
      const checked = checkDetails({ ...typed, personalIdentityNumber }, rules);
      return checked.ok ? null : checked.errors.personalIdentityNumber;
    };
    expect(reason('19990807-2392')).toBe('wrong-check-digit');
    expect(reason('19991307-2391')).toBe('impossible-date');
    expect(reason('990807-2391')).toBe('wrong-shape');
  });
});

describe('for whom one books', () => {
  const patients = { children: true, withoutNumber: true, changeByLink: false };
  const check = (values: object, with_: object = {}) =>
    checkDetails({ ...typed, ...values }, { ...rules, patients, ...with_ });
  // Born on 26 November 2018.
  const child = { personalIdentityNumber: '20181126-2391' };

  it('a guardian gives their name for a child who is not thirteen on the day of the visit', () => {
    expect(check(child)).toEqual({ ok: false, errors: { guardian: 'required' } });
    expect(check({ ...child, guardian: ' Åsa  Ek ' })).toMatchObject({
      ok: true,
      patient: { personalIdentityNumber: '201811262391', guardian: 'Åsa Ek' },
    });
    expect(check(child, { visitOn: date('2031-11-25') })).toMatchObject({ ok: false });
    const grown = check(child, { visitOn: date('2031-11-26') });
    expect(grown).toMatchObject({ ok: true });
    expect(grown.ok && 'guardian' in grown.patient).toBe(false);
  });

  it('who has no number gives the date of birth, where the clinic lets', () => {
    const without = { personalIdentityNumber: ' ', bornOn: '1990 02 03' };
    expect(check(without)).toMatchObject({
      ok: true,
      patient: { personalIdentityNumber: '', bornOn: '1990-02-03' },
    });
    const strict = { patients: { ...patients, withoutNumber: false } };
    expect(check(without, strict)).toEqual({
      ok: false,
      errors: { personalIdentityNumber: 'required' },
    });
  });

  it.each([
    ['1990-02-30', 'impossible-date'],
    ['90-02-03', 'wrong-shape'],
    ['2027-01-01', 'in-the-future'],
    ['1880-01-01', 'too-old'],
  ])('the date of birth %s is refused: %s', (bornOn, reason) => {
    const checked = check({ personalIdentityNumber: '', bornOn });
    expect(checked).toEqual({ ok: false, errors: { bornOn: reason } });
  });
});
