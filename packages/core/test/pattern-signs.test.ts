import { describe, expect, it } from 'vitest';
import {
  blankPattern,
  checkPatternSign,
  fittedTo,
  inUnits,
  painted,
  plainPattern,
  usableSigns,
  type PatternSign,
} from '../src/index.ts';
import { CLINIC } from './practice.ts';

const sign = (mark: string, needs: PatternSign['needs'], name = mark): PatternSign => ({
  id: `00000000-0000-7000-8000-00000000000${mark.charCodeAt(0) % 10}` as PatternSign['id'],
  sign: mark,
  name,
  needs,
});
const SIGNS = [
  sign('/', 'practitioner'),
  sign('.', 'nobody'),
  sign('i', 'practitioner', 'Injektion'),
  sign('v', 'nobody', 'Väntan'),
  sign('s', 'shared', 'Assistent'),
];

describe('a sign that the clinic has named (T4)', () => {
  it('means the practitioner, nobody but the chair, or its own shared resource', () => {
    const pattern = { unitMinutes: 5, signs: 'iv/s.' };
    expect(plainPattern(pattern, SIGNS)).toEqual({ unitMinutes: 5, signs: '/./s.' });
    expect(plainPattern(null, SIGNS)).toBeNull();
  });

  it('can be used once what it needs exists: a shared one in some clinic', () => {
    const none = usableSigns(SIGNS, []);
    expect([...none].join('')).toBe('/.iv');
    expect(usableSigns(SIGNS, [{ sign: 's', clinicId: CLINIC }]).has('s')).toBe(true);
  });

  it.each([
    [sign('ab', 'nobody'), 'two characters'],
    [sign('', 'nobody'), 'no character'],
    [sign(' ', 'nobody'), 'a space'],
    [sign('x', 'nobody', ''), 'no name'],
    [sign('/', 'nobody', 'Behandlare'), 'the practitioner’s own sign for nobody'],
    [sign('.', 'shared', 'Stol'), 'the chair’s own sign for a resource'],
  ])('is refused with %o (%s)', (wrong) => {
    expect(checkPatternSign(wrong)).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
  });

  it('may be called something else', () => {
    expect(checkPatternSign(sign('/', 'practitioner', 'Tandläkare')).ok).toBe(true);
  });
});

describe('painting a pattern', () => {
  it('begins with the practitioner for the whole visit, one sign per time unit', () => {
    expect(blankPattern(60, 15)).toEqual({ unitMinutes: 15, signs: '////' });
    expect(blankPattern(50, 15).signs).toHaveLength(3);
  });

  it('paints from one unit to another, whichever way the hand went', () => {
    const blank = blankPattern(60, 10);
    expect(painted(blank, { from: 1, to: 3, sign: 's' }).signs).toBe('/sss//');
    expect(painted(blank, { from: 3, to: 1, sign: 's' }).signs).toBe('/sss//');
  });

  it('is cut or lengthened with the practitioner when the length changes', () => {
    const pattern = { unitMinutes: 10, signs: '.s/' };
    expect(fittedTo(pattern, 20).signs).toBe('.s');
    expect(fittedTo(pattern, 50).signs).toBe('.s///');
  });

  it('keeps the parts of the visit in another time unit', () => {
    const pattern = { unitMinutes: 10, signs: '.s/' };
    expect(inUnits(pattern, 5, 30)).toEqual({ unitMinutes: 5, signs: '..ss//' });
    expect(inUnits(pattern, 15, 30)).toEqual({ unitMinutes: 15, signs: '.s' });
  });
});
