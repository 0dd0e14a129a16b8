import { readCarried } from '../../journey/carried.ts';
import { allClinics } from '../../journey/all-clinics.ts';
import { readChoices } from '../../journey/choices.ts';
import type { Actions, PageServerLoad } from './$types';

const CLINICS_SHOWN = 20;

export const load: PageServerLoad = async ({ url, locals }) => {
  const choices = readChoices(url.searchParams);
  const { clinicId } = choices;
  const chosen = clinicId === null ? null : await locals.site.clinic(clinicId);
  const clinics = chosen === null ? await allClinics(locals.site, null, CLINICS_SHOWN) : [chosen];
  return { choices, clinics, headClinic: chosen };
};

export const actions = {
  default: async (event) => {
    await readCarried(event);
  },
} satisfies Actions;
