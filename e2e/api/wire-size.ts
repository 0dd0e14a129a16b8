import { get, type IncomingMessage } from 'node:http';

export interface WireAnswer {
  readonly status: number;
  /** Bytes of the body as they travel: compressed, where the server compresses. */
  readonly bytes: number;
  readonly headers: IncomingMessage['headers'];
}

/** Asks as a browser does that takes compressed pages, and weighs what comes. */
export const weigh = (
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<WireAnswer> =>
  new Promise((resolve, reject) => {
    const asked = { headers: { 'accept-encoding': 'gzip, deflate, br', ...headers } };
    get(url, asked, (answer) => {
      let bytes = 0;
      answer.on('data', (part: Buffer) => (bytes += part.length));
      answer.once('error', reject);
      answer.once('end', () => {
        resolve({ status: answer.statusCode ?? 0, bytes, headers: answer.headers });
      });
    }).once('error', reject);
  });
