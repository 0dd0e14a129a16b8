import { readCarried } from '../../journey/carried.ts';
import { clinicsToRing } from '../../journey/clinics-to-ring.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => clinicsToRing(event);

export const actions = {
  default: async (event) => {
    await readCarried(event);
  },
} satisfies Actions;
