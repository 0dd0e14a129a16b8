import { readCarried } from '../../journey/carried.ts';
import { clinicFrameOf, treatmentsOf } from '../../journey/frame.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const frame = await clinicFrameOf(event, 'treatment');
  const { practitioner } = frame.choices;
  const chosen = practitioner === 'any' ? null : practitioner;
  const treatments = await treatmentsOf(event.locals.site, frame.clinic.id, chosen);
  return { frame, treatments };
};

export const actions = {
  default: async (event) => {
    await readCarried(event);
  },
} satisfies Actions;
