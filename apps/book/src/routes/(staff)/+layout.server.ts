import { toLocalDate } from '@tidbok/core';
import type { LayoutServerLoad } from './$types';

/** The register that every page of the book names things from. */
export const load: LayoutServerLoad = async ({ locals }) => {
  const [register, zone] = await Promise.all([locals.clinic.register(), locals.clinic.zone()]);
  const practitioners = register.practitioners.map((practitioner) => ({
    id: practitioner.id,
    name: `${practitioner.givenName} ${practitioner.familyName}`,
    title: practitioner.title,
    clinicId: practitioner.clinicId,
    companyId: practitioner.companyId,
    timeUnitMinutes: practitioner.timeUnitMinutes,
  }));
  return {
    today: toLocalDate(zone, locals.clinic.now()),
    zoneId: zone.id,
    practitioners,
    clinics: register.clinics.map(({ id, name }) => ({ id, name })),
    companies: register.companies.map(({ id, name }) => ({ id, name })),
    organisations: register.organisations.map(({ id, name }) => ({ id, name })),
    resources: register.resources.map(({ id, clinicId, name }) => ({ id, clinicId, name })),
  };
};
