import type { BookMessages } from '@tidbok/text';
import type { Refused } from '../calls/answer.ts';

type Places = BookMessages['register']['places'];

/** Where something that cannot be deleted is in use, as the server tells it: each place once. */
export function whereUsed(refused: Refused | null, places: Places): readonly string[] {
  const where = refused?.code === 'in-use' ? refused.details['where'] : undefined;
  if (!Array.isArray(where)) return [];
  return [...new Set(where.flatMap((use: unknown) => told(use, places)))];
}

function told(use: unknown, places: Places): readonly string[] {
  if (typeof use !== 'object' || use === null || !('where' in use) || !('name' in use)) return [];
  const { where, name } = use;
  if (typeof where !== 'string' || typeof name !== 'string') return [];
  const place = Object.entries(places).find(([key]) => key === where)?.[1] ?? where;
  return [name === '' ? place : `${place}: ${name}`];
}
