import type { PractitionerId, UserId } from '@tidbok/core';

/** What a user or token is for; the doors' authorisation table says what each may do. */
export const ROLES = ['admin', 'reception', 'practitioner', 'reader'] as const;
export type Role = (typeof ROLES)[number];

/**
 * `preblock-internet`: *Preblock för internet* (A1). `patient-protected`: opens the cards of
 * persons with protected identity. `register-export`: takes the register out as files.
 */
export const PERMISSIONS = ['preblock-internet', 'patient-protected', 'register-export'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Who acts: a member of staff who is signed in, or the technical user of an API token. */
export interface StaffMember {
  readonly userId: UserId;
  readonly signInName: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
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
}

export interface UserView {
  readonly id: UserId;
  readonly signInName: string;
  readonly name: string;
  readonly active: boolean;
  readonly roles: readonly Role[];
  readonly practitionerId: PractitionerId | null;
}

/** A1: given to or taken from a role or one user; without any choice everyone has it. */
export interface PermissionChoice {
  readonly permission: Permission;
  readonly holder:
    | { readonly type: 'role'; readonly role: Role }
    | { readonly type: 'user'; readonly userId: UserId };
  readonly allowed: boolean;
}
