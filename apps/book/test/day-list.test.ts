import { describe, expect, it } from 'vitest';
import { listedName } from '../src/list/listed-name.ts';

const patient = {
  id: 'p',
  givenName: 'Prov',
  familyName: 'Provsson',
  identityNumberMasked: '',
  email: '',
  mobile: '',
  isProtected: false,
};

describe('the printed day list', () => {
  it('names the patient, but never one with protected details', () => {
    expect(listedName(patient, 'Skyddade uppgifter')).toBe('Prov Provsson');
    const secret = { ...patient, isProtected: true };
    expect(listedName(secret, 'Skyddade uppgifter')).toBe('Skyddade uppgifter');
  });
});
