import { redirect, type RequestHandler } from '@sveltejs/kit';
import { SESSION_COOKIE } from '../../shell/cookies.ts';

export const POST: RequestHandler = async ({ cookies, locals }) => {
  const token = cookies.get(SESSION_COOKIE);
  if (token !== undefined) await locals.clinic.signOut(token);
  cookies.delete(SESSION_COOKIE, { path: '/' });
  redirect(303, '/login');
};
