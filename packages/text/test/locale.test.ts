import { chooseLocale } from '@tidbok/text';
import { describe, expect, it } from 'vitest';

describe('the language to answer in', () => {
  it('is Swedish when nothing is asked for', () => {
    expect(chooseLocale(null, null)).toBe('sv');
    expect(chooseLocale(null, 'de-DE,fr;q=0.8')).toBe('sv');
  });

  it('is the one that the address asks for, whatever the browser prefers', () => {
    expect(chooseLocale('en', 'sv-SE')).toBe('en');
    expect(chooseLocale('xx', 'sv-SE')).toBe('sv');
  });

  it('is the one that the browser prefers most', () => {
    expect(chooseLocale(null, 'en-GB,en;q=0.9,sv;q=0.8')).toBe('en');
    expect(chooseLocale(null, 'en;q=0.2, sv;q=0.9')).toBe('sv');
    expect(chooseLocale(null, 'en;q=0')).toBe('sv');
  });
});
