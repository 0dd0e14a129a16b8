import { readFileSync } from 'node:fs';
import { instant, type Instant } from '@tidbok/core';

/** The computer's clock, or for tests a file with the instant that counts as now. */
export function clockOf(nowFile: string | undefined): () => Instant {
  if (nowFile === undefined) return () => instant(Date.now());
  return () => {
    const at = Date.parse(readFileSync(nowFile, 'utf8').trim());
    if (Number.isNaN(at)) throw new Error('TIDBOK_NOW_FILE holds no instant.');
    return instant(at);
  };
}
