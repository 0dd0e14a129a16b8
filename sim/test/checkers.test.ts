import { describe, expect, it } from 'vitest';
import { changedItems } from '../checkers/both.ts';
import { Digest } from '../world/digest.ts';

describe('what changed between two versions of a list', () => {
  it.each([
    { before: 'abc', now: 'abc', gone: '', come: '' },
    { before: 'abc', now: 'abcd', gone: '', come: 'd' },
    { before: 'abcd', now: 'acd', gone: 'b', come: '' },
    { before: 'abcd', now: 'axcd', gone: 'b', come: 'x' },
    { before: 'abcd', now: 'xbcy', gone: 'abcd', come: 'xbcy' },
    { before: 'aa', now: 'aaa', gone: '', come: 'a' },
    { before: '', now: 'ab', gone: '', come: 'ab' },
  ])('$before, then $now', ({ before, now, gone, come }) => {
    const changed = changedItems([...before], [...now]);
    expect(changed).toEqual({ gone: [...gone], come: [...come] });
  });
});

describe('the hash that stands for SHA-256', () => {
  it('is the same for the same text, and another for each other', () => {
    const { of } = new Digest();
    const first = of('a short text');
    const texts = [first, `${first}\na`, `${first}\nb`, `${first.slice(0, 60)}9999\na`];
    const hashes = texts.map(of);
    expect(new Set([first, ...hashes]).size).toBe(texts.length + 1);
    expect(texts.map(of)).toEqual(hashes);
    expect(of('a short text')).toBe(first);
  });
});
