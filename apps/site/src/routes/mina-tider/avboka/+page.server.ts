import { fail } from '@sveltejs/kit';
import { backHome, myVisit, numberOf } from '../../../journey/my-visit.ts';
import { asPatient } from '../../../journey/person.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const { visit, home } = await myVisit(event);
  return { visit, home };
};

export const actions = {
  default: async (event) => {
    const own = await myVisit(event);
    const { visit, person, home } = own;
    const patient = person === null ? null : asPatient(person);
    const cancelled = await event.locals.site.cancelMine({
      clinicId: visit.clinicId,
      bookingId: visit.bookingId,
      personalIdentityNumber: numberOf(own),
      patient: patient === null ? null : { ...patient, language: event.locals.locale },
    });
    if (cancelled.ok) backHome(home, 'cancelled');
    return fail(409, { refused: cancelled.refusal.code });
  },
} satisfies Actions;
