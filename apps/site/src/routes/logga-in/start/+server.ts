import { redirect } from '@sveltejs/kit';
import { hrefIn, readLocale } from '../../../journey/choices.ts';
import { ownPath, rememberLogin } from '../../../journey/person.ts';
import type { RequestHandler } from './$types';

/** To the e-ID provider. A link, for a form may not lead to another site. */
export const GET: RequestHandler = async (event) => {
  const { login } = event.locals;
  const locale = readLocale(event.url.searchParams);
  if (login === null) redirect(303, hrefIn(locale, '/logga-in'));
  const returnTo = ownPath(event.url.searchParams.get('to'));
  const started = await login.relyingParty.start(event.locals.locale).catch((error: unknown) => {
    console.error(JSON.stringify({ level: 'warn', fault: 'e-ID provider', error: String(error) }));
    return null;
  });
  if (started === null) {
    redirect(303, hrefIn(locale, '/logga-in', { to: returnTo, away: '1' }));
  }
  rememberLogin(event, login, { underWay: started.underWay, returnTo });
  return new Response(null, { status: 303, headers: { location: started.url } });
};
