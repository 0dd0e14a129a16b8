import type { IncomingMessage } from 'node:http';
import { ok, refuse, refuseFields, type Outcome } from '@tidbok/core';

/** What is too large is still read up to here, so that the caller hears the answer. */
const MAX_DRAIN_BYTES = 32 * 1024 * 1024;

/**
 * The JSON of a request of at most `maxBytes`; undefined when it has no body. Refuses `too-large`,
 * `unsupported-media-type` and `invalid`.
 */
export async function readJsonBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Outcome<unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += piece.length;
    if (bytes <= maxBytes) chunks.push(piece);
    else chunks.length = 0;
    if (bytes > MAX_DRAIN_BYTES) break;
  }
  if (bytes > maxBytes) return refuse('too-large', { bytes: maxBytes });
  if (bytes === 0) return ok(undefined);
  if (!isJson(request)) return refuse('unsupported-media-type');
  try {
    return ok(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    return refuseFields([{ field: '', reason: 'not-json' }]);
  }
}

function isJson(request: IncomingMessage): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(request.headers['content-type'] ?? '');
}
