import { json, type RequestHandler } from '@sveltejs/kit';
import { syncStateOf } from '../../../live/sync-state.ts';

/** How book and site stand to each other, for the badge at the top of every page. */
export const GET: RequestHandler = async ({ locals }) =>
  json({ asOf: locals.clinic.now(), sync: syncStateOf(await locals.clinic.status()) });
