import { toLocalDate } from '@tidbok/core';
import { syncNewsOf } from '../../live/sync-state.ts';
import type { LayoutServerLoad } from './$types';

/** The register that every page of the book names things from. */
export const load: LayoutServerLoad = async ({ locals }) => {
  const { clinic } = locals;
  const [register, zone, status, alarm] = await Promise.all([
    clinic.register(),
    clinic.zone(),
    clinic.status(),
    clinic.alarm(),
  ]);
  const practitioners = register.practitioners.map((practitioner) => ({
    id: practitioner.id,
    name: `${practitioner.givenName} ${practitioner.familyName}`,
    title: practitioner.title,
    clinicId: practitioner.clinicId,
    companyId: practitioner.companyId,
    active: practitioner.active,
    timeUnitMinutes: practitioner.timeUnitMinutes,
  }));
  return {
    asOf: clinic.now(),
    sync: syncNewsOf(status, alarm),
    today: toLocalDate(zone, clinic.now()),
    zoneId: zone.id,
    practitioners,
    clinics: register.clinics.map(({ id, name }) => ({ id, name })),
    companies: register.companies.map(({ id, name }) => ({ id, name })),
    organisations: register.organisations.map(({ id, name }) => ({ id, name })),
    resources: register.resources.map(({ id, clinicId, name, active }) => ({
      ...{ id, clinicId, name, active },
    })),
  };
};
