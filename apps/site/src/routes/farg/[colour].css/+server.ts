import { error } from '@sveltejs/kit';
import { accentStyles } from '@tidbok/ui';
import type { RequestHandler } from './$types';

/** The same colour always gives the same stylesheet; a day, so that a better one comes through. */
const KEPT_SECONDS = 86_400;

/** A clinic's own colour, `rrggbb`, as a stylesheet over the site's. */
export const GET: RequestHandler = ({ params }) => {
  const styles = accentStyles(`#${params.colour}`);
  if (styles === null) error(404, 'no colour');
  return new Response(styles, {
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': `public, max-age=${KEPT_SECONDS}`,
    },
  });
};
