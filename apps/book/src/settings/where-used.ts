import type { Refused } from '../calls/answer.ts';

/** Where something that cannot be deleted is in use, as the server tells it. */
export function whereUsed(refused: Refused | null): readonly string[] {
  if (refused?.code !== 'in-use') return [];
  return Object.entries(refused.details).flatMap(([name, detail]) => told(name, detail));
}

const SAID_ELSEWHERE: ReadonlySet<string> = new Set([
  'type',
  'title',
  'status',
  'detail',
  'instance',
]);

function told(name: string, detail: unknown): readonly string[] {
  if (SAID_ELSEWHERE.has(name)) return [];
  if (Array.isArray(detail)) return detail.flatMap((each: unknown) => told('', each));
  if (typeof detail === 'number') return detail > 0 ? [`${name}: ${detail}`] : [];
  if (typeof detail === 'string') return [detail];
  if (typeof detail === 'object' && detail !== null && 'name' in detail) {
    return typeof detail.name === 'string' ? [detail.name] : [];
  }
  return [];
}
