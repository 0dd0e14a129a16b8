import { isLocalDate } from '@tidbok/core';
import { describe, expect, it } from 'vitest';
import { CLAIM_MAPS, isProviderKind, readIdentity } from '../src/index.ts';

const day = '2026-12-01';
if (!isLocalDate(day)) throw new Error(day);
const person = {
  personalIdentityNumber: '192801287075',
  givenName: 'Prov',
  familyName: 'Ek',
};

describe('who a provider says it is', () => {
  it.each([
    ['oidc-se', { 'https://id.oidc.se/claim/personalIdentityNumber': '192801287075' }],
    ['oidc-se', { 'https://id.oidc.se/claim/coordinationNumber': '192801287075' }],
    ['signicat', { nin: '19280128-7075' }],
  ] as const)('is read from the claims of %s', (kind, number) => {
    const claims = { given_name: 'Prov', family_name: 'Ek', amr: ['bankid'], ...number };

    expect(readIdentity(claims, CLAIM_MAPS[kind], day)).toEqual({
      ok: true,
      value: { ...person, method: 'bankid' },
    });
  });

  it('is read from the names of Idura', () => {
    const claims = { ssn: '192801287075', givenname: 'Prov', surname: 'Ek' };

    expect(readIdentity(claims, CLAIM_MAPS['idura-bankid'], day)).toEqual({
      ok: true,
      value: { ...person, method: '' },
    });
  });

  it.each([{}, { nin: '' }, { nin: 12 }, { nin: '192801287076' }, { nin: 'SE/abc' }])(
    'is nobody without a right number: %j',
    (claims) => {
      expect(readIdentity(claims, CLAIM_MAPS.signicat, day)).toMatchObject({
        ok: false,
        refusal: { code: 'login-failed' },
      });
    },
  );

  it('is asked of providers that are known', () => {
    expect(isProviderKind('oidc-se')).toBe(true);
    expect(isProviderKind('toString')).toBe(false);
  });
});
