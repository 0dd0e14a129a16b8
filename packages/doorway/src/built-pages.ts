import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Pages = (request: IncomingMessage, response: ServerResponse) => void;

const PROTOCOL_HEADER = 'x-forwarded-proto';

/**
 * The pages that SvelteKit has built in an app's folder; until they are built, a line that says
 * how. Behind no proxy an app speaks plain HTTP, and says so: the pages check by it that a form
 * comes from themselves.
 */
export async function loadPages(folder: string): Promise<Pages> {
  process.env['PROTOCOL_HEADER'] ??= PROTOCOL_HEADER;
  const file = join(folder, 'build', 'handler.js');
  if (!existsSync(file)) return notBuilt(basename(folder));
  const built: unknown = await import(pathToFileURL(file).href);
  if (!hasHandler(built)) throw new Error('The built pages have no handler.');
  const { handler } = built;
  return (request, response) => {
    request.headers[PROTOCOL_HEADER] ??= 'http';
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

function notBuilt(app: string): Pages {
  return (_request, response) => {
    response.writeHead(503, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(`The pages have not been built: npm run build --workspace @tidbok/${app}\n`);
  };
}
