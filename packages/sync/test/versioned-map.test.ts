import { expect, it } from 'vitest';
import { VersionedMap } from '../src/memory/versioned-map.ts';

it('a version of a map shows what stood when it was made, whatever was made of it since', () => {
  const empty = new VersionedMap<string, number>();
  const one = empty.with('a', 1);
  const two = one.with('b', 2);
  const changed = two.with('a', 3);
  const less = changed.without('b');
  expect([...less]).toEqual([['a', 3]]);
  expect(new Map(two)).toEqual(new Map(Object.entries({ a: 1, b: 2 })));
  expect([...empty.keys()]).toEqual([]);
  expect([...changed.values()].sort()).toEqual([2, 3]);
  expect(one.size).toBe(1);
  expect(less.get('a')).toBe(3);
});

it('two futures of one version do not see each other', () => {
  const past = new VersionedMap<string, number>().with('a', 1);
  const here = past.with('a', 2).with('b', 2);
  const there = past.with('c', 3).without('a');
  expect([...here]).toEqual(Object.entries({ a: 2, b: 2 }));
  expect([...there]).toEqual(Object.entries({ c: 3 }));
  expect([...past]).toEqual(Object.entries({ a: 1 }));
  expect(here.has('c')).toBe(false);
});

it('taking away what is not there makes no new version', () => {
  const map = new VersionedMap<string, number>().with('a', 1);
  expect(map.without('b')).toBe(map);
});

it('a version knows what was changed since an earlier one, unless it came by another way', () => {
  const past = new VersionedMap<string, number>().with('a', 1);
  const here = past.with('b', 2).without('a').with('b', 3);
  expect(here.keysSince(past)).toEqual(['b', 'a', 'b']);
  expect(here.keysSince(here)).toEqual([]);
  expect(past.keysSince(here)).toBeNull();
  const there = past.with('c', 4);
  expect(there.keysSince(past)).toEqual(['c']);
  expect(here.keysSince(past)).toBeNull();
});
