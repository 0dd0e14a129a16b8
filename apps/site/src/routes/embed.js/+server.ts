import type { RequestHandler } from './$types';

/** The script that a clinic's own home page loads; see `src/embed/main.ts`. */
export const GET: RequestHandler = () =>
  new Response(EMBED_SCRIPT, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
