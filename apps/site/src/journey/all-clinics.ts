import type { OrganisationId } from '@tidbok/core';
import type { ClinicView, Site } from '@tidbok/service/site';

/** The most clinics that one page reads through; an organisation has fewer. */
const MOST_CLINICS = 2_000;

/** The clinics of one organisation, or of all (null), in order. */
export async function allClinics(
  site: Site,
  organisationId: OrganisationId | null,
  most = MOST_CLINICS,
): Promise<ClinicView[]> {
  const clinics: ClinicView[] = [];
  const whose = organisationId === null ? {} : { organisationId };
  let cursor: string | undefined;
  do {
    const page = await site.clinics(cursor === undefined ? whose : { ...whose, cursor });
    if (!page.ok) break;
    clinics.push(...page.value.items);
    cursor = page.value.nextCursor;
  } while (cursor !== undefined && clinics.length < most);
  return clinics.slice(0, most);
}
