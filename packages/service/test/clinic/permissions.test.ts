import {
  DEFAULT_PERMISSIONS,
  PERMISSIONS,
  ROLES,
  type PermissionChoice,
  type StaffMember,
} from '@tidbok/service/clinic';
import type { ClinicId, UserId } from '@tidbok/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import {
  admin,
  at,
  chairA,
  clinicId,
  dentist,
  id,
  internetKind,
  kind,
  local,
  reception,
  temp,
  visit30,
} from './small-practice.ts';

let open: OpenPractice;
beforeEach(async () => {
  open = await openSmallPractice();
});
afterEach(() => open.close());

const PASSWORD = 'ett gott lösenord';

async function user(signInName: string, rest: object = {}): Promise<UserId> {
  const made = { signInName, name: signInName, password: PASSWORD, roles: ['reception'] as const };
  return must(await open.clinic.createUser({ ...made, ...rest })).id;
}

async function signIn(signInName: string, password = PASSWORD): Promise<StaffMember> {
  const attempt = { signInName, password, address: signInName, deviceToken: null };
  return must(await open.clinic.signIn(attempt)).member;
}

const choose = (choice: PermissionChoice) => open.clinic.choosePermission(admin, choice);

describe('what one may do (A1)', () => {
  test('is what the role has, and *Preblock för internet* is everyone’s', async () => {
    for (const role of ROLES) {
      await user(role, { roles: [role] });
      const member = await signIn(role);
      expect(member.permissions).toEqual(
        PERMISSIONS.filter((each) => DEFAULT_PERMISSIONS[role].includes(each)),
      );
      expect(open.clinic.may(member, 'preblock-internet')).toBe(true);
    }
  });

  test('is given and taken by role and by user; the user’s own choice wins, and can be undone', async () => {
    const userId = await user('anna');
    const role = { type: 'role', role: 'reception' } as const;
    const own = { type: 'user', userId } as const;
    const may = async () => (await signIn('anna')).permissions.includes('write-settings');
    expect(await may()).toBe(false);
    must(await choose({ permission: 'write-settings', holder: role, allowed: true }));
    expect(await may()).toBe(true);
    must(await choose({ permission: 'write-settings', holder: own, allowed: false }));
    expect(await may()).toBe(false);
    must(await choose({ permission: 'write-settings', holder: own, allowed: null }));
    expect(await may()).toBe(true);
    must(await choose({ permission: 'write-settings', holder: role, allowed: null }));
    expect(await may()).toBe(false);
  });

  test('is chosen only by those who may look after users', async () => {
    const holder = { type: 'role', role: 'reception' } as const;
    const choice = { permission: 'write-users', holder, allowed: true } as const;
    const refused = await open.clinic.choosePermission(reception, choice);
    expect(refusalOf(refused)).toBe('permission-missing');
  });
});

describe('without *Preblock för internet* the server refuses (A1, A2)', () => {
  const stretch = { from: local('08:00'), to: local('10:00') };
  const place = { kindId: internetKind, resourceId: chairA, ...stretch };
  const repeat = { every: 'day', step: 1, until: '2026-12-03' as never } as const;
  const MISSING = 'permission-missing';

  async function placed() {
    const [preblock] = must(await open.clinic.placePreblock(reception, place)).items;
    if (preblock === undefined) throw new Error('nothing was placed');
    return preblock.id;
  }

  test('to place, alone or repeated', async () => {
    expect(refusalOf(await open.clinic.placePreblock(temp, place))).toBe(MISSING);
    expect(refusalOf(await open.clinic.placePreblock(temp, { ...place, repeat }))).toBe(MISSING);
  });

  test('to repeat, to move, to resize and to remove', async () => {
    const preblockId = await placed();
    const { clinic } = open;
    expect(refusalOf(await clinic.repeatPreblock(temp, { preblockId, repeat }))).toBe(MISSING);
    const moved = { preblockId, from: local('09:00'), to: local('11:00') };
    expect(refusalOf(await clinic.changePreblock(temp, moved))).toBe(MISSING);
    const longer = { preblockId, to: local('11:00') };
    expect(refusalOf(await clinic.changePreblock(temp, longer))).toBe(MISSING);
    for (const series of ['one', 'following', 'all'] as const) {
      expect(refusalOf(await clinic.removePreblock(temp, { preblockId, series }))).toBe(MISSING);
    }
    expect(refusalOf(await clinic.removePreblock(reception, { preblockId, series: 'one' }))).toBe(
      'ok',
    );
  });

  test('to change a placed kind to Internet, or from it, and to make a kind Internet', async () => {
    const lunch = kind(id(42), 'Möte', { rule: { type: 'patient-free' } });
    must(await open.clinic.savePreblockKind(admin, lunch));
    const [meeting] = must(
      await open.clinic.placePreblock(temp, { ...place, kindId: lunch.id }),
    ).items;
    const toInternet = { preblockId: meeting?.id ?? id<never>(0), kindId: internetKind };
    expect(refusalOf(await open.clinic.changePreblock(temp, toInternet))).toBe(MISSING);
    const fromInternet = { preblockId: await placed(), kindId: lunch.id };
    expect(refusalOf(await open.clinic.changePreblock(temp, fromInternet))).toBe(MISSING);
    const internet = kind(lunch.id, 'Möte');
    expect(refusalOf(await open.clinic.savePreblockKind(temp, internet))).toBe(MISSING);
  });

  test('and the menu shows the Internet kinds, not to be used', async () => {
    const query = { resourceId: chairA, practitionerId: dentist };
    const lines = async (by: StaffMember) =>
      must(await open.clinic.menu(by, query)).preblockKinds.map(({ name, allowed }) => [
        name,
        allowed,
      ]);
    expect(await lines(temp)).toEqual([['E-tid', false]]);
    expect(await lines(reception)).toEqual([['E-tid', true]]);
  });
});

describe('somebody who is kept to other clinics', () => {
  const elsewhere: StaffMember = { ...reception, clinicIds: [id<ClinicId>(44)] };
  const here: StaffMember = { ...reception, clinicIds: [clinicId] };
  const visit = {
    resourceId: chairA,
    practitionerId: dentist,
    start: at('08:00'),
    templateId: visit30,
    patient: { id: id<never>(71) },
    override: true,
  };
  const MISSING = 'permission-missing';

  test('neither sees nor changes this one’s book', async () => {
    const { clinic } = open;
    const day = { from: '2026-12-01' as never, to: '2026-12-01' as never };
    expect(refusalOf(await clinic.book(elsewhere, visit))).toBe(MISSING);
    const booked = must(await clinic.book(here, visit));
    expect(refusalOf(await clinic.bookDay(elsewhere, { clinicId, ...day }))).toBe(MISSING);
    expect(await clinic.bookings(elsewhere, day)).toEqual([]);
    expect(await clinic.bookings(here, day)).toHaveLength(1);
    expect(refusalOf(await clinic.booking(elsewhere, booked.id))).toBe(MISSING);
    const bookingId = booked.id;
    const start = at('09:00');
    expect(refusalOf(await clinic.move(elsewhere, { bookingId, start, override: true }))).toBe(
      MISSING,
    );
    expect(refusalOf(await clinic.cancel(elsewhere, { bookingId, reason: 'clinic' }))).toBe(
      MISSING,
    );
    const stretch = { resourceId: chairA, from: local('13:00'), to: local('14:00') };
    const shift = { ...stretch, practitionerId: dentist };
    expect(refusalOf(await clinic.insertShift(elsewhere, shift))).toBe(MISSING);
    const preblock = { ...stretch, kindId: internetKind };
    expect(refusalOf(await clinic.placePreblock(elsewhere, preblock))).toBe(MISSING);
  });

  test('is so by the clinics on their own user', async () => {
    await user('malin', { clinicIds: [clinicId] });
    expect((await signIn('malin')).clinicIds).toEqual([clinicId]);
    const unknown = { signInName: 'nils', name: 'Nils', password: PASSWORD, roles: [] };
    const refused = await open.clinic.createUser({
      ...unknown,
      roles: ['reader'],
      clinicIds: [id(45)],
    });
    expect(refusalOf(refused)).toBe('unknown-clinic');
  });
});

describe('users', () => {
  test('are changed and deactivated, which ends their sessions', async () => {
    const userId = await user('berit');
    const attempt = { signInName: 'berit', password: PASSWORD, address: 'b', deviceToken: null };
    const { sessionToken } = must(await open.clinic.signIn(attempt));
    const change = { id: userId, name: 'Berit B', practitionerId: dentist, clinicIds: [] };
    must(await open.clinic.changeUser({ ...change, active: true, roles: ['practitioner'] }));
    expect(await open.clinic.memberOfSession(sessionToken)).toMatchObject({
      name: 'Berit B',
      roles: ['practitioner'],
      practitionerId: dentist,
    });
    must(await open.clinic.changeUser({ ...change, active: false, roles: ['practitioner'] }));
    expect(await open.clinic.memberOfSession(sessionToken)).toBeNull();
    expect(refusalOf(await open.clinic.signIn(attempt))).toBe('sign-in-failed');
    const none = await open.clinic.changeUser({ ...change, active: true, roles: [] });
    expect(refusalOf(none)).toBe('invalid');
  });

  test('get a new password from an administrator, made or given, and set their own', async () => {
    const userId = await user('cecilia');
    const { password } = must(await open.clinic.resetPassword(userId, null));
    expect(password).toMatch(/^.{16}$/);
    const member = await signIn('cecilia', password ?? '');
    expect(must(await open.clinic.resetPassword(userId, 'givet lösenord')).password).toBeNull();
    await signIn('cecilia', 'givet lösenord');
    const own = (current: string, next: string) =>
      open.clinic.changeOwnPassword(member, { current, next });
    expect(refusalOf(await own('fel', 'helt nytt lösenord'))).toBe('sign-in-failed');
    expect(refusalOf(await own('givet lösenord', 'kort'))).toBe('invalid');
    must(await own('givet lösenord', 'helt nytt lösenord'));
    await signIn('cecilia', 'helt nytt lösenord');
  });

  test('always leave one who may look after the permissions', async () => {
    const only = await user('ada', { roles: ['admin'] });
    const change = { id: only, name: 'Ada', practitionerId: null, clinicIds: [] };
    const LAST = 'last-administrator';
    const demoted = await open.clinic.changeUser({ ...change, active: true, roles: ['reader'] });
    expect(refusalOf(demoted)).toBe(LAST);
    const gone = await open.clinic.changeUser({ ...change, active: false, roles: ['admin'] });
    expect(refusalOf(gone)).toBe(LAST);
    const role = { type: 'role', role: 'admin' } as const;
    const taken = await choose({ permission: 'write-users', holder: role, allowed: false });
    expect(refusalOf(taken)).toBe(LAST);
    expect((await signIn('ada')).permissions).toContain('write-users');
    await user('bea', { roles: ['admin'] });
    must(await open.clinic.changeUser({ ...change, active: false, roles: ['admin'] }));
  });
});
