import { isLocalDate, type LocalDate } from '@tidbok/core';
import { describe, expect, it } from 'vitest';
import { checkDetails } from '../src/journey/check-details.ts';
import { NOTHING_TYPED } from '../src/journey/typed-details.ts';

const date = (text: string): LocalDate => {
  if (!isLocalDate(text)) throw new Error(text);
  return text;
};
const today = date('2026-11-24');

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
    const checked = checkDetails(typed, [], today);
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
    expect(checkDetails(bare, [], today).ok).toBe(true);
  });

  it('asks for every field that is empty, the address only where the clinic wants it', () => {
    const checked = checkDetails(NOTHING_TYPED, ['street', 'town'], today);
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
      const checked = checkDetails({ ...typed, personalIdentityNumber }, [], today);
      return checked.ok ? null : checked.errors.personalIdentityNumber;
    };
    expect(reason('19990807-2392')).toBe('wrong-check-digit');
    expect(reason('19991307-2391')).toBe('impossible-date');
    expect(reason('990807-2391')).toBe('wrong-shape');
  });
});
