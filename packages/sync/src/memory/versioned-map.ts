/** The step from a version back to the one before: what stood under the key. */
interface Undo<K, V> {
  readonly key: K;
  readonly value: V | undefined;
  /** The version that was made out of this one. */
  readonly later: VersionedMap<K, V>;
}

/**
 * A map that is never changed, of which a next version costs no copy: all versions share the table
 * of the one last read, and each other knows one step towards it. Reading an older version carries
 * the table back there, so one version must not be read within a loop over another. `undefined` is
 * no value.
 */
export class VersionedMap<K, V> implements ReadonlyMap<K, V> {
  #table: Map<K, V> | null;
  #undo: Undo<K, V> | null = null;

  constructor(table: Map<K, V> = new Map()) {
    this.#table = table;
  }

  with(key: K, value: V): VersionedMap<K, V> {
    return this.#next(key, value);
  }

  without(key: K): VersionedMap<K, V> {
    return this.has(key) ? this.#next(key, undefined) : this;
  }

  get(key: K): V | undefined {
    return this.#open().get(key);
  }

  has(key: K): boolean {
    return this.#open().has(key);
  }

  get size(): number {
    return this.#open().size;
  }

  /** The keys of the steps that lead here from an earlier version; null when none are known. */
  keysSince(earlier: VersionedMap<K, V>): readonly K[] | null {
    const keys: K[] = [];
    let at: VersionedMap<K, V> = earlier;
    while (at !== this) {
      const undo = at.#undo;
      if (undo === null) return null;
      keys.push(undo.key);
      at = undo.later;
    }
    return keys;
  }

  forEach(act: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.#open()) act(value, key, this);
  }

  entries(): MapIterator<[K, V]> {
    return this.#open().entries();
  }

  keys(): MapIterator<K> {
    return this.#open().keys();
  }

  values(): MapIterator<V> {
    return this.#open().values();
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  #next(key: K, value: V | undefined): VersionedMap<K, V> {
    const table = this.#open();
    const later = new VersionedMap(table);
    this.#table = null;
    this.#undo = { key, value: put(table, key, value), later };
    return later;
  }

  /** The table as of this version: carried here when it stands at another. */
  #open(): Map<K, V> {
    if (this.#table !== null) return this.#table;
    const steps: Undo<K, V>[] = [];
    for (let undo = this.#undo; undo !== null; undo = undo.later.#undo) steps.push(undo);
    const newest = steps.at(-1)?.later ?? this;
    const table = newest.#table ?? new Map<K, V>();
    for (const [i, { key, value, later }] of [...steps.entries()].reverse()) {
      const earlier = steps[i - 1]?.later ?? this;
      later.#undo = { key, value: put(table, key, value), later: earlier };
      later.#table = null;
    }
    this.#undo = null;
    this.#table = table;
    return table;
  }
}

/** Puts or takes away; answers what stood there. */
function put<K, V>(table: Map<K, V>, key: K, value: V | undefined): V | undefined {
  const before = table.get(key);
  if (value === undefined) table.delete(key);
  else table.set(key, value);
  return before;
}
