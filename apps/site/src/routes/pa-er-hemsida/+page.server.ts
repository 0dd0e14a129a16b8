import { clinicsToRing } from '../../journey/clinics-to-ring.ts';
import { treatmentsOf } from '../../journey/frame.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const shown = await clinicsToRing(event);
  const { headClinic } = shown;
  const treatments =
    headClinic === null ? [] : await treatmentsOf(event.locals.site, headClinic.id, null);
  return { ...shown, treatments, origin: event.url.origin };
};
