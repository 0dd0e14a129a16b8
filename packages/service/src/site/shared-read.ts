/**
 * Lets many who ask the same at once share one read, and never one that began before they asked:
 * while a read is under way, those who come wait for the next one together.
 */
export class SharedRead<K, V> {
  readonly #read: (key: K) => Promise<V>;
  readonly #running = new Map<K, { current: Promise<V>; next: Promise<V> | null }>();

  constructor(read: (key: K) => Promise<V>) {
    this.#read = read;
  }

  ask(key: K): Promise<V> {
    const running = this.#running.get(key);
    if (running === undefined) return this.#start(key);
    running.next ??= running.current.then(
      () => this.#start(key),
      () => this.#start(key),
    );
    return running.next;
  }

  #start(key: K): Promise<V> {
    const current = this.#read(key);
    const running = { current, next: null };
    this.#running.set(key, running);
    const done = (): void => {
      // Unless the next one has begun already.
      if (this.#running.get(key) === running && running.next === null) this.#running.delete(key);
    };
    current.then(done, done);
    return current;
  }
}
