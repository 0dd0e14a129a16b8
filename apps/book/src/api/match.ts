import type { RefusalCode } from '@tidbok/core';
import type { Method, Route } from './route.ts';
import { isId } from './schemas.ts';

export type Match =
  | {
      readonly type: 'route';
      readonly route: Route;
      readonly path: Readonly<Record<string, string>>;
    }
  /** The address is known, the method is not. */
  | { readonly type: 'method'; readonly allowed: readonly Method[] }
  | { readonly type: 'unknown'; readonly code: RefusalCode };

/** Finds the route of a call; an id of the wrong shape is an unknown one. */
export function match(routes: readonly Route[], method: string, path: string): Match {
  const asked = path.split('/');
  const here = routes.flatMap((route) => {
    const parts = partsOf(route.path.split('/'), asked);
    return parts === null ? [] : [{ route, parts }];
  });
  // A fixed word beats an id that stands at the same place.
  here.sort((a, b) => Object.keys(a.parts).length - Object.keys(b.parts).length);
  const found = here.find(({ route }) => route.method === method);
  if (found === undefined) {
    return here.length === 0
      ? { type: 'unknown', code: 'unknown-address' }
      : { type: 'method', allowed: here.map(({ route }) => route.method) };
  }
  const wrong = Object.entries(found.parts).find(([name, value]) => !fits(name, value));
  return wrong === undefined
    ? { type: 'route', route: found.route, path: found.parts }
    : { type: 'unknown', code: unknownOf[wrong[0]] ?? 'unknown-address' };
}

function partsOf(
  pattern: readonly string[],
  asked: readonly string[],
): Readonly<Record<string, string>> | null {
  if (pattern.length !== asked.length) return null;
  const parts: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const given = asked[i] ?? '';
    if (part.startsWith('{')) parts[part.slice(1, -1)] = given;
    else if (part !== given) return null;
  }
  return parts;
}

function fits(name: string, value: string): boolean {
  // A case of the tray has a number, or the id of the question that waits for its answer.
  return isId(value) || (name === 'case' && /^\d{1,18}$/.test(value));
}

const unknownOf: Readonly<Record<string, RefusalCode>> = {
  bookingId: 'unknown-booking',
  preblockId: 'unknown-preblock',
  shiftId: 'unknown-shift',
  patientId: 'unknown-patient',
  importId: 'unknown-import',
};
