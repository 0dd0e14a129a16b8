import { readCarried } from '../../journey/carried.ts';
import { readChoices } from '../../journey/choices.ts';
import type { Actions, PageServerLoad } from './$types';

const CLINICS_SHOWN = 20;

export const load: PageServerLoad = async ({ url, locals }) => {
  const choices = readChoices(url.searchParams);
  const clinics = await locals.booking.clinics();
  const chosen = clinics.filter(({ id }) => id === choices.clinicId);
  const shown = chosen.length > 0 ? chosen : clinics.slice(0, CLINICS_SHOWN);
  return { choices, clinics: shown, headClinic: chosen[0] ?? null };
};

export const actions: Actions = {
  default: async (event) => {
    await readCarried(event);
  },
};
