/** What a user or token is for; `DEFAULT_PERMISSIONS` says what each may do. */
export const ROLES = ['admin', 'reception', 'practitioner', 'reader'] as const;
export type Role = (typeof ROLES)[number];

/**
 * Everything that can be given or taken singly, by area. `preblock-internet`: *Preblock för
 * internet* (A1). `patient-protected`: opens the cards of persons with protected identity.
 * `register-export`: takes the register out as files.
 */
export const PERMISSION_AREAS = {
  book: ['read-book', 'write-bookings', 'write-preblocks', 'preblock-internet', 'write-schedule'],
  patients: ['read-patients', 'write-patients', 'patient-protected', 'register-export'],
  settings: ['read-settings', 'write-settings'],
  system: ['write-users'],
} as const;

export type PermissionArea = keyof typeof PERMISSION_AREAS;
export type Permission = (typeof PERMISSION_AREAS)[PermissionArea][number];

export const PERMISSIONS: readonly Permission[] = Object.values(PERMISSION_AREAS).flat();

const daily: readonly Permission[] = [
  ...PERMISSION_AREAS.book,
  'read-patients',
  'write-patients',
  'read-settings',
];

/** What a role may do where no choice stands. What does not stand here is refused. */
export const DEFAULT_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  admin: PERMISSIONS,
  reception: daily,
  practitioner: daily,
  // A1: *Preblock för internet* is everyone's, though placing preblocks at all is not.
  reader: ['read-book', 'read-patients', 'read-settings', 'preblock-internet'],
};

/** A permission given to or taken from a role, or (no role) the user. */
export interface Choice {
  readonly permission: string;
  readonly role: string | null;
  readonly allowed: boolean;
}

/**
 * What somebody with these roles may do: the user's own choice, else what any of the roles has, by
 * the role's own choice or by default. Nothing else.
 */
export function effectivePermissions(
  roles: readonly Role[],
  choices: readonly Choice[],
): Permission[] {
  return PERMISSIONS.filter((permission) => {
    const about = choices.filter((choice) => choice.permission === permission);
    const own = about.find(({ role }) => role === null);
    if (own !== undefined) return own.allowed;
    return roles.some((role) => {
      const chosen = about.find((choice) => choice.role === role);
      return chosen?.allowed ?? DEFAULT_PERMISSIONS[role].includes(permission);
    });
  });
}

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

export function isPermission(text: string): text is Permission {
  return PERMISSIONS.some((permission) => permission === text);
}
