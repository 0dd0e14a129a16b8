import type { RequestEvent } from '@sveltejs/kit';
import { readForm } from './posted-form.ts';
import { readTypedDetails } from './typed-details.ts';

/**
 * Reads the posted form: the patient's details, when it carries them along, and what else it asks
 * of the page. A form is read once, so every action goes through here.
 */
export async function readCarried(
  event: Pick<RequestEvent, 'request' | 'locals'>,
): Promise<FormData> {
  const form = await readForm(event.request);
  event.locals.posted = form;
  event.locals.typed = readTypedDetails(form);
  return form;
}
