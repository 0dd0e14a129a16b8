import type { ClinicId, PractitionerId, UserId } from '@tidbok/core';
import type { Permission, Role } from './permissions.ts';

/** Who acts: a member of staff who is signed in, or the technical user of an API token. */
export interface StaffMember {
  readonly userId: UserId;
  readonly signInName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
  /** Where they work; nowhere in particular = everywhere. */
  readonly clinicIds: readonly ClinicId[];
  /** The practitioner whose book opens first; null for those who are none. */
  readonly practitionerId: PractitionerId | null;
}

export interface SignInCommand {
  readonly signInName: string;
  readonly password: string;
  /** Where the attempt comes from: failures are counted by it. */
  readonly address: string;
  /** The browser's device cookie, when it has one. */
  readonly deviceToken: string | null;
}

/** Both tokens go into cookies; only their hashes are kept. */
export interface SignedIn {
  readonly sessionToken: string;
  readonly deviceToken: string;
  readonly expiresAt: number;
  readonly member: StaffMember;
}

export interface NewUser {
  readonly signInName: string;
  readonly name: string;
  readonly password: string;
  readonly roles: readonly Role[];
  readonly practitionerId?: PractitionerId | null;
  readonly clinicIds?: readonly ClinicId[];
}

export interface UserView {
  readonly id: UserId;
  readonly signInName: string;
  readonly name: string;
  readonly active: boolean;
  readonly roles: readonly Role[];
  readonly practitionerId: PractitionerId | null;
  readonly clinicIds: readonly ClinicId[];
}

/** Everything of a user but the name to sign in with and the password. */
export interface UserChange {
  readonly id: UserId;
  readonly name: string;
  readonly active: boolean;
  readonly roles: readonly Role[];
  readonly practitionerId: PractitionerId | null;
  readonly clinicIds: readonly ClinicId[];
}

/** A1: given to or taken from a role or one user; null = the role's own right holds. */
export interface PermissionChoice {
  readonly permission: Permission;
  readonly holder:
    | { readonly type: 'role'; readonly role: Role }
    | { readonly type: 'user'; readonly userId: UserId };
  readonly allowed: boolean | null;
}
