import { redirect, type RequestHandler } from '@sveltejs/kit';
import { isLocale } from '@tidbok/text';
import { LANGUAGE_COOKIE, cameByHttps } from '../../shell/cookies.ts';

const YEAR_SECONDS = 365 * 24 * 3600;
const SAFE_PATH = /^\/(?![/\\])[\x21-\x7e]*$/;

export const POST: RequestHandler = async ({ cookies, request }) => {
  const form = await request.formData();
  const language = form.get('language');
  if (isLocale(language)) {
    const secure = cameByHttps(request);
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
    cookies.set(LANGUAGE_COOKIE, language, { ...options, maxAge: YEAR_SECONDS });
  }
  const next = form.get('next');
  redirect(303, typeof next === 'string' && SAFE_PATH.test(next) ? next : '/');
};
