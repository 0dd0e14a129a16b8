import { error } from '@sveltejs/kit';
import type { BookingId } from '@tidbok/core';
import { readChoices, readId } from '../../../journey/choices.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const choices = readChoices(url.searchParams);
  const bookingId = readId<BookingId>(params.bookingId);
  const clinic = choices.clinicId === null ? null : await locals.site.clinic(choices.clinicId);
  if (bookingId === null || clinic === null) error(404, 'unknown-booking');
  const receipt = await locals.site.booking({ clinicId: clinic.id, bookingId });
  if (receipt === null) error(404, 'unknown-booking');
  const practitioner = clinic.practitioners.find(({ id }) => id === receipt.practitionerId);
  return {
    bookingId,
    clinic,
    headClinic: clinic,
    receipt,
    choices,
    now: locals.site.now(),
    practitioner: practitioner ?? null,
  };
};
