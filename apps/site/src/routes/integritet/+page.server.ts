import { clinicsToRing } from '../../journey/clinics-to-ring.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => clinicsToRing(event);
