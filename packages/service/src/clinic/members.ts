import type { UserRow } from '@tidbok/store/clinic';
import {
  PERMISSIONS,
  ROLES,
  type Permission,
  type Role,
  type StaffMember,
  type UserView,
} from './staff.ts';

export function memberOf(user: UserRow): StaffMember {
  return {
    userId: user.id,
    signInName: user.signInName,
    name: user.name,
    roles: rolesOf(user),
    permissions: PERMISSIONS.filter((permission) => isHeld(user, permission)),
    practitionerId: user.practitionerId,
  };
}

/** These must be given; administrators have them, everyone has the rest (A1). */
const ONLY_WHEN_GIVEN: ReadonlySet<Permission> = new Set(['patient-protected', 'register-export']);

function isHeld(user: UserRow, permission: Permission): boolean {
  if (user.denied.includes(permission)) return false;
  if (!ONLY_WHEN_GIVEN.has(permission)) return true;
  return user.granted.includes(permission) || user.roles.includes('admin');
}

export function userView(user: UserRow): UserView {
  const { id, signInName, name, active, practitionerId } = user;
  return { id, signInName, name, active, roles: rolesOf(user), practitionerId };
}

export function may(by: StaffMember, permission: Permission): boolean {
  return by.permissions.includes(permission);
}

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

export function isPermission(text: string): text is Permission {
  return PERMISSIONS.some((permission) => permission === text);
}

function rolesOf(user: UserRow): Role[] {
  return user.roles.filter(isRole);
}
