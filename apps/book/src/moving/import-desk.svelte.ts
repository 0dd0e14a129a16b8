import type { Answer, Refused } from '../calls/answer.ts';
import {
  fetchHead,
  push,
  readColumns,
  removeImport,
  sendFile,
  type Head,
  type ImportView,
  type Kind,
} from '../calls/moving-calls.ts';

/** One file on its way in, from the file chosen to the last row. */
export class ImportDesk {
  view = $state.raw<ImportView | null>(null);
  head = $state.raw<Head | null>(null);
  mapping = $state<Record<string, string | null>>({});
  /** Of the file that has been sent, 0 to 1; null: none is being sent. */
  sent = $state<number | null>(null);
  refused = $state.raw<Refused | null>(null);
  #stopped = false;

  async choose(file: File, kind: Kind): Promise<void> {
    this.sent = 0;
    const started = await sendFile(file, kind, (share) => {
      this.sent = share;
    });
    this.sent = null;
    if (!this.#took(started)) return;
    await this.#open(started.value);
    // One that cannot be read is chosen anew, not gone on with.
    if (this.refused?.code === 'file-unreadable') await removeImport(started.value.id);
  }

  /** Goes on with a file that was begun before. */
  async resume(view: ImportView): Promise<void> {
    this.refused = null;
    if (view.state === 'receiving') await this.#open(view);
    else this.view = view;
    if (view.state === 'checking' || view.state === 'applying') await this.#steps();
  }

  /** True when it is gone. */
  async remove({ id }: ImportView): Promise<boolean> {
    return this.#took(await removeImport(id));
  }

  async #open(view: ImportView): Promise<void> {
    const head = await fetchHead(view.id);
    if (!this.#took(head)) return;
    this.view = view;
    this.head = head.value;
    this.mapping = { ...head.value.guess };
  }

  async tryOut(): Promise<void> {
    if (this.view === null) return;
    const read = await readColumns(this.view.id, $state.snapshot(this.mapping));
    if (!this.#took(read)) return;
    this.view = read.value;
    await this.#steps();
  }

  async apply(): Promise<void> {
    if (this.view === null) return;
    const applying = await push(this.view.id, 'apply');
    if (!this.#took(applying)) return;
    this.view = applying.value;
    await this.#steps();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.view === null) return;
    const stopped = await push(this.view.id, 'cancel');
    if (this.#took(stopped)) this.view = stopped.value;
  }

  leave(): void {
    this.#stopped = true;
    this.view = null;
    this.head = null;
    this.refused = null;
  }

  /** Batch after batch, until the file rests or staff stop it. */
  async #steps(): Promise<void> {
    this.#stopped = false;
    while (this.view?.state === 'checking' || this.view?.state === 'applying') {
      const stepped = await push(this.view.id, 'step');
      if (this.#stopped || !this.#took(stepped)) return;
      this.view = stepped.value;
    }
  }

  #took<T>(answer: Answer<T>): answer is { readonly ok: true; readonly value: T } {
    this.refused = answer.ok ? null : answer.refused;
    return answer.ok;
  }
}
