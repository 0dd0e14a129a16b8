import type { Permission, StaffMember } from '@tidbok/service/clinic';

/**
 * What a call does: the permission that it needs. Which role has it, and to whom it was given or
 * from whom it was taken, stands in the one table of permissions (`DEFAULT_PERMISSIONS` and the
 * choices of A1); in which clinics, with the user.
 */
export type Action = Exclude<Permission, 'preblock-internet'> | 'be-signed-in';

/**
 * Who may do what. What was not given is refused. `be-signed-in` is for what everybody may do to
 * their own account.
 */
export function mayDo(by: Pick<StaffMember, 'permissions'>, action: Action): boolean {
  return action === 'be-signed-in' || by.permissions.includes(action);
}
