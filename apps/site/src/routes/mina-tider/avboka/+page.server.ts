import { fail } from '@sveltejs/kit';
import { backHome, homeOf, myVisit, numberOf } from '../../../journey/my-visit.ts';
import { asPatient } from '../../../journey/person.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const own = await myVisit(event);
  return { visit: own.visit, home: homeOf(own), now: event.locals.site.now() };
};

export const actions = {
  default: async (event) => {
    const own = await myVisit(event);
    const { visit, person } = own;
    const patient = person === null ? null : asPatient(person);
    const cancelled = await event.locals.site.cancelMine({
      clinicId: visit.clinicId,
      bookingId: visit.bookingId,
      personalIdentityNumber: numberOf(own),
      patient: patient === null ? null : { ...patient, language: event.locals.locale },
    });
    if (cancelled.ok) backHome(own, 'cancelled');
    return fail(409, { refused: cancelled.refusal.code });
  },
} satisfies Actions;
