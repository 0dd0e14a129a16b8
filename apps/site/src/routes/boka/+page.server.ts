import { redirect } from '@sveltejs/kit';
import { hrefOf, readChoices, withoutTime } from '../../journey/choices.ts';
import { treatmentsOf } from '../../journey/frame.ts';
import type { PageServerLoad } from './$types';

/**
 * The way in from a clinic's own page or letter: as far along the five steps as what the address
 * chooses beforehand allows. A template without a practitioner means any of them.
 */
export const load: PageServerLoad = async ({ url, locals: { site } }) => {
  const asked = withoutTime(readChoices(url.searchParams));
  const clinic = asked.clinicId === null ? null : await site.clinic(asked.clinicId);
  if (clinic === null) redirect(303, hrefOf('/', { ...asked, clinicId: null, practitioner: null }));
  const isAlone = clinic.practitioners.length === 1 || asked.templateId !== null;
  const known = clinic.practitioners.some(({ id }) => id === asked.practitioner);
  const practitioner = known ? asked.practitioner : isAlone ? 'any' : null;
  const choices = { ...asked, practitioner };
  if (practitioner === null) redirect(303, hrefOf('/', { ...choices, templateId: null }));
  const treatments = await treatmentsOf(
    site,
    clinic.id,
    practitioner === 'any' ? null : practitioner,
  );
  const hasTreatment = treatments.some(({ id }) => id === asked.templateId);
  if (hasTreatment) redirect(303, hrefOf('/tid', choices));
  redirect(303, hrefOf('/behandling', { ...choices, templateId: null }));
};
