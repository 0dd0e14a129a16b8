import type { ClinicId } from '@tidbok/core';
import { error } from '@sveltejs/kit';
import { readId } from '../../../journey/choices.ts';
import type { RequestHandler } from './$types';

const NOT_FOUND = 404;

/** A clinic's logo. The pages ask for it by version, so it may be kept for long. */
export const GET: RequestHandler = async ({ params: { clinicId }, locals: { site } }) => {
  const id = readId<ClinicId>(clinicId);
  const logo = id === null ? null : await site.logo(id);
  if (logo === null) error(NOT_FOUND);
  return new Response(new Uint8Array(logo.bytes), {
    headers: {
      'content-type': logo.mediaType,
      'cache-control': 'public, max-age=604800, immutable',
      'content-security-policy': "default-src 'none'",
    },
  });
};
