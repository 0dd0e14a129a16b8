import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Position } from '@tidbok/protocol';
import * as v from 'valibot';

const place = v.object({ inc: v.string(), seq: v.number(), hash: v.string() });
const marked = v.object({ clinicHead: place, siteCursor: place });

/** How far the site may know this book's log, and this book the site's. */
export type Marked = v.InferOutput<typeof marked>;

/**
 * The mark outside the database (4.1): written and flushed before anything is sent, so that a
 * database that lies behind it was restored from an older backup.
 */
export class HighWater {
  readonly #file: string;
  #known: Marked | null = null;
  /** One after the other: they share a file. */
  #raising: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  /** null: nothing was ever sent from this computer, or the file cannot be read. */
  async read(): Promise<Marked | null> {
    try {
      const read = v.safeParse(marked, JSON.parse(await readFile(this.#file, 'utf8')));
      this.#known = read.success ? read.output : null;
    } catch (error) {
      if (!(error instanceof SyntaxError) && !isMissing(error)) throw error;
    }
    return this.#known;
  }

  /** Raises the mark, durably, before what is named here is told to the site. */
  raise(reached: Partial<Marked>): Promise<void> {
    const raised = this.#raising.then(() => this.#raise(reached));
    this.#raising = raised.catch(() => undefined);
    return raised;
  }

  async #raise(reached: Partial<Marked>): Promise<void> {
    const before = this.#known;
    const clinicHead = later(before?.clinicHead, reached.clinicHead);
    const siteCursor = later(before?.siteCursor, reached.siteCursor);
    if (clinicHead === undefined || siteCursor === undefined) return;
    if (clinicHead === before?.clinicHead && siteCursor === before.siteCursor) return;
    const mark = { clinicHead, siteCursor };
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const fresh = `${this.#file}.new`;
    const file = await open(fresh, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(mark));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(fresh, this.#file);
    this.#known = mark;
  }
}

function later(before: Position | undefined, reached: Position | undefined): Position | undefined {
  if (reached === undefined) return before;
  const isBehind = before !== undefined && before.inc === reached.inc && before.seq >= reached.seq;
  return isBehind ? before : reached;
}

/** Whether a database that stands here was restored from an older backup than the mark. */
export function liesBehind(mark: Marked | null, state: Marked): boolean {
  if (mark === null) return false;
  const behind = (marks: Position, stands: Position): boolean =>
    marks.inc === stands.inc ? stands.seq < marks.seq : true;
  return behind(mark.clinicHead, state.clinicHead) || behind(mark.siteCursor, state.siteCursor);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
