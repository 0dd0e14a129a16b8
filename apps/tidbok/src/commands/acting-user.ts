import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import { CommandRefused } from '../command.ts';

/** As whom the operator acts: the user named, else the first administrator. */
export async function actingUser(
  clinic: Clinic,
  signInName: string | undefined,
): Promise<StaffMember> {
  const users = (await clinic.users()).filter(({ active }) => active);
  const user =
    signInName === undefined
      ? users.find(({ roles }) => roles.includes('admin'))
      : users.find((each) => each.signInName === signInName);
  if (user === undefined) {
    throw new CommandRefused('unknown-user', 'There is no such user; name one with --as.');
  }
  const { id: userId, name, roles, practitionerId, clinicIds } = user;
  const permissions = roles.includes('admin') ? (['register-export'] as const) : [];
  const who = { userId, signInName: user.signInName, name, practitionerId, clinicIds };
  return { ...who, roles, permissions };
}
