import { isLocalDate, type LocalDate } from '@tidbok/core';
import { fieldSentence } from '@tidbok/text';
import { describe, expect, it } from 'vitest';
import { parse } from '../src/api/parse.ts';
import { patientSchema, readIdentityNumber } from '../src/api/schemas.ts';
import { checkDetails } from '../src/journey/check-details.ts';
import { ADDRESS_FIELDS, BASIC_FIELDS, NOTHING_TYPED } from '../src/journey/typed-details.ts';
import { TYPED_INPUTS, type TypedInput } from './typed-inputs.ts';

const date = (text: string): LocalDate => {
  if (!isLocalDate(text)) throw new Error(text);
  return text;
};
const today = date('2026-11-26');
const USUAL = { children: true, withoutNumber: false, changeByLink: false };

const sound = {
  ...NOTHING_TYPED,
  givenName: 'Tolvan',
  familyName: 'Tolvansson',
  personalIdentityNumber: '19280128-7075',
  email: 'tolvan@example.se',
  mobile: '070-174 06 05',
  street: 'Storgatan 1',
  postalCode: '222 22',
  town: 'Lund',
};

/** What the form makes of it: how it is understood, or the reason why not. */
function inForm({ field, text }: TypedInput, on = today): TypedInput['means'] {
  const rules = { required: ADDRESS_FIELDS, patients: USUAL, today: on, visitOn: on };
  const checked = checkDetails({ ...sound, [field]: text }, rules);
  if (!checked.ok) {
    expect(Object.keys(checked.errors)).toEqual([field]);
    return { refused: checked.errors[field] ?? '' };
  }
  const { address, ...patient } = checked.patient;
  const { [field]: means = '' } = { ...address, ...patient } as Partial<Record<string, string>>;
  return means;
}

describe('what people type in the form', () => {
  it('is at least sixty things of every kind', () => {
    expect(TYPED_INPUTS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(TYPED_INPUTS.map(({ field }) => field)).size).toBe(7);
  });

  it.each(TYPED_INPUTS)('$field: $text', (input) => {
    expect(inForm(input)).toEqual(input.means);
  });

  it('is refused in a sentence of each language that says how to mend it', () => {
    for (const { field, means } of TYPED_INPUTS) {
      if (typeof means === 'string') continue;
      for (const locale of ['sv', 'en'] as const) {
        expect(fieldSentence(field, means.refused, locale)).toMatch(/^[A-ZÅÄÖ].{10,}\.$/);
      }
    }
  });

  it('is a number of somebody not born yet, or of a year in which nobody living was born', () => {
    const number = { field: 'personalIdentityNumber', text: '19280128-7075', means: '' } as const;
    expect(inForm(number, date('1927-12-31'))).toEqual({ refused: 'in-the-future' });
    expect(inForm(number, date('2069-01-01'))).toEqual({ refused: 'too-old' });
    expect(inForm(number, date('2068-12-31'))).toBe('192801287075');
  });
});

describe('the same sent to the API', () => {
  it.each(TYPED_INPUTS)('$field: $text', ({ field, text, means }) => {
    const values = { ...sound, [field]: text };
    const basic = Object.fromEntries(BASIC_FIELDS.map((each) => [each, values[each]]));
    const { street, postalCode, town } = values;
    const read = parse(patientSchema, { ...basic, address: { street, postalCode, town } });
    const number = readIdentityNumber(values.personalIdentityNumber, today);
    const isSound = read.ok && 'digits' in number;
    expect(isSound).toBe(typeof means === 'string');
  });
});
