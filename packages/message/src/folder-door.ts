import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Delivery } from '@tidbok/core';

/** Puts messages in a folder instead of sending them: for the demo and for trying texts out. */
export class FolderDoor {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** A file is there whole or not at all, under the message's own name. */
  async deliver(name: string, content: Buffer | string): Promise<Delivery> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const file = join(this.#folder, name);
      await writeFile(`${file}.part`, content, { mode: 0o600 });
      await rename(`${file}.part`, file);
      return { type: 'sent', reference: null, parts: 1 };
    } catch {
      return { type: 'not-now', fault: 'not-reached' };
    }
  }
}
