import { ok, refuse, refuseFields, type Outcome, type UserId } from '@tidbok/core';
import {
  findUser,
  findUserByName,
  forgetPermissionChoice,
  insertToken,
  insertUser,
  inTransaction,
  listPermissionChoices,
  listUsers,
  lockUsers,
  putPermissionChoice,
  setActive,
  setPasswordHash,
  setUserClinics,
  updateUser,
  violatedConstraint,
  type Queryable,
} from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { may, memberOf, userView } from './members.ts';
import {
  hashPassword,
  passwordMatches,
  PASSWORD_MAX_LENGTH,
  PASSWORD_MIN_LENGTH,
} from './passwords.ts';
import { isPermission, isRole, type Role } from './permissions.ts';
import type { NewUser, PermissionChoice, StaffMember, UserChange, UserView } from './staff.ts';
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
    createdAt: context.now(),
  };
  const clinicIds = user.clinicIds ?? [];
  return inUsers(context, async (db) => {
    const inserted = await insertUser(db, row);
    if (!inserted) return refuse('already-exists', { field: 'signInName' });
    await setUserClinics(db, row.id, clinicIds);
    return ok(userView({ ...row, clinicIds, choices: [] }));
  });
}

function passwordFaults(password: string): { field: string; reason: string }[] {
  if (password.length < PASSWORD_MIN_LENGTH) return [{ field: 'password', reason: 'too-short' }];
  if (password.length > PASSWORD_MAX_LENGTH) return [{ field: 'password', reason: 'too-long' }];
  return [];
}

export async function users(context: ClinicContext): Promise<readonly UserView[]> {
  return (await listUsers(context.pool)).map(userView);
}

/**
 * Changes name, roles, clinics, practitioner or whether the user is active. Refuses `unknown-user`,
 * `invalid`, and `last-administrator` when nobody could look after the permissions any more.
 */
export async function changeUser(
  context: ClinicContext,
  user: UserChange,
): Promise<Outcome<UserView>> {
  const fields = [
    ...(user.name.trim() === '' ? [{ field: 'name', reason: 'required' }] : []),
    ...(user.roles.length === 0 ? [{ field: 'roles', reason: 'required' }] : []),
  ];
  if (fields.length > 0) return refuseFields(fields);
  return inUsers(context, async (db) => {
    if ((await findUser(db, user.id)) === null) return refuse('unknown-user');
    await updateUser(db, user.id, { ...user, name: user.name.trim() });
    const row = await findUser(db, user.id);
    return row === null ? refuse('unknown-user') : ok(userView(row));
  });
}

/** Thrown inside to roll back. */
class NotDone extends Error {
  readonly refused: ReturnType<typeof refuse>;
  constructor(refused: ReturnType<typeof refuse>) {
    super(refused.refusal.code);
    this.refused = refused;
  }
}

const unknownOfConstraint: Readonly<Record<string, ReturnType<typeof refuse> | undefined>> = {
  user_clinic_clinic: refuse('unknown-clinic'),
  staff_user_practitioner: refuse('unknown-practitioner'),
};

/** One change of users or permissions, after which somebody must still be able to make another. */
async function inUsers<T>(
  context: ClinicContext,
  work: (db: Queryable) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return inTransaction(context.pool, async (db): Promise<Outcome<T>> => {
    await lockUsers(db);
    const before = await administrators(db);
    const done = await work(db);
    if (!done.ok) throw new NotDone(done);
    if (before > 0 && (await administrators(db)) === 0) {
      throw new NotDone(refuse('last-administrator'));
    }
    return done;
  }).catch((error: unknown) => {
    if (error instanceof NotDone) return error.refused;
    const refused = unknownOfConstraint[violatedConstraint(error) ?? ''];
    if (refused === undefined) throw error;
    return refused;
  });
}

/** Active users who sign in and may look after users; keys to the API are no such persons. */
async function administrators(db: Queryable): Promise<number> {
  const all = await listUsers(db);
  return all.filter(
    (user) => user.active && user.passwordHash !== null && may(memberOf(user), 'write-users'),
  ).length;
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

/**
 * An administrator gives a user a new password, or lets one be made, which is shown this once. It
 * ends every session of the user.
 */
export async function resetPassword(
  context: ClinicContext,
  id: UserId,
  given: string | null,
): Promise<Outcome<{ readonly password: string | null }>> {
  const user = await findUser(context.pool, id);
  if (user === null || user.passwordHash === null) return refuse('unknown-user');
  const password = given ?? newSecret().slice(0, madePasswordLength);
  const set = await setPassword(context, user.signInName, password);
  return set.ok ? ok({ password: given === null ? password : null }) : set;
}

const madePasswordLength = 16;

/** A user's own new password: the old one must be known. Refuses `sign-in-failed`. */
export async function changeOwnPassword(
  context: ClinicContext,
  by: StaffMember,
  { current, next }: { readonly current: string; readonly next: string },
): Promise<Outcome<null>> {
  const user = await findUserByName(context.pool, by.signInName);
  const matches = await passwordMatches(user?.passwordHash ?? null, current);
  if (!matches) return refuse('sign-in-failed');
  return setPassword(context, by.signInName, next);
}

export async function setUserActive(
  context: ClinicContext,
  signInName: string,
  active: boolean,
): Promise<Outcome<null>> {
  return inUsers(context, async (db) =>
    (await setActive(db, signInName, active)) ? ok(null) : refuse('unknown-user'),
  );
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

/** A1. Only who may look after users may; the doors see to that too. */
export async function choosePermission(
  context: ClinicContext,
  by: StaffMember,
  { permission, holder, allowed }: PermissionChoice,
): Promise<Outcome<null>> {
  if (!may(by, 'write-users')) return refuse('permission-missing');
  const role = holder.type === 'role' ? holder.role : null;
  const userId = holder.type === 'user' ? holder.userId : null;
  return inUsers(context, async (db) => {
    if (userId !== null && (await findUser(db, userId)) === null) return refuse('unknown-user');
    const about = { permission, role, userId };
    if (allowed === null) await forgetPermissionChoice(db, about);
    else await putPermissionChoice(db, context.newId(), { ...about, allowed });
    return ok(null);
  });
}
