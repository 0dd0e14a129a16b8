import type * as v from 'valibot';
import { ask, type Answer, type Refused } from '../calls/answer.ts';
import { anything, listOf } from '../calls/book-shapes.ts';

export interface Setting {
  readonly id: string;
  readonly name: string;
}

interface DeskOptions<T extends Setting> {
  /** Of the API: `/preblock-kinds`. */
  readonly path: string;
  readonly shape: v.GenericSchema<unknown, T>;
  /** What *Ny* begins with, given what there is; its id is empty. */
  readonly blank: (items: readonly T[]) => T;
  /** Only these are shown here. */
  readonly only?: (item: T) => boolean;
  readonly nameOfCopy: (name: string) => string;
}

/** One kind of setting being looked after: the list, and the one that is open. */
export class SettingsDesk<T extends Setting> {
  items = $state.raw<readonly T[]>([]);
  draft = $state.raw<T | null>(null);
  refused = $state.raw<Refused | null>(null);
  busy = $state(false);
  loaded = $state(false);
  #saved: T | null = null;
  readonly #options: DeskOptions<T>;

  constructor(options: DeskOptions<T>) {
    this.#options = options;
  }

  get dirty(): boolean {
    return this.draft !== null && this.draft !== this.#saved;
  }

  async load(): Promise<void> {
    const { path, shape, only } = this.#options;
    const answer = await ask(path, { shape: listOf(shape) });
    this.loaded = true;
    if (!answer.ok) {
      this.refused = answer.refused;
      return;
    }
    this.items = only === undefined ? answer.value.items : answer.value.items.filter(only);
  }

  open(item: T): void {
    this.refused = null;
    this.#saved = item;
    this.draft = item;
  }

  begin(): void {
    this.refused = null;
    this.#saved = null;
    this.draft = this.#options.blank(this.items);
  }

  copy(): void {
    if (this.draft === null) return;
    const name = this.#options.nameOfCopy(this.draft.name);
    this.#saved = null;
    this.refused = null;
    this.draft = { ...this.draft, id: '', name };
  }

  /** Reads what is open as it now stands on the server; a change made here is given up. */
  async reload(): Promise<void> {
    const id = this.draft?.id;
    await this.load();
    const item = this.items.find((each) => each.id === id);
    if (item === undefined) this.close();
    else this.open(item);
  }

  /** What is open stands as it was before it was changed; one that is new is gone. */
  giveUp(): void {
    this.draft = this.#saved;
    this.refused = null;
  }

  close(): void {
    this.draft = null;
    this.refused = null;
  }

  /** True when it was saved; what was saved is then open, as the server has it. */
  async save(): Promise<boolean> {
    const { draft } = this;
    if (draft === null || this.busy) return false;
    const { id, ...body } = draft;
    const { path, shape } = this.#options;
    const asking = { body, shape } as const;
    const answer = await this.#doing(() =>
      id === ''
        ? ask(path, { method: 'POST', ...asking })
        : ask(`${path}/${id}`, { method: 'PUT', ...asking }),
    );
    if (!answer.ok) return false;
    await this.load();
    this.open(this.items.find((item) => item.id === answer.value.id) ?? answer.value);
    return true;
  }

  /** `retired`: it is in use and was only taken out of use. */
  async remove(): Promise<'deleted' | 'retired' | null> {
    const { draft } = this;
    if (draft === null || draft.id === '' || this.busy) return null;
    const answer = await this.#doing(() =>
      ask(`${this.#options.path}/${draft.id}`, { method: 'DELETE', shape: anything }),
    );
    if (!answer.ok) return null;
    this.close();
    await this.load();
    return wasRetired(answer.value) ? 'retired' : 'deleted';
  }

  async #doing<Value>(what: () => Promise<Answer<Value>>): Promise<Answer<Value>> {
    this.busy = true;
    const answer = await what();
    this.busy = false;
    this.refused = answer.ok ? null : answer.refused;
    return answer;
  }
}

function wasRetired(answered: unknown): boolean {
  return (
    typeof answered === 'object' &&
    answered !== null &&
    'retired' in answered &&
    answered.retired === true
  );
}
