import { readFileSync } from 'node:fs';
import { instant, type Instant } from '@tidbok/core';

/**
 * The machine's clock, or (tests only) the instant that a file holds, read at each call. A file
 * caught half written counts as it last was; one that never held an instant throws.
 */
export function clockOf(file: string | undefined): () => Instant {
  if (file === undefined || file === '') return () => instant(Date.now());
  let last: Instant | null = null;
  return () => {
    const text = readFileSync(file, 'utf8').trim();
    const milliseconds = Date.parse(text);
    if (!Number.isNaN(milliseconds)) last = instant(milliseconds);
    if (last === null) throw new Error(`TIDBOK_NOW_FILE holds no instant: "${text}".`);
    return last;
  };
}
