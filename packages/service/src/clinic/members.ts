import { ok, refuse, type ClinicId, type Outcome, type ResourceId } from '@tidbok/core';
import type { UserRow } from '@tidbok/store/clinic';
import { effectivePermissions, isRole, type Permission, type Role } from './permissions.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { StaffMember, UserView } from './staff.ts';

export function memberOf(user: UserRow): StaffMember {
  const roles = rolesOf(user);
  return {
    userId: user.id,
    signInName: user.signInName,
    name: user.name,
    roles,
    permissions: effectivePermissions(roles, user.choices),
    practitionerId: user.practitionerId,
    clinicIds: user.clinicIds,
  };
}

export function userView(user: UserRow): UserView {
  const { id, signInName, name, active, practitionerId, clinicIds } = user;
  return { id, signInName, name, active, roles: rolesOf(user), practitionerId, clinicIds };
}

export function may(by: StaffMember, permission: Permission): boolean {
  return by.permissions.includes(permission);
}

/** Refuses `permission-missing` to somebody who is kept to other clinics. */
export function mayWorkIn(by: StaffMember, clinicId: ClinicId | undefined): Outcome<null> {
  if (by.clinicIds.length === 0) return ok(null);
  return clinicId !== undefined && by.clinicIds.includes(clinicId)
    ? ok(null)
    : refuse('permission-missing', { reason: 'another-clinic' });
}

/** The same of chairs: each must stand in a clinic where they work. */
export function mayWorkAt(
  register: LoadedRegister,
  by: StaffMember,
  resourceIds: readonly ResourceId[],
): Outcome<null> {
  for (const resourceId of resourceIds) {
    const allowed = mayWorkIn(by, register.resources.find(({ id }) => id === resourceId)?.clinicId);
    if (!allowed.ok) return allowed;
  }
  return ok(null);
}

function rolesOf(user: UserRow): Role[] {
  return user.roles.filter(isRole);
}
