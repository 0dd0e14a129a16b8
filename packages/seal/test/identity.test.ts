import { describe, expect, it } from 'vitest';
import type { PracticeId } from '@tidbok/core';
import { createSigningKeyPair, patientKey, sign, verify } from '@tidbok/seal';

describe('the Online Client signs its HELLO', () => {
  const keys = createSigningKeyPair();
  const signature = sign(keys.privateKey, 'hello');

  it('and the site knows it by its public key', () => {
    expect(verify(keys.publicKey, 'hello', signature)).toBe(true);
  });

  it('but not another text, another key, another signature', () => {
    expect(verify(keys.publicKey, 'hello!', signature)).toBe(false);
    expect(verify(createSigningKeyPair().publicKey, 'hello', signature)).toBe(false);
    expect(verify(keys.publicKey, 'hello', sign(keys.privateKey, 'other'))).toBe(false);
  });

  it('and what is no key or signature proves nothing', () => {
    expect(verify('nonsense', 'hello', signature)).toBe(false);
    expect(verify(keys.publicKey, 'hello', '')).toBe(false);
  });
});

describe('the key by which the site finds a patient', () => {
  const secret = Buffer.alloc(32, 7);
  const lund = '0191d2a0-0000-7000-8000-000000000001' as PracticeId;
  const malmo = '0191d2a0-0000-7000-8000-000000000002' as PracticeId;
  const number = '192801287075';

  it('is the same every time', () => {
    expect(patientKey(secret, lund, number)).toBe(patientKey(secret, lund, number));
  });

  it('differs by practice, by patient and by secret', () => {
    const keys = new Set([
      patientKey(secret, lund, number),
      patientKey(secret, malmo, number),
      patientKey(secret, lund, '192804089239'),
      patientKey(Buffer.alloc(32, 8), lund, number),
    ]);
    expect(keys.size).toBe(4);
  });

  it('stays what it is from version to version', () => {
    expect(patientKey(secret, lund, number)).toBe('vJXKHwgB77k3KBOcy9+tB6zkIr3gIpUyIlnuM6FPA5E=');
  });

  it('needs twelve digits and a secret of 32 bytes', () => {
    expect(() => patientKey(secret, lund, '900101-9802')).toThrow('twelve digits');
    expect(() => patientKey(Buffer.alloc(31), lund, number)).toThrow('too short');
  });
});
