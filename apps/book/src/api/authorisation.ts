import type { Role } from '@tidbok/service/clinic';

/** What a call does: one row of the table below. */
export type Action =
  | 'read-book'
  | 'write-bookings'
  | 'write-preblocks'
  | 'write-schedule'
  | 'read-patients'
  | 'write-patients'
  | 'read-settings'
  | 'write-settings'
  | 'write-users';

const everything: readonly Action[] = [
  'read-book',
  'write-bookings',
  'write-preblocks',
  'write-schedule',
  'read-patients',
  'write-patients',
  'read-settings',
  'write-settings',
  'write-users',
];

/** Who may do what. What does not stand here is refused. */
export const AUTHORISATION: Readonly<Record<Role, readonly Action[]>> = {
  admin: everything,
  reception: everything.filter((each) => each !== 'write-settings' && each !== 'write-users'),
  practitioner: everything.filter((each) => each !== 'write-settings' && each !== 'write-users'),
  reader: ['read-book', 'read-patients', 'read-settings'],
};

export function mayDo(roles: readonly Role[], action: Action): boolean {
  return roles.some((role) => AUTHORISATION[role].includes(action));
}
