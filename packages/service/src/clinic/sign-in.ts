import { addMinutes, ok, refuse, type Instant, type Outcome } from '@tidbok/core';
import {
  countFailures,
  deleteSession,
  findUserByName,
  forgetFailures,
  insertSession,
  isTrustedDevice,
  noteFailure,
  userOfSession,
  userOfToken,
  type FailureBucket,
  type UserRow,
} from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { memberOf } from './members.ts';
import { PASSWORD_MAX_LENGTH, passwordMatches } from './passwords.ts';
import type { SignedIn, SignInCommand, StaffMember } from './staff.ts';
import { newSecret, secretHash } from './tokens.ts';

const sessionMinutes = 12 * 60;
/** So many failures within the window close one bucket, never the user. */
const maxFailures = 10;
const windowMinutes = 15;

/**
 * Opens a session. Failures are counted by name and by device (a browser that this user has signed
 * in from before) or else by address: whoever guesses passwords elsewhere locks out only
 * themselves. Refuses `sign-in-failed` (never saying which part was wrong) and `rate-limited`.
 */
export async function signIn(
  context: ClinicContext,
  command: SignInCommand,
): Promise<Outcome<SignedIn>> {
  const signInName = command.signInName.trim().toLowerCase();
  const user = await findUserByName(context.pool, signInName);
  const bucket = await bucketOf(context, user, { ...command, signInName });
  const now = context.now();
  const failures = await countFailures(context.pool, bucket, addMinutes(now, -windowMinutes));
  if (failures >= maxFailures) {
    return refuse('rate-limited', { retryAfterSeconds: windowMinutes * 60 });
  }
  const password = command.password.slice(0, PASSWORD_MAX_LENGTH + 1);
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (!matches || user?.active !== true) {
    await noteFailure(context.pool, bucket, now);
    return refuse('sign-in-failed');
  }
  await forgetFailures(context.pool, bucket);
  return ok(await openSession(context, user, command.deviceToken));
}

async function bucketOf(
  context: ClinicContext,
  user: UserRow | null,
  { signInName, deviceToken, address }: SignInCommand,
): Promise<FailureBucket> {
  if (user !== null && deviceToken !== null) {
    const deviceHash = secretHash(deviceToken);
    if (await isTrustedDevice(context.pool, deviceHash, user.id)) {
      return { signInName, bucket: `device ${deviceHash}` };
    }
  }
  return { signInName, bucket: `address ${address.slice(0, 100)}` };
}

async function openSession(
  context: ClinicContext,
  user: UserRow,
  knownDevice: string | null,
): Promise<SignedIn> {
  const sessionToken = newSecret();
  const deviceToken = knownDevice ?? newSecret();
  const at = context.now();
  const expiresAt = addMinutes(at, sessionMinutes);
  await insertSession(context.pool, {
    tokenHash: secretHash(sessionToken),
    deviceHash: secretHash(deviceToken),
    userId: user.id,
    at,
    expiresAt,
  });
  return { sessionToken, deviceToken, expiresAt, member: memberOf(user) };
}

export async function signOut(context: ClinicContext, sessionToken: string): Promise<void> {
  await deleteSession(context.pool, secretHash(sessionToken));
}

export async function memberOfSession(
  context: ClinicContext,
  sessionToken: string,
): Promise<StaffMember | null> {
  const at: Instant = context.now();
  const user = await userOfSession(context.pool, {
    tokenHash: secretHash(sessionToken),
    at,
    expiresAt: addMinutes(at, sessionMinutes),
  });
  return user === null ? null : memberOf(user);
}

export async function memberOfToken(
  context: ClinicContext,
  token: string,
): Promise<StaffMember | null> {
  const user = await userOfToken(context.pool, secretHash(token));
  return user === null ? null : memberOf(user);
}
