import { fail, redirect, type Cookies } from '@sveltejs/kit';
import type { SignedIn } from '@tidbok/service/clinic';
import { DEVICE_COOKIE, SESSION_COOKIE, cameByHttps, safeNext } from '../../shell/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

/** Longer than any name or password in use; what is longer is no attempt to sign in. */
const MOST_CHARACTERS = 200;
const YEAR_SECONDS = 365 * 24 * 3600;

export const load: PageServerLoad = ({ locals, url }) => {
  const next = safeNext(url.searchParams.get('next'));
  if (locals.user !== null) redirect(303, next);
  return { next };
};

function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.slice(0, MOST_CHARACTERS + 1) : '';
}

function remember(cookies: Cookies, signedIn: SignedIn, secure: boolean): void {
  const common = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  cookies.set(SESSION_COOKIE, signedIn.sessionToken, {
    ...common,
    expires: new Date(signedIn.expiresAt),
  });
  cookies.set(DEVICE_COOKIE, signedIn.deviceToken, { ...common, maxAge: YEAR_SECONDS });
}

export const actions: Actions = {
  default: async ({ cookies, getClientAddress, locals, request, url }) => {
    const form = await request.formData();
    const signInName = field(form, 'name').trim();
    const password = field(form, 'password');
    if (signInName === '' || password === '') {
      return fail(422, { signInName, problem: 'missing' as const });
    }
    const outcome = await locals.clinic.signIn({
      signInName: signInName.slice(0, MOST_CHARACTERS),
      password,
      address: getClientAddress(),
      deviceToken: cookies.get(DEVICE_COOKIE) ?? null,
    });
    if (!outcome.ok) {
      const tooMany = outcome.refusal.code === 'rate-limited';
      return fail(tooMany ? 429 : 401, {
        signInName,
        problem: tooMany ? ('tooMany' as const) : ('failed' as const),
      });
    }
    remember(cookies, outcome.value, cameByHttps(request));
    redirect(303, safeNext(url.searchParams.get('next')));
  },
};
