import { describe, expect, it } from 'vitest';
import type { BookingId, PracticeId } from '@tidbok/core';
import {
  bookingContext,
  createSealingKeyPair,
  MAX_SEALED_BYTES,
  openSealed,
  openSealedParts,
  readPatientDetails,
  sealPartsTo,
  sealTo,
  SealError,
  writePatientDetails,
} from '@tidbok/seal';

const practice = '0191d2a0-0000-7000-8000-000000000001' as PracticeId;
const booking = '0191d2a0-0000-7000-8000-000000000002' as BookingId;
const context = bookingContext(practice, booking);
const details = {
  givenName: 'Åsa',
  familyName: 'Öberg',
  personalIdentityNumber: '192801287075',
  email: 'asa@example.se',
  mobile: '070-1740605',
};

describe('a seal to the practice', () => {
  const keys = createSealingKeyPair();
  const sealed = sealTo(keys.publicKey, writePatientDetails(details), context);

  it('opens with the private key to what was sealed', () => {
    expect(readPatientDetails(openSealed(keys.privateKey, sealed, context))).toEqual(details);
  });

  it('shows nothing of the patient', () => {
    const bytes = Buffer.from(sealed, 'base64').toString('latin1');
    for (const value of Object.values(details)) expect(bytes).not.toContain(value);
  });

  it('is another text every time', () => {
    expect(sealTo(keys.publicKey, 'same', context)).not.toBe(
      sealTo(keys.publicKey, 'same', context),
    );
  });

  it('does not open with the key of another practice', () => {
    const other = createSealingKeyPair();
    expect(() => openSealed(other.privateKey, sealed, context)).toThrow(SealError);
  });

  it('does not open under another booking or practice', () => {
    const elsewhere = bookingContext(practice, `${booking.slice(0, -1)}3` as BookingId);
    expect(() => openSealed(keys.privateKey, sealed, elsewhere)).toThrow(SealError);
  });

  it('does not open when any byte was altered', () => {
    const bytes = Buffer.from(sealed, 'base64');
    for (let i = 0; i < bytes.length; i += 1) {
      const altered = Buffer.from(bytes);
      altered[i] = (altered[i] ?? 0) ^ 1;
      expect(() => openSealed(keys.privateKey, altered.toString('base64'), context)).toThrow(
        SealError,
      );
    }
  });

  it('does not open when it was cut short', () => {
    const bytes = Buffer.from(sealed, 'base64');
    for (const length of [0, 1, 33, 60, bytes.length - 1]) {
      const cut = bytes.subarray(0, length).toString('base64');
      expect(() => openSealed(keys.privateKey, cut, context)).toThrow(SealError);
    }
  });

  it('says that a newer version is not known rather than guessing', () => {
    const bytes = Buffer.from(sealed, 'base64');
    bytes[0] = 2;
    expect(() => openSealed(keys.privateKey, bytes.toString('base64'), context)).toThrow(
      'version 2 is not known',
    );
  });

  it('opens what version 1 sealed, for ever', () => {
    const golden = {
      privateKey: 'uPFdW9F+4tihMidk+nQ6XLlYquWy0eHaJFhLasO+fVA=',
      sealed:
        'Adx+x3GEI2Kd4cbxujRer+sWcTZEEUTJJIRDhaeRmfc3xEHzKp6iTB26lhdRmHUOYk3DiwlW7RJfwN13ueKRCqEMfTuXDb1x',
    };
    expect(openSealed(golden.privateKey, golden.sealed, 'practice/booking')).toBe('Åsa Öberg');
  });

  it('refuses to seal more than its bound', () => {
    expect(() => sealTo(keys.publicKey, 'x'.repeat(MAX_SEALED_BYTES + 1), context)).toThrow(
      SealError,
    );
  });

  it('refuses a key that is none', () => {
    expect(() => sealTo('AAAA', 'x', context)).toThrow('32 bytes');
  });
});

describe('the details in a seal', () => {
  it('keep the address where one was asked for', () => {
    const address = { street: 'Storgatan 1', postalCode: '222 22', town: 'Lund' };
    const written = writePatientDetails({ ...details, address });
    expect(readPatientDetails(written)).toEqual({ ...details, address });
  });

  it.each(['', '{', 'null', '[]', '{"givenName":"A"}', '{"givenName":1}'])(
    'are not read from %j',
    (plaintext) => {
      expect(readPatientDetails(plaintext)).toBeNull();
    },
  );
});

describe('a text that is sealed in parts', () => {
  const { publicKey, privateKey } = createSealingKeyPair();
  const long = 'Åsa och Örjan på ön. '.repeat(1_000);

  it.each(['', 'kort', long])('opens whole, whatever its length', (text) => {
    const parts = sealPartsTo(publicKey, text, 'one question');
    expect(openSealedParts(privateKey, parts, 'one question')).toBe(text);
  });

  it('does not open with a part missing, moved, or of another question', () => {
    const parts = sealPartsTo(publicKey, long, 'one question');
    expect(parts.length).toBeGreaterThan(2);
    const open = (some: readonly string[], about = 'one question') =>
      openSealedParts(privateKey, some, about);
    expect(() => open(parts.slice(1))).toThrow(SealError);
    expect(() => open(parts.toReversed())).toThrow(SealError);
    expect(() => open(parts, 'another question')).toThrow(SealError);
  });
});
