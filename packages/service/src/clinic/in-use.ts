import { ok, refuse, type Outcome, type PractitionerId, type ResourceId } from '@tidbok/core';
import type { LoadedRegister } from './register-cache.ts';

/**
 * Nothing new is planned or booked with what has been put out of use: chair, its clinic or the
 * practitioner. Refuses `not-active`, by name. What stands already stays.
 */
export function mayStillUse(
  register: LoadedRegister,
  place: { readonly resourceId: ResourceId; readonly practitionerId: PractitionerId | null },
): Outcome<null> {
  const chair = register.resources.find(({ id }) => id === place.resourceId);
  const clinic = register.clinics.find(({ id }) => id === chair?.clinicId);
  const person = register.practitioners.find(({ id }) => id === place.practitionerId);
  if (chair?.active === false) return refuse('not-active', { name: chair.name });
  if (clinic?.active === false) return refuse('not-active', { name: clinic.name });
  if (person?.active === false) {
    return refuse('not-active', { name: `${person.givenName} ${person.familyName}` });
  }
  return ok(null);
}
