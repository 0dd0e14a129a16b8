import { error } from '@sveltejs/kit';

const UNSUPPORTED_MEDIA_TYPE = 415;
const BAD_REQUEST = 400;

/** The form that a page posted. What is no form, or is broken, is the sender's fault, not ours. */
export async function readForm(request: Request): Promise<FormData> {
  // SvelteKit lets it through, for a form may be sent so; nothing reads it.
  if (request.headers.get('content-type')?.startsWith('text/plain') === true) {
    error(UNSUPPORTED_MEDIA_TYPE);
  }
  return request.formData().catch((fault: unknown) => {
    if (fault instanceof TypeError) error(BAD_REQUEST);
    throw fault;
  });
}
