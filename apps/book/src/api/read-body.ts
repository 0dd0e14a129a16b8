import type { IncomingMessage } from 'node:http';
import { ok, refuse, refuseFields, type Outcome } from '@tidbok/core';

/** Far above any body of this API. */
const maxBytes = 256 * 1024;
/** What is too large is still read up to here, so that the caller hears the answer. */
const maxDrainBytes = 16 * 1024 * 1024;

/** The JSON of a request; null when it has no body. */
export async function readBody(request: IncomingMessage): Promise<Outcome<unknown>> {
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
  if (bytes === 0) return ok(null);
  if (!isJson(request)) return refuse('unsupported-media-type');
  try {
    return ok(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    return refuseFields([{ field: '', reason: 'not-json' }]);
  }
}

function isJson(request: IncomingMessage): boolean {
  const type = request.headers['content-type'] ?? '';
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(type);
}
