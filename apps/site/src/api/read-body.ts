import type { IncomingMessage } from 'node:http';
import { ok, refuse, refuseFields, type Outcome } from '@tidbok/core';

/** A booking is under 1 kB. */
const MAX_BODY_BYTES = 16 * 1024;
/** What is too large is still drained up to here, so that the caller hears the answer. */
const maxDrainBytes = 32 * 1024 * 1024;

/** The JSON of a request. Refuses `too-large`, `unsupported-media-type`, `invalid`. */
export async function readBody(
  request: IncomingMessage,
  maxBytes = MAX_BODY_BYTES,
): Promise<Outcome<unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += piece.length;
    if (bytes <= maxBytes) chunks.push(piece);
    else chunks.length = 0;
    if (bytes > maxDrainBytes) break;
  }
  if (bytes > maxBytes) return refuse('too-large', { bytes: maxBytes });
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
