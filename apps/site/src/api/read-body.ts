import type { IncomingMessage } from 'node:http';
import { refuseFields, type Outcome } from '@tidbok/core';
import { readJsonBody } from '@tidbok/doorway';

/** A booking is under 1 kB. */
const MAX_BODY_BYTES = 16 * 1024;

/** The JSON of a call, which none may leave out. */
export async function readBody(
  request: IncomingMessage,
  maxBytes = MAX_BODY_BYTES,
): Promise<Outcome<unknown>> {
  const body = await readJsonBody(request, maxBytes);
  if (!body.ok || body.value !== undefined) return body;
  return refuseFields([{ field: '', reason: 'not-json' }]);
}
