import * as v from 'valibot';

export const ROLE_NAMES = ['admin', 'reception', 'practitioner', 'reader'] as const;
const role = v.picklist(ROLE_NAMES);

export const user = v.object({
  id: v.string(),
  name: v.string(),
  signInName: v.string(),
  /** Only for a new user. */
  password: v.optional(v.string(), ''),
  active: v.boolean(),
  roles: v.array(role),
  practitionerId: v.optional(v.nullable(v.string()), null),
  clinicIds: v.array(v.string()),
});
export type UserDraft = v.InferOutput<typeof user>;

export const madePassword = v.object({ password: v.nullable(v.string()) });

/** The areas of *Behörighetssystem*, in the order shown, each with its permissions. */
export const AREAS = {
  book: ['read-book', 'write-bookings', 'write-preblocks', 'preblock-internet', 'write-schedule'],
  patients: ['read-patients', 'write-patients', 'patient-protected', 'register-export'],
  settings: ['read-settings', 'write-settings'],
  system: ['write-users'],
} as const;

export type PermissionName = (typeof AREAS)[keyof typeof AREAS][number];
const permission = v.picklist(Object.values(AREAS).flat());

export const permissionChoice = v.object({
  permission,
  holder: v.variant('type', [
    v.object({ type: v.literal('role'), role }),
    v.object({ type: v.literal('user'), userId: v.string() }),
  ]),
  allowed: v.nullable(v.boolean()),
});
export type ChoiceOfPermission = v.InferOutput<typeof permissionChoice>;

export const roleDefaults = v.object({ role, permissions: v.array(permission) });
export type RoleDefaults = v.InferOutput<typeof roleDefaults>;
