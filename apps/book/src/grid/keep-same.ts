/**
 * `next`, but with every part that is equal to its part of `previous` replaced by that very part.
 * What did not change keeps its identity, so drawing touches only what changed.
 * Objects in arrays that carry an `id` or a `key` are paired by it, others by their place.
 */
export function keepSame<T>(previous: unknown, next: T): T;
export function keepSame(previous: unknown, next: unknown): unknown {
  if (Object.is(previous, next)) return previous;
  if (Array.isArray(previous) && Array.isArray(next)) return keepSameArray(previous, next);
  if (isRecord(previous) && isRecord(next)) return keepSameRecord(previous, next);
  return next;
}

function keepSameArray(previous: readonly unknown[], next: readonly unknown[]): unknown {
  const byName = new Map(previous.map((part, place) => [nameOf(part, place), part]));
  const merged = next.map((part, place) => keepSame(byName.get(nameOf(part, place)), part));
  const same =
    merged.length === previous.length && merged.every((part, place) => part === previous[place]);
  return same ? previous : merged;
}

function keepSameRecord(
  previous: Readonly<Record<string, unknown>>,
  next: Readonly<Record<string, unknown>>,
): unknown {
  let same = Object.keys(next).length === Object.keys(previous).length;
  // By entries: a name like `__proto__` is a name like any other.
  const merged: unknown = Object.fromEntries(
    Object.entries(next).map(([key, part]) => {
      const isKnown = Object.hasOwn(previous, key);
      const kept: unknown = isKnown ? keepSame(previous[key], part) : part;
      same &&= isKnown && kept === previous[key];
      return [key, kept];
    }),
  );
  return same ? previous : merged;
}

function nameOf(part: unknown, place: number): unknown {
  if (!isRecord(part)) return place;
  return part['key'] ?? part['id'] ?? place;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
