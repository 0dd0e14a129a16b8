import { readFileSync } from 'node:fs';
import { instant, type Instant } from '@tidbok/core';

/** The clock, or for tests a file that holds the instant which counts as now. */
export function clockFrom(nowFile: string | undefined): () => Instant {
  if (nowFile === undefined) return () => instant(Date.now());
  return () => {
    const text = readFileSync(nowFile, 'utf8').trim();
    const milliseconds = Date.parse(text);
    if (Number.isNaN(milliseconds)) throw new Error(`${nowFile} holds no instant: "${text}".`);
    return instant(milliseconds);
  };
}
