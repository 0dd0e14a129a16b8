import { request as requestPlain, type Agent, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';

export interface JsonAnswer {
  readonly status: number;
  /** null where the answer was empty or no JSON. */
  readonly body: unknown;
  /** The answerer's clock as it says, milliseconds, to the second; null when it says nothing. */
  readonly at: number | null;
}

export interface PostOptions {
  readonly agent?: Agent | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** An answer larger than this is given up. */
const maxAnswerBytes = 32_000_000;

/**
 * Posts JSON through the agent given. Follows no redirect: whoever sends one is not the site.
 * Throws when there is no answer within `timeoutMs`.
 */
export function postJson(url: URL, body: unknown, options: PostOptions): Promise<JsonAnswer> {
  const text = JSON.stringify(body);
  const send = url.protocol === 'https:' ? requestSecure : requestPlain;
  const signals = [AbortSignal.timeout(options.timeoutMs), options.signal ?? []].flat();
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      {
        method: 'POST',
        agent: options.agent,
        signal: AbortSignal.any(signals),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          accept: 'application/json',
        },
      },
      (response) => {
        readJson(response).then(resolve, reject);
      },
    );
    request.once('error', reject);
    request.end(text);
  });
}

async function readJson(response: IncomingMessage): Promise<JsonAnswer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const piece = Buffer.from(chunk as Uint8Array);
    bytes += piece.length;
    if (bytes > maxAnswerBytes) throw new Error('The answer is too large.');
    chunks.push(piece);
  }
  const at = Date.parse(response.headers.date ?? '');
  return {
    status: response.statusCode ?? 0,
    body: parsed(Buffer.concat(chunks).toString('utf8')),
    at: Number.isNaN(at) ? null : at,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
