import { ok, type Outcome, type PractitionerId, type Zone } from '@tidbok/core';
import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import { demoPractice } from './demo-practice.ts';
import { namedIds } from './seeded.ts';
import { DEMO_USERS, type DemoUser } from './staff.ts';

const DEMO_SEED = 1;

export interface LoadedDemo {
  /** False when a practice stood there already, which is then left as it is. */
  readonly loaded: boolean;
  readonly logins: readonly Pick<DemoUser, 'signInName' | 'name' | 'password'>[];
}

/** Fills an empty clinic with the demo practice; a second time it changes nothing. */
export const loadDemo = async (clinic: Clinic, zone: Zone): Promise<Outcome<LoadedDemo>> => {
  if (await clinic.hasPractice()) return ok({ loaded: false, logins: DEMO_USERS });
  const practice = demoPractice({ seed: DEMO_SEED, now: clinic.now(), zone });
  const imported = await clinic.importPractice(practice);
  if (!imported.ok) return imported;
  for (const user of DEMO_USERS) {
    const created = await createUser(clinic, user);
    if (!created.ok) return created;
  }
  return ok({ loaded: true, logins: DEMO_USERS });
};

const createUser = async (clinic: Clinic, user: DemoUser): Promise<Outcome<null>> => {
  const practitionerId =
    user.practitioner === null
      ? null
      : namedIds(DEMO_SEED)<PractitionerId>(`practitioner/${user.practitioner}`);
  const { signInName, name, password, roles } = user;
  const created = await clinic.createUser({ signInName, name, password, roles, practitionerId });
  if (!created.ok || user.mayPublish) return created.ok ? ok(null) : created;
  const admin: StaffMember = {
    userId: created.value.id,
    signInName: 'demo',
    name: 'Demo',
    roles: ['admin'],
    permissions: [],
    practitionerId: null,
  };
  return clinic.choosePermission(admin, {
    permission: 'preblock-internet',
    holder: { type: 'user', userId: created.value.id },
    allowed: false,
  });
};
