import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Pages = (request: IncomingMessage, response: ServerResponse) => void;

const protocolHeader = 'x-forwarded-proto';

/**
 * The built pages. Behind no proxy the book speaks plain HTTP, and says so: the pages check by it
 * that a form comes from themselves.
 */
export async function loadPages(folder: string): Promise<Pages> {
  process.env['PROTOCOL_HEADER'] ??= protocolHeader;
  const file = join(folder, 'build', 'handler.js');
  if (!existsSync(file)) return notBuilt;
  const built: unknown = await import(pathToFileURL(file).href);
  if (!hasHandler(built)) throw new Error('The built pages have no handler.');
  const { handler } = built;
  return (request, response) => {
    request.headers[protocolHeader] ??= 'http';
    handler(request, response);
  };
}

function hasHandler(built: unknown): built is { readonly handler: Pages } {
  return (
    typeof built === 'object' &&
    built !== null &&
    'handler' in built &&
    typeof built.handler === 'function'
  );
}

const notBuilt: Pages = (_request, response) => {
  response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('The pages have not been built: npm run build --workspace @tidbok/book\n');
};
