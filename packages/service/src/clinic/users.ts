import { ok, refuse, refuseFields, type Outcome, type UserId } from '@tidbok/core';
import {
  insertToken,
  insertUser,
  inTransaction,
  listPermissionChoices,
  listUsers,
  putPermissionChoice,
  setActive,
  setPasswordHash,
} from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { isPermission, isRole, userView } from './members.ts';
import { hashPassword, PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from './passwords.ts';
import type { NewUser, PermissionChoice, Role, StaffMember, UserView } from './staff.ts';
import { newSecret, secretHash } from './tokens.ts';

const signInNameShape = /^[a-z0-9._-]{1,60}$/;

/** Refuses `invalid` with its fields, and `already-exists`. */
export async function createUser(
  context: ClinicContext,
  user: NewUser,
): Promise<Outcome<UserView>> {
  const signInName = user.signInName.trim().toLowerCase();
  const fields = [
    ...(signInNameShape.test(signInName) ? [] : [{ field: 'signInName', reason: 'malformed' }]),
    ...(user.name.trim() === '' ? [{ field: 'name', reason: 'required' }] : []),
    ...passwordFaults(user.password),
    ...(user.roles.length === 0 ? [{ field: 'roles', reason: 'required' }] : []),
  ];
  if (fields.length > 0) return refuseFields(fields);
  const row = {
    id: context.newId<UserId>(),
    signInName,
    name: user.name.trim(),
    active: true,
    passwordHash: await hashPassword(user.password),
    practitionerId: user.practitionerId ?? null,
    roles: user.roles,
    denied: [],
    granted: [],
    createdAt: context.now(),
  };
  const inserted = await insertUser(context.pool, row);
  return inserted ? ok(userView(row)) : refuse('already-exists', { field: 'signInName' });
}

function passwordFaults(password: string): { field: string; reason: string }[] {
  if (password.length < PASSWORD_MIN_LENGTH) return [{ field: 'password', reason: 'too-short' }];
  if (password.length > PASSWORD_MAX_LENGTH) return [{ field: 'password', reason: 'too-long' }];
  return [];
}

export async function users(context: ClinicContext): Promise<readonly UserView[]> {
  return (await listUsers(context.pool)).map(userView);
}

export async function setPassword(
  context: ClinicContext,
  signInName: string,
  password: string,
): Promise<Outcome<null>> {
  const faults = passwordFaults(password);
  if (faults.length > 0) return refuseFields(faults);
  const changed = await setPasswordHash(context.pool, signInName, await hashPassword(password));
  return changed ? ok(null) : refuse('unknown-user');
}

export async function setUserActive(
  context: ClinicContext,
  signInName: string,
  active: boolean,
): Promise<Outcome<null>> {
  const changed = await setActive(context.pool, signInName, active);
  return changed ? ok(null) : refuse('unknown-user');
}

/** A key to the staff API with a technical user of its own, so that history can name it. */
export async function createToken(
  context: ClinicContext,
  name: string,
  role: Role,
): Promise<Outcome<{ readonly token: string }>> {
  if (name.trim() === '') return refuseFields([{ field: 'name', reason: 'required' }]);
  const token = newSecret();
  const userId = context.newId<UserId>();
  const at = context.now();
  await inTransaction(context.pool, async (db) => {
    await insertUser(db, {
      id: userId,
      signInName: `api-${userId}`,
      name: name.trim().slice(0, 100),
      active: true,
      passwordHash: null,
      practitionerId: null,
      roles: [role],
      createdAt: at,
    });
    await insertToken(db, { tokenHash: secretHash(token), name, role, userId, at });
  });
  return ok({ token });
}

export async function permissionChoices(
  context: ClinicContext,
): Promise<readonly PermissionChoice[]> {
  const rows = await listPermissionChoices(context.pool);
  return rows.flatMap(({ permission, role, userId, allowed }): PermissionChoice[] => {
    if (!isPermission(permission)) return [];
    if (userId !== null) return [{ permission, holder: { type: 'user', userId }, allowed }];
    return role !== null && isRole(role)
      ? [{ permission, holder: { type: 'role', role }, allowed }]
      : [];
  });
}

/** A1. Only an administrator may; the doors see to that too. */
export async function choosePermission(
  context: ClinicContext,
  by: StaffMember,
  choice: PermissionChoice,
): Promise<Outcome<null>> {
  if (!by.roles.includes('admin')) return refuse('permission-missing');
  const { holder } = choice;
  await putPermissionChoice(context.pool, context.newId(), {
    permission: choice.permission,
    role: holder.type === 'role' ? holder.role : null,
    userId: holder.type === 'user' ? holder.userId : null,
    allowed: choice.allowed,
  });
  return ok(null);
}
