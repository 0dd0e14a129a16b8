import type { ClinicId, Instant, PractitionerId, UserId } from '@tidbok/core';
import type { Queryable } from './database.ts';

export interface UserRow {
  readonly id: UserId;
  readonly signInName: string;
  readonly name: string;
  readonly active: boolean;
  readonly passwordHash: string | null;
  readonly practitionerId: PractitionerId | null;
  readonly roles: readonly string[];
  /** Where the user works; nowhere in particular = everywhere. */
  readonly clinicIds: readonly ClinicId[];
  /** What was given to or taken from the user (no role) or one of the roles. */
  readonly choices: readonly {
    readonly permission: string;
    readonly role: string | null;
    readonly allowed: boolean;
  }[];
}

const userColumns = `u.id, u.sign_in_name as "signInName", u.name, u.active,
  u.password_hash as "passwordHash", u.practitioner_id as "practitionerId",
  coalesce((select array_agg(role order by role) from user_role r where r.user_id = u.id), '{}')
    as roles,
  coalesce((select array_agg(clinic_id) from user_clinic c where c.user_id = u.id), '{}')
    as "clinicIds",
  coalesce((select jsonb_agg(jsonb_build_object(
      'permission', permission, 'role', role, 'allowed', allowed))
    from permission_choice c
    where c.user_id = u.id or c.role in (select role from user_role r where r.user_id = u.id)
  ), '[]') as choices`;

export async function findUserByName(db: Queryable, name: string): Promise<UserRow | null> {
  const { rows } = await db.query<UserRow>(
    `select ${userColumns} from staff_user u where sign_in_name = $1`,
    [name],
  );
  return rows[0] ?? null;
}

export async function listUsers(db: Queryable): Promise<readonly UserRow[]> {
  const { rows } = await db.query<UserRow>(
    `select ${userColumns} from staff_user u
     where not exists (select from api_token t where t.user_id = u.id) order by sign_in_name`,
  );
  return rows;
}

/** False when the sign-in name is taken. */
export async function insertUser(
  db: Queryable,
  user: Omit<UserRow, 'choices' | 'clinicIds'> & { readonly createdAt: Instant },
): Promise<boolean> {
  const { rows } = await db.query(
    `with made as (
       insert into staff_user (
         id, sign_in_name, name, password_hash, practitioner_id, active, created_at
       ) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (sign_in_name) do nothing returning id
     ), roles as (
       insert into user_role (user_id, role) select id, unnest($8::text[]) from made
     )
     select id from made`,
    [
      user.id,
      user.signInName,
      user.name,
      user.passwordHash,
      user.practitionerId,
      user.active,
      new Date(user.createdAt),
      user.roles,
    ],
  );
  return rows.length > 0;
}

/** A new password ends every session of the user. False when there is no such user. */
export async function setPasswordHash(
  db: Queryable,
  signInName: string,
  hash: string,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `with changed as (
       update staff_user set password_hash = $2 where sign_in_name = $1 returning id
     ), ended as (
       delete from session where user_id in (select id from changed)
     ) select id from changed`,
    [signInName, hash],
  );
  return (rowCount ?? 0) > 0;
}

export async function setActive(
  db: Queryable,
  signInName: string,
  active: boolean,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `with changed as (
       update staff_user set active = $2 where sign_in_name = $1 returning id, active
     ), ended as (
       delete from session where user_id in (select id from changed where not active)
     ) select id from changed`,
    [signInName, active],
  );
  return (rowCount ?? 0) > 0;
}

export interface UserChange {
  readonly name: string;
  readonly active: boolean;
  readonly practitionerId: PractitionerId | null;
  readonly roles: readonly string[];
  readonly clinicIds: readonly ClinicId[];
}

/** Everything of a user but name and password for signing in. Deactivating ends every session. */
export async function updateUser(db: Queryable, id: UserId, user: UserChange): Promise<void> {
  await db.query(
    `update staff_user set name = $2, active = $3, practitioner_id = $4 where id = $1`,
    [id, user.name, user.active, user.practitionerId],
  );
  await db.query(`delete from user_role where user_id = $1 and role <> all ($2::text[])`, [
    id,
    user.roles,
  ]);
  await db.query(
    `insert into user_role (user_id, role) select $1, unnest($2::text[]) on conflict do nothing`,
    [id, user.roles],
  );
  await setUserClinics(db, id, user.clinicIds);
  if (!user.active) await db.query('delete from session where user_id = $1', [id]);
}

export async function setUserClinics(
  db: Queryable,
  id: UserId,
  clinicIds: readonly ClinicId[],
): Promise<void> {
  await db.query('delete from user_clinic where user_id = $1', [id]);
  await db.query('insert into user_clinic (user_id, clinic_id) select $1, unnest($2::uuid[])', [
    id,
    clinicIds,
  ]);
}

/** One at a time: changes of users and permissions wait for each other. */
export async function lockUsers(db: Queryable): Promise<void> {
  await db.query('lock table user_role in share row exclusive mode');
}

export async function findUser(db: Queryable, id: UserId): Promise<UserRow | null> {
  const { rows } = await db.query<UserRow>(
    `select ${userColumns} from staff_user u where u.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface SessionRow {
  readonly tokenHash: string;
  readonly deviceHash: string;
  readonly userId: UserId;
  readonly at: Instant;
  readonly expiresAt: Instant;
}

export async function insertSession(db: Queryable, session: SessionRow): Promise<void> {
  await db.query(
    `with device as (
       insert into trusted_device (token_hash, user_id, created_at) values ($2, $3, $4)
       on conflict do nothing
     ), old as (
       delete from session where expires_at < $4
     )
     insert into session (token_hash, user_id, created_at, seen_at, expires_at)
     values ($1, $3, $4, $4, $5)`,
    [
      session.tokenHash,
      session.deviceHash,
      session.userId,
      new Date(session.at),
      new Date(session.expiresAt),
    ],
  );
}

export async function deleteSession(db: Queryable, tokenHash: string): Promise<void> {
  await db.query('delete from session where token_hash = $1', [tokenHash]);
}

/** The active user of a session that has not ended; a session in use is prolonged. */
export async function userOfSession(
  db: Queryable,
  session: { readonly tokenHash: string; readonly at: Instant; readonly expiresAt: Instant },
): Promise<UserRow | null> {
  const { rows } = await db.query<UserRow & { seenAt: Date }>({
    name: 'user-of-session',
    text: `select ${userColumns}, s.seen_at as "seenAt"
      from session s join staff_user u on u.id = s.user_id
      where s.token_hash = $1 and s.expires_at > $2 and u.active`,
    values: [session.tokenHash, new Date(session.at)],
  });
  const user = rows[0];
  if (user === undefined) return null;
  if (session.at - user.seenAt.getTime() > prolongEveryMs) {
    await db.query('update session set seen_at = $2, expires_at = $3 where token_hash = $1', [
      session.tokenHash,
      new Date(session.at),
      new Date(session.expiresAt),
    ]);
  }
  return user;
}

const prolongEveryMs = 5 * 60_000;

export async function isTrustedDevice(
  db: Queryable,
  deviceHash: string,
  userId: UserId,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'select from trusted_device where token_hash = $1 and user_id = $2',
    [deviceHash, userId],
  );
  return (rowCount ?? 0) > 0;
}

export interface FailureBucket {
  readonly signInName: string;
  readonly bucket: string;
}

/** Failures of a name in one bucket since `since`, and the first of them. */
export async function countFailures(
  db: Queryable,
  { signInName, bucket }: FailureBucket,
  since: Instant,
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::integer as count from sign_in_failure
     where sign_in_name = $1 and bucket = $2 and failed_at > $3`,
    [signInName, bucket, new Date(since)],
  );
  return rows[0]?.count ?? 0;
}

export async function noteFailure(
  db: Queryable,
  { signInName, bucket }: FailureBucket,
  at: Instant,
): Promise<void> {
  await db.query(
    `with old as (delete from sign_in_failure where failed_at < $3::timestamptz - interval '1 day')
     insert into sign_in_failure (sign_in_name, bucket, failed_at) values ($1, $2, $3)`,
    [signInName, bucket, new Date(at)],
  );
}

export async function forgetFailures(
  db: Queryable,
  { signInName, bucket }: FailureBucket,
): Promise<void> {
  await db.query('delete from sign_in_failure where sign_in_name = $1 and bucket = $2', [
    signInName,
    bucket,
  ]);
}

export async function insertToken(
  db: Queryable,
  token: {
    readonly tokenHash: string;
    readonly name: string;
    readonly role: string;
    readonly userId: UserId;
    readonly at: Instant;
  },
): Promise<void> {
  await db.query(
    `insert into api_token (token_hash, name, role, user_id, created_at)
     values ($1, $2, $3, $4, $5)`,
    [token.tokenHash, token.name, token.role, token.userId, new Date(token.at)],
  );
}

export async function userOfToken(db: Queryable, tokenHash: string): Promise<UserRow | null> {
  const { rows } = await db.query<UserRow>({
    name: 'user-of-token',
    text: `select ${userColumns} from api_token t join staff_user u on u.id = t.user_id
      where t.token_hash = $1 and t.revoked_at is null and u.active`,
    values: [tokenHash],
  });
  return rows[0] ?? null;
}

export interface PermissionChoiceRow {
  readonly permission: string;
  readonly role: string | null;
  readonly userId: UserId | null;
  readonly allowed: boolean;
}

export async function listPermissionChoices(
  db: Queryable,
): Promise<readonly PermissionChoiceRow[]> {
  const { rows } = await db.query<PermissionChoiceRow>(
    `select permission, role, user_id as "userId", allowed from permission_choice
     order by permission, role, user_id`,
  );
  return rows;
}

/** The role's or user's own right, or nothing, holds again. */
export async function forgetPermissionChoice(
  db: Queryable,
  { permission, role, userId }: Omit<PermissionChoiceRow, 'allowed'>,
): Promise<void> {
  await db.query(
    `delete from permission_choice where permission = $1
     and role is not distinct from $2 and user_id is not distinct from $3::uuid`,
    [permission, role, userId],
  );
}

export async function putPermissionChoice(
  db: Queryable,
  id: string,
  choice: PermissionChoiceRow,
): Promise<void> {
  const holder = choice.role === null ? 'permission, user_id' : 'permission, role';
  await db.query(
    `insert into permission_choice (id, permission, role, user_id, allowed)
     values ($1, $2, $3, $4, $5)
     on conflict (${holder}) do update set allowed = excluded.allowed`,
    [id, choice.permission, choice.role, choice.userId, choice.allowed],
  );
}
