import { DEFAULT_PERMISSIONS } from '@tidbok/service/clinic';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import { admin } from './small-practice.ts';

let open: OpenPractice;
beforeAll(async () => {
  open = await openSmallPractice();
  for (const signInName of ['anna', 'berit']) {
    must(
      await open.clinic.createUser({
        signInName,
        name: signInName,
        password: 'ett gott lösenord',
        roles: ['reception'],
      }),
    );
  }
});
afterAll(() => open.close());

const attempt = (signInName: string, password: string, rest = {}) =>
  open.clinic.signIn({ signInName, password, address: '10.0.0.1', deviceToken: null, ...rest });

describe('signing in', () => {
  test('a session leads to its user, and ends when they sign out', async () => {
    const { sessionToken } = must(await attempt('Anna', 'ett gott lösenord'));
    const member = await open.clinic.memberOfSession(sessionToken);
    expect(member).toMatchObject({
      signInName: 'anna',
      permissions: DEFAULT_PERMISSIONS.reception,
    });
    await open.clinic.signOut(sessionToken);
    expect(await open.clinic.memberOfSession(sessionToken)).toBeNull();
  });

  test('a wrong name and a wrong password are refused alike', async () => {
    expect(refusalOf(await attempt('anna', 'fel'))).toBe('sign-in-failed');
    expect(refusalOf(await attempt('ingen', 'fel'))).toBe('sign-in-failed');
  });

  test('guessing locks out the guesser, never the colleague on her own computer', async () => {
    const { deviceToken } = must(await attempt('berit', 'ett gott lösenord'));
    for (let i = 0; i < 10; i += 1) await attempt('berit', `gissning ${i}`);
    expect(refusalOf(await attempt('berit', 'ett gott lösenord'))).toBe('rate-limited');
    expect(refusalOf(await attempt('berit', 'ett gott lösenord', { deviceToken }))).toBe('ok');
    const elsewhere = { address: '10.0.0.2' };
    expect(refusalOf(await attempt('berit', 'ett gott lösenord', elsewhere))).toBe('ok');
    expect(refusalOf(await attempt('anna', 'ett gott lösenord'))).toBe('ok');
  });

  test('a new password ends every session', async () => {
    const { sessionToken } = must(await attempt('anna', 'ett gott lösenord'));
    must(await open.clinic.setPassword('anna', 'ett ännu bättre'));
    expect(await open.clinic.memberOfSession(sessionToken)).toBeNull();
    expect(refusalOf(await attempt('anna', 'ett gott lösenord'))).toBe('sign-in-failed');
  });

  test('a weak password and a taken name are refused', async () => {
    const user = { signInName: 'cecilia', name: 'C', password: 'kort', roles: [] };
    expect(refusalOf(await open.clinic.createUser(user))).toBe('invalid');
    const taken = { ...user, signInName: 'anna', password: 'långt nog nu', roles: ['admin'] };
    expect(refusalOf(await open.clinic.createUser(taken as never))).toBe('already-exists');
  });
});

test('a token has the role it was made with, and only its hash is kept', async () => {
  const { token } = must(await open.clinic.createToken('kassasystemet', 'reader'));
  expect(await open.clinic.memberOfToken(token)).toMatchObject({ roles: ['reader'] });
  expect(await open.clinic.memberOfToken('något annat')).toBeNull();
  const kept = await open.pool.query('select * from api_token');
  expect(JSON.stringify(kept.rows)).not.toContain(token);
});

test('a permission taken from a role is given back to a user by name (A1)', async () => {
  const choose = (holder: object, allowed: boolean) =>
    open.clinic.choosePermission(admin, {
      permission: 'preblock-internet',
      holder: holder as never,
      allowed,
    });
  const user = (await open.clinic.users()).find(({ signInName }) => signInName === 'berit');
  const signIn = async () =>
    must(await attempt('berit', 'ett gott lösenord', { address: '10.0.0.3' })).member.permissions;
  must(await choose({ type: 'role', role: 'reception' }, false));
  expect(await signIn()).not.toContain('preblock-internet');
  must(await choose({ type: 'user', userId: user?.id }, true));
  expect(await signIn()).toContain('preblock-internet');
});

test('every read of patients is recorded, with who read and where', async () => {
  await open.clinic.patients(admin, 'tol');
  const { rows } = await open.pool.query<{ actor: string; what: string }>(
    'select actor, what from patient_access order by id desc limit 1',
  );
  expect(rows).toEqual([{ actor: admin.userId, what: 'search' }]);
});
