import { fail, redirect } from '@sveltejs/kit';
import { myVisit } from '../../../journey/my-visit.ts';
import { asPatient } from '../../../journey/person.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { visit } = await myVisit(event);
  return { visit };
};

export const actions = {
  default: async (event) => {
    const { person, visit } = await myVisit(event);
    const patient = asPatient(person);
    const cancelled = await event.locals.site.cancelMine({
      clinicId: visit.clinicId,
      bookingId: visit.bookingId,
      personalIdentityNumber: person.identity.personalIdentityNumber,
      patient: patient === null ? null : { ...patient, language: event.locals.locale },
    });
    if (cancelled.ok) redirect(303, '/mina-tider?done=cancelled');
    return fail(409, { refused: cancelled.refusal.code });
  },
} satisfies Actions;
