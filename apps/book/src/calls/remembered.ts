import * as v from 'valibot';

/**
 * A list whose entries carry ids and are read again and again. What is the same as when it was last
 * read is not checked again and keeps its identity: of a day's bookings, mostly one has changed.
 */
export function remembered<T>(
  entry: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, readonly T[]> {
  let last = new Map<string, { readonly raw: unknown; readonly read: T }>();
  return v.pipe(
    v.custom<readonly unknown[]>((value) => Array.isArray(value), 'malformed'),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const next: typeof last = new Map();
      const list: T[] = [];
      for (const raw of dataset.value) {
        const id = isObject(raw) ? String(raw['id']) : '';
        const before = last.get(id);
        let read = before?.read;
        if (before === undefined || !sameJson(before.raw, raw)) {
          const parsed = v.safeParse(entry, raw);
          if (!parsed.success) {
            addIssue({ message: parsed.issues[0].message });
            return NEVER;
          }
          read = parsed.output;
        }
        if (read === undefined) return NEVER;
        next.set(id, { raw, read });
        list.push(read);
      }
      last = next;
      return list;
    }),
  );
}

/** True for two JSON values that say the same. */
function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length && keys.every((key) => sameJson(one[key], other[key]))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
