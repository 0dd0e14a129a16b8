import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Pages = (request: IncomingMessage, response: ServerResponse) => void;

/** The built pages; until they are built, a line that says how. */
export async function loadPages(folder: string): Promise<Pages> {
  // Behind no proxy the site speaks plain HTTP.
  process.env['PROTOCOL_HEADER'] ??= 'x-forwarded-proto';
  const file = join(folder, 'build', 'handler.js');
  if (!existsSync(file)) return notBuilt;
  const built: unknown = await import(pathToFileURL(file).href);
  if (!hasHandler(built)) throw new Error('The built pages have no handler.');
  const { handler } = built;
  return (request, response) => {
    request.headers['x-forwarded-proto'] ??= 'http';
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
  response.end('The pages have not been built: npm run build --workspace @tidbok/site\n');
};
