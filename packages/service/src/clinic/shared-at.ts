import type { ResourceId, SharedResourceId } from '@tidbok/core';
import type { LoadedRegister } from './register-cache.ts';

/** By sign, what the chair's clinic shares and has in use (T4). */
export function sharedAt(
  register: LoadedRegister,
  resourceId: ResourceId,
): ReadonlyMap<string, SharedResourceId> {
  const clinicId = register.resources.find(({ id }) => id === resourceId)?.clinicId;
  const shared = register.sharedResources.filter(
    (each) => each.clinicId === clinicId && each.active,
  );
  return new Map(shared.map(({ sign, id }) => [sign, id]));
}
