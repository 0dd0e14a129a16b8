import { fail, redirect } from '@sveltejs/kit';
import { instant, MINUTE_MS, toLocalDate, type ClinicId } from '@tidbok/core';
import { RateLimit } from '../../api/rate-limit.ts';
import { PASS_COOKIE, PASS_MINUTES } from '../../api/visit-pass.ts';
import { readBirthDate } from '../../journey/check-details.ts';
import { hrefIn, readId, readLocale } from '../../journey/choices.ts';
import { readForm } from '../../journey/posted-form.ts';
import { readText } from '../../journey/typed-details.ts';
import type { Actions, PageServerLoad } from './$types';

/** A link is 32 bytes; a longer text is none. */
const LONGEST_TOKEN = 60;
/** Guesses at a date of birth that one address may make in a minute. */
const tries = new RateLimit(10);

/** The visit that a link has opened; before that, the question for the date of birth. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const token = url.searchParams.get('token') ?? '';
  const done = url.searchParams.get('done');
  const { pass, site } = locals;
  const visit = token !== '' || pass === null ? null : await site.visitByLink(pass);
  return { visit, asks: token !== '' && token.length <= LONGEST_TOKEN, done };
};

export const actions = {
  default: async ({ request, locals, url, cookies }) => {
    const form = await readForm(request);
    const { site, passes, address } = locals;
    const typed = readText(form, 'bornOn');
    const clinicId = readId<ClinicId>(url.searchParams.get('clinic'));
    const token = url.searchParams.get('token') ?? '';
    if (clinicId === null || token.length > LONGEST_TOKEN) return refused(typed);
    if (tries.take(address, performance.now()) > 0) {
      return fail(429, { refused: 'rate-limited' as const, typed, reason: '' });
    }
    const zone = await site.zoneOf(clinicId);
    if (zone === null) return refused(typed);
    const read = readBirthDate(typed, toLocalDate(zone, site.now()));
    if ('reason' in read) {
      const reason = typed.trim() === '' ? 'required' : read.reason;
      return fail(422, { refused: null, typed, reason });
    }
    const opened = await site.openByLink({ clinicId, token, bornOn: read.day });
    if (!opened.ok) return refused(typed);
    const expiresAt = instant(site.now() + PASS_MINUTES * MINUTE_MS);
    cookies.set(PASS_COOKIE, passes.lock({ clinicId, bookingId: opened.value, expiresAt }), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: passes.isSecure,
      maxAge: PASS_MINUTES * 60,
    });
    redirect(303, hrefIn(readLocale(url.searchParams), '/min-tid'));
  },
} satisfies Actions;

/** One answer for every reason. */
function refused(typed: string) {
  return fail(403, { refused: 'link-not-valid' as const, typed, reason: '' });
}
