import { describe, expect, it } from 'vitest';
import { checkCategory, checkTemplate, occupanciesFor, patternParts } from '../src/index.ts';
import { ASSISTANT, CHAIR, DENTIST, EXAM, templateWith } from './practice.ts';
import { utc } from './stockholm.ts';

const START = utc('2026-11-30T08:00Z');
const SIGNS = new Set(['a']);
const subjects = {
  resourceId: CHAIR,
  practitionerId: DENTIST,
  sharedResources: new Map([['a', ASSISTANT]]),
};

function occupied(minutes: number, signs: string | null, unitMinutes = 10): unknown {
  const resourcePattern = signs === null ? null : { unitMinutes, signs };
  const outcome = occupanciesFor(subjects, { start: START, minutes, resourcePattern });
  if (!outcome.ok) return outcome.refusal.code;
  return outcome.value.map(({ subjectId, during }) => [
    subjectId,
    (during.from - START) / 60_000,
    (during.to - START) / 60_000,
  ]);
}

describe('a visit takes (T4)', () => {
  it('its chair and its practitioner for the whole visit when there is no pattern', () => {
    expect(occupied(30, null)).toEqual([
      [CHAIR, 0, 30],
      [DENTIST, 0, 30],
    ]);
  });

  it('its chair for the whole visit and everyone else only for their parts', () => {
    expect(occupied(60, '..//a/')).toEqual([
      [CHAIR, 0, 60],
      [DENTIST, 20, 40],
      [ASSISTANT, 40, 50],
      [DENTIST, 50, 60],
    ]);
  });

  it('only its chair where the whole pattern says so', () => {
    expect(occupied(20, '..')).toEqual([[CHAIR, 0, 20]]);
  });

  it('the practitioner for what staff added to its length, and no more than its length', () => {
    expect(occupied(50, '/a')).toEqual([
      [CHAIR, 0, 50],
      [DENTIST, 0, 10],
      [ASSISTANT, 10, 20],
      [DENTIST, 20, 50],
    ]);
    expect(occupied(15, '/a')).toEqual([
      [CHAIR, 0, 15],
      [DENTIST, 0, 10],
      [ASSISTANT, 10, 15],
    ]);
    expect(patternParts({ unitMinutes: 10, signs: '//' }, 30)).toEqual([
      { sign: '/', fromMinute: 0, toMinute: 30 },
    ]);
  });

  it('nothing that the clinic does not have', () => {
    expect(occupied(20, '/x')).toBe('pattern-sign');
  });
});

describe('a template is refused (T1)', () => {
  it.each([
    [{ useOnline: true, categoryId: null }, 'category-required'],
    [{ minutes: 30, resourcePattern: { unitMinutes: 10, signs: '//' } }, 'pattern-length'],
    [{ minutes: 30, resourcePattern: { unitMinutes: 0, signs: '//' } }, 'pattern-length'],
    [{ minutes: 30, resourcePattern: { unitMinutes: 10, signs: '/x.' } }, 'pattern-sign'],
    [{ name: '' }, 'invalid'],
    [{ minutes: 0 }, 'invalid'],
    [{ minutes: 721 }, 'invalid'],
    [{ minutes: 12.5 }, 'invalid'],
    [{ expectedAmount: -1 }, 'invalid'],
  ])('with %o: %s', (some, code) => {
    expect(checkTemplate(templateWith(some), SIGNS)).toMatchObject({ refusal: { code } });
  });

  it('but saved with a pattern that fits its length, and without a category when not online', () => {
    const pattern = { unitMinutes: 10, signs: '/a.' };
    expect(checkTemplate(templateWith({ resourcePattern: pattern }), SIGNS).ok).toBe(true);
    const local = templateWith({ useOnline: false, categoryId: null });
    expect(checkTemplate(local, SIGNS).ok).toBe(true);
  });

  it('as is a category without a name, a sign of one or two, or a colour', () => {
    const category = { id: EXAM, name: 'US', sign: 'U', colour: '#aabbcc' };
    expect(checkCategory(category).ok).toBe(true);
    for (const some of [{ name: '' }, { sign: '' }, { sign: 'abc' }, { colour: 'blue' }]) {
      expect(checkCategory({ ...category, ...some }).ok).toBe(false);
    }
  });
});
