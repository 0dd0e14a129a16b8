import type { RefusalCode } from '@tidbok/core';
import type { Method, Route } from './route.ts';

export type Match =
  | {
      readonly type: 'route';
      readonly route: Route;
      readonly pathIds: Readonly<Record<string, string>>;
    }
  | { readonly type: 'wrong-method'; readonly allow: readonly Method[] }
  | { readonly type: 'unknown-id'; readonly code: RefusalCode }
  | { readonly type: 'nothing' };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const unknownOf: Readonly<Record<string, RefusalCode>> = {
  clinicId: 'unknown-clinic',
  holdId: 'unknown-hold',
  bookingId: 'unknown-booking',
};

/** Which route a call means. `path` is below `/api/v1`. */
export function match(routes: readonly Route[], method: string, path: string): Match {
  const parts = path.split('/');
  const fitting = routes.flatMap((route) => {
    const ids = idsOf(route.path.split('/'), parts);
    return ids === null ? [] : [{ route, ids }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found === undefined) {
    return fitting.length === 0
      ? { type: 'nothing' }
      : { type: 'wrong-method', allow: fitting.map(({ route }) => route.method) };
  }
  for (const [name, value] of Object.entries(found.ids)) {
    if (!uuid.test(value)) return { type: 'unknown-id', code: unknownOf[name] ?? 'invalid' };
  }
  return { type: 'route', route: found.route, pathIds: found.ids };
}

function idsOf(
  pattern: readonly string[],
  parts: readonly string[],
): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const ids: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (expected.startsWith('{')) ids[expected.slice(1, -1)] = part.toLowerCase();
    else if (expected !== part) return null;
  }
  return ids;
}
