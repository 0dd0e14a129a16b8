import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const zip = promisify(gzip);
/** Below this the envelope costs more than it saves. */
const LEAST_BYTES = 1_024;

/** The same answer with its page compressed, where the browser takes that. */
export async function compressed(request: Request, response: Response): Promise<Response> {
  const takes = request.headers.get('accept-encoding')?.includes('gzip') ?? false;
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!takes || !isPage || response.body === null) return response;
  const page = await response.arrayBuffer();
  const headers = new Headers(response.headers);
  headers.append('vary', 'accept-encoding');
  const { status } = response;
  if (page.byteLength < LEAST_BYTES) return new Response(page, { status, headers });
  const body = await zip(page);
  headers.set('content-encoding', 'gzip');
  headers.set('content-length', String(body.byteLength));
  return new Response(body, { status, headers });
}
