import {
  ROLE_NAMES,
  type ChoiceOfPermission,
  type PermissionName,
  type RoleDefaults,
  type UserDraft,
} from '../calls/user-shapes.ts';

export type Holder =
  | { readonly type: 'role'; readonly role: (typeof ROLE_NAMES)[number] }
  | { readonly type: 'user'; readonly user: UserDraft };

interface Facts {
  readonly choices: readonly ChoiceOfPermission[];
  readonly defaults: readonly RoleDefaults[];
}

/** A role by its name, or a user by id. */
export function holderOf(whose: string, users: readonly UserDraft[]): Holder {
  const user = users.find(({ id }) => id === whose);
  if (user !== undefined) return { type: 'user', user };
  return { type: 'role', role: ROLE_NAMES.find((role) => role === whose) ?? 'reception' };
}

function chosenFor({ choices }: Facts, holder: Holder, permission: PermissionName): boolean | null {
  const found = choices.find((choice) => {
    if (choice.permission !== permission) return false;
    return holder.type === 'role'
      ? choice.holder.type === 'role' && choice.holder.role === holder.role
      : choice.holder.type === 'user' && choice.holder.userId === holder.user.id;
  });
  return found?.allowed ?? null;
}

/** `yes`, `no`, or empty where nothing was chosen. */
export function choiceFor(facts: Facts, holder: Holder, permission: PermissionName): string {
  const chosen = chosenFor(facts, holder, permission);
  return chosen === null ? '' : chosen ? 'yes' : 'no';
}

/** What holds where nothing is chosen: of a role by default, of a user by any of their roles. */
export function otherwise(facts: Facts, holder: Holder, permission: PermissionName): boolean {
  if (holder.type === 'user') {
    return holder.user.roles.some((role) => allowedTo(facts, { type: 'role', role }, permission));
  }
  const usual = facts.defaults.find(({ role }) => role === holder.role);
  return usual?.permissions.includes(permission) ?? false;
}

export function allowedTo(facts: Facts, holder: Holder, permission: PermissionName): boolean {
  return chosenFor(facts, holder, permission) ?? otherwise(facts, holder, permission);
}
