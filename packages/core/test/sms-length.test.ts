import { describe, expect, it } from 'vitest';
import { plainForSms, smsLength } from '@tidbok/core';

/** The 127 signs of 3GPP TS 23.038, 6.2.1, by their code, the escape left out. */
const table = [
  ['@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å'],
  ['Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', 'Æ', 'æ', 'ß', 'É'],
  [...' !"#¤%&\'()*+,-./'],
  [...'0123456789:;<=>?'],
  [...'¡ABCDEFGHIJKLMNO'],
  [...'PQRSTUVWXYZÄÖÑÜ§'],
  [...'¿abcdefghijklmno'],
  [...'pqrstuvwxyzäöñüà'],
].flat();

describe('the length of an SMS', () => {
  it('knows each of the 127 signs of the default alphabet as one place', () => {
    expect(new Set(table).size).toBe(127);
    for (const sign of table) {
      expect(smsLength(sign)).toEqual({ alphabet: 'gsm7', places: 1, parts: 1 });
    }
  });

  it.each([...'^{}\\[~]|€\f'])('counts %j of the extension table as two places', (sign) => {
    expect(smsLength(sign)).toEqual({ alphabet: 'gsm7', places: 2, parts: 1 });
  });

  it.each(['ç', 'ê', 'Á', '–', '”', '`', 'ł', 'ش', '😀'])(
    'sends the whole of it as UCS-2 for %s',
    (sign) => {
      expect(smsLength(`Hej ${sign}`).alphabet).toBe('ucs2');
    },
  );

  it.each([
    ['a', 160, 1],
    ['a', 161, 2],
    ['a', 306, 2],
    ['a', 307, 3],
    ['ş', 70, 1],
    ['ş', 71, 2],
    ['ş', 134, 2],
    ['ş', 135, 3],
    ['€', 80, 1],
    ['€', 81, 2],
    ['😀', 35, 1],
    ['😀', 36, 2],
  ])('%s × %i takes %i parts', (sign, count, parts) => {
    expect(smsLength(sign.repeat(count)).parts).toBe(parts);
  });

  it('tears no sign of two places apart between two parts', () => {
    // 152 + 2 would end in the middle of the euro: it begins the second part, which 152 then fill.
    expect(smsLength(`${'a'.repeat(152)}€${'a'.repeat(151)}`).parts).toBe(2);
    expect(smsLength(`${'a'.repeat(152)}€${'a'.repeat(152)}`).parts).toBe(3);
    expect(smsLength(`${'ş'.repeat(66)}😀${'ş'.repeat(65)}`).parts).toBe(2);
    expect(smsLength(`${'ş'.repeat(66)}😀${'ş'.repeat(66)}`).parts).toBe(3);
  });

  it('writes typographic signs as a phone has them, and leaves the rest', () => {
    const plain = plainForSms('Tid 08.30–09.00 … ”Välkommen” å\u030a');
    expect(plain).toBe('Tid 08.30-09.00 ... "Välkommen" å\u030a'.normalize('NFC'));
    expect(plainForSms('A\u030angra o\u0308ppet')).toBe('Ångra öppet');
    expect(smsLength(plainForSms('Ångra öppet 8–17')).alphabet).toBe('gsm7');
  });
});
