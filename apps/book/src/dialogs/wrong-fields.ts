import type { Refused } from '../calls/answer.ts';

/** The paths of the fields that the server did not accept. */
export function wrongFieldsOf(refused: Refused | null): ReadonlySet<string> {
  const fields = refused?.details['fields'];
  if (!Array.isArray(fields)) return new Set();
  const paths = fields.flatMap((field: unknown) =>
    typeof field === 'object' &&
    field !== null &&
    'field' in field &&
    typeof field.field === 'string'
      ? [field.field]
      : [],
  );
  return new Set(paths);
}
