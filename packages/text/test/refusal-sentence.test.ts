import { isRefusalCode, refusalSentence } from '@tidbok/text';
import { describe, expect, it } from 'vitest';

describe('every refusal has a sentence', () => {
  it('is said in both languages', () => {
    expect(refusalSentence('time-taken', 'sv')).toBe('Tiden hann bli bokad av någon annan.');
    expect(refusalSentence('time-taken', 'en')).toMatch(/Someone else/u);
  });

  it('tells where a thing is in use when the refusal says so', () => {
    const details = { where: ['Akutbesök', 'Undersökning'] };
    expect(refusalSentence('in-use', 'sv', details)).toBe('Används i: Akutbesök, Undersökning.');
    expect(refusalSentence('in-use', 'sv')).toBe('Används och kan inte tas bort.');
  });

  it('knows a code from any other word', () => {
    expect(isRefusalCode('time-taken')).toBe(true);
    expect(isRefusalCode('toString')).toBe(false);
  });
});
