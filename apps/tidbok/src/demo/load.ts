import {
  ok,
  toLocalDate,
  type MessageSettings,
  type Outcome,
  type PractitionerId,
  type UserId,
  type Zone,
} from '@tidbok/core';
import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import { demoPractice } from './demo-practice.ts';
import { namedIds } from './seeded.ts';
import { DEMO_USERS, type DemoUser } from './staff.ts';

/** The one demo practice that everybody sees. */
export const DEMO_SEED = 1;

export interface LoadedDemo {
  /** False when a practice stood there already, which is then left as it is. */
  readonly loaded: boolean;
  readonly logins: readonly Pick<DemoUser, 'signInName' | 'name' | 'password'>[];
}

/** Fills an empty clinic with the demo practice; a second time it changes nothing. */
export const loadDemo = async (clinic: Clinic, zone: Zone): Promise<Outcome<LoadedDemo>> => {
  if (await clinic.hasPractice()) return ok({ loaded: false, logins: DEMO_USERS });
  const [first, ...others] = DEMO_USERS;
  if (first === undefined) return ok({ loaded: false, logins: DEMO_USERS });
  const desk = await ensureUser(clinic, first);
  if (!desk.ok) return desk;
  const practice = demoPractice({ seed: DEMO_SEED, now: clinic.now(), zone });
  const imported = await clinic.importPractice({ ...practice, registeredBy: desk.value });
  if (!imported.ok) return imported;
  const writes = await clinic.saveMessageSettings(operator(desk.value), demoMessages(clinic, zone));
  if (!writes.ok) return writes;
  for (const user of others) {
    const created = await ensureUser(clinic, user);
    if (!created.ok) return created;
  }
  return ok({ loaded: true, logins: DEMO_USERS });
};

/** The demo's messages go to a folder: nobody is written to. */
function demoMessages(clinic: Clinic, zone: Zone): MessageSettings {
  const decidedOn = toLocalDate(zone, clinic.now());
  const text = 'Demo: inget meddelande lämnar datorn. / No message leaves the computer.';
  return {
    ...{ email: true, sms: true, smsSender: 'Tidbok demo', replyTo: '', texts: [] },
    ...{ reminderHours: 48, remindAll: false },
    decision: { decidedBy: 'Demo', decidedOn, text },
  };
}

/** Also when an earlier load was cut off half-way. */
const ensureUser = async (clinic: Clinic, user: DemoUser): Promise<Outcome<UserId>> => {
  const known = (await clinic.users()).find(({ signInName }) => signInName === user.signInName);
  if (known !== undefined) return ok(known.id);
  const practitionerId =
    user.practitioner === null
      ? null
      : namedIds(DEMO_SEED)<PractitionerId>(`practitioner/${user.practitioner}`);
  const { signInName, name, password, roles } = user;
  const created = await clinic.createUser({ signInName, name, password, roles, practitionerId });
  if (!created.ok) return created;
  const { id } = created.value;
  if (user.mayPublish) return ok(id);
  const denied = await clinic.choosePermission(operator(id), {
    permission: 'preblock-internet',
    holder: { type: 'user', userId: id },
    allowed: false,
  });
  return denied.ok ? ok(id) : denied;
};

const operator = (userId: UserId): StaffMember => ({
  userId,
  signInName: 'demo',
  name: 'Demo',
  roles: ['admin'],
  permissions: ['write-users'],
  practitionerId: null,
  clinicIds: [],
});
