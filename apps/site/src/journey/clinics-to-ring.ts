import type { RequestEvent } from '@sveltejs/kit';
import type { ClinicView } from '@tidbok/service/site';
import { allClinics } from './all-clinics.ts';
import { readChoices, type Choices } from './choices.ts';

const CLINICS_SHOWN = 20;

/** The chosen clinic, or the first of all: for pages outside the journey. */
export async function clinicsToRing({
  url,
  locals,
}: Pick<RequestEvent, 'url' | 'locals'>): Promise<{
  readonly choices: Choices;
  readonly clinics: readonly ClinicView[];
  readonly headClinic: ClinicView | null;
}> {
  const choices = readChoices(url.searchParams);
  const { clinicId, organisationId } = choices;
  const chosen = clinicId === null ? null : await locals.site.clinic(clinicId);
  const clinics =
    chosen === null ? await allClinics(locals.site, organisationId, CLINICS_SHOWN) : [chosen];
  return { choices, clinics, headClinic: chosen };
}
