import type { IncomingMessage } from 'node:http';
import type { Clinic, Role } from '@tidbok/service/clinic';
import type { EventLog } from '../event-log.ts';
import type { OnlineClient } from '../online-client.ts';
import type { Shown } from '../pages/frame.ts';
import type { Form } from './form.ts';
import type { Reply } from './reply.ts';
import type { Visitor } from './visitor.ts';

/** What the pages work on. */
export interface House {
  readonly clinic: Clinic;
  readonly client: OnlineClient;
  readonly events: EventLog;
  readonly dataFolder: string;
  readonly identityFile: string;
  readonly version: string;
}

/** One request for a page, by somebody who may. */
export interface Asked {
  readonly house: House;
  readonly request: IncomingMessage;
  readonly url: URL;
  /** The path's own part in braces. */
  readonly id: string;
  readonly visitor: Visitor;
  readonly shown: Shown;
  readonly zoneId: string;
  /** What was sent; empty for a GET. */
  readonly form: Form;
}

/**
 * Who may: `anyone` on this computer (beyond it whoever is signed in), staff who book, or
 * administrators.
 */
export type Admits = 'everyone' | 'anyone' | 'staff' | 'admin';

export interface Route {
  readonly method: 'GET' | 'POST';
  /** `{id}` stands for one part. */
  readonly path: string;
  readonly admits: Admits;
  readonly answer: (asked: Asked) => Promise<Reply>;
}

const rolesOf: Readonly<Record<'staff' | 'admin', readonly Role[]>> = {
  staff: ['admin', 'reception', 'practitioner'],
  admin: ['admin'],
};

/** `sign-in`: nobody is signed in; `no`: somebody who may not. */
export function judge(
  admits: Admits,
  { visitor, isHere }: { readonly visitor: Visitor; readonly isHere: boolean },
): 'yes' | 'sign-in' | 'no' {
  if (admits === 'everyone' || (admits === 'anyone' && isHere)) return 'yes';
  const { member } = visitor;
  if (member === null) return 'sign-in';
  if (admits === 'anyone') return 'yes';
  return member.roles.some((role) => rolesOf[admits].includes(role)) ? 'yes' : 'no';
}

/** Names for the ids of chairs and practitioners. */
export async function namesOf({ house }: Asked): Promise<ReadonlyMap<string, string>> {
  const { resources, practitioners } = await house.clinic.register();
  return new Map<string, string>([
    ...resources.map(({ id, name }) => [id, name] as const),
    ...practitioners.map(
      ({ id, givenName, familyName }) => [id, `${givenName} ${familyName}`] as const,
    ),
  ]);
}

export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly id: string } | null {
  const parts = path.split('/');
  for (const route of routes) {
    const wanted = route.path.split('/');
    if (route.method !== method || wanted.length !== parts.length) continue;
    if (!wanted.every((part, i) => part === '{id}' || part === parts[i])) continue;
    return { route, id: parts[wanted.indexOf('{id}')] ?? '' };
  }
  return null;
}
