import { redirect } from '@sveltejs/kit';
import type { RefusalCode } from '@tidbok/core';
import { LOGIN_COOKIE } from '../../../api/login.ts';
import { readLocale } from '../../../journey/choices.ts';
import { keepSession, swedishDay } from '../../../journey/person.ts';
import type { PageServerLoad } from './$types';

/** Back from the e-ID provider. Each start is answered once: its cookie goes with the answer. */
export const load: PageServerLoad = async (event) => {
  const { login, site } = event.locals;
  const pending = login?.readPending(event.cookies.get(LOGIN_COOKIE), site.now()) ?? null;
  // The provider's way back asks for no language: the login began in one.
  const askedLocale =
    pending === null ? null : readLocale(new URL(pending.returnTo, event.url).searchParams);
  event.locals.locale = askedLocale ?? event.locals.locale;
  const { locale } = event.locals;
  const refused = (code: RefusalCode) => ({ refused: code, locale, askedLocale });
  if (login === null) return refused('login-not-open');
  event.cookies.delete(LOGIN_COOKIE, { path: '/logga-in' });
  if (pending === null) return refused('login-expired');
  const found = await login.relyingParty.finish(
    event.url,
    pending.underWay,
    swedishDay(site.now()),
  );
  if (!found.ok) return refused(found.refusal.code);
  keepSession(event, login, { identity: found.value, contact: null });
  redirect(303, pending.returnTo);
};
