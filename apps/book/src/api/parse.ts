import type { FieldRefusal } from '@tidbok/core';
import * as v from 'valibot';
import type { Parse } from './route.ts';

const maxFields = 50;

/** Reads a value by its schema; the refusal `invalid` names each field. */
export const parse: Parse = (schema, value) => {
  const read = v.safeParse(schema, value);
  if (read.success) return { ok: true, value: read.output };
  const fields = read.issues.slice(0, maxFields).map((issue): FieldRefusal => ({
    field: v.getDotPath(issue) ?? '',
    reason: reasonOf(issue),
  }));
  return {
    ok: false,
    refusal: {
      code: 'invalid',
      overridable: false,
      details: { fields: fields.map(({ field, reason }) => ({ field, reason })) },
    },
  };
};

const kebab = /^[a-z]+(-[a-z]+)*$/;

function reasonOf(issue: v.BaseIssue<unknown>): string {
  if (kebab.test(issue.message)) return issue.message;
  if (issue.received === 'undefined') return 'required';
  switch (issue.type) {
    case 'min_length':
    case 'min_value':
      return 'too-small';
    case 'max_length':
      return 'too-long';
    case 'max_value':
      return 'too-large';
    default:
      return 'malformed';
  }
}
