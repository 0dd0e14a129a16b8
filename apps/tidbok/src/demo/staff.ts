import type { Role } from '@tidbok/service/clinic';
import type { PractitionerName } from './register.ts';

/** Somebody who may sign in to the demo's book. */
export interface DemoUser {
  readonly signInName: string;
  readonly name: string;
  readonly password: string;
  readonly roles: readonly Role[];
  readonly practitioner: PractitionerName | null;
  /** A1: *Preblock för internet*. */
  readonly mayPublish: boolean;
}

/** Demo logins, printed at every start of the demo; their passwords are no secret. */
export const DEMO_USERS: readonly DemoUser[] = [
  {
    signInName: 'anna',
    name: 'Anna R.',
    password: 'vinter i lund 2026',
    roles: ['reception'],
    practitioner: null,
    mayPublish: true,
  },
  {
    signInName: 'olle',
    name: 'Olle Ohlsson',
    password: 'spegel och sond 2026',
    roles: ['practitioner'],
    practitioner: 'olle',
    mayPublish: true,
  },
  {
    signInName: 'vikarie',
    name: 'Lena V.',
    password: 'bara pa prov 2026',
    roles: ['reception'],
    practitioner: null,
    mayPublish: false,
  },
  {
    signInName: 'admin',
    name: 'Admin',
    password: 'nyckel till huset 2026',
    roles: ['admin'],
    practitioner: null,
    mayPublish: true,
  },
];
