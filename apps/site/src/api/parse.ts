import { ok, refuseFields, type Outcome } from '@tidbok/core';
import * as v from 'valibot';

const maxFields = 50;
const kebab = /^[a-z]+(-[a-z]+)*$/;

/** Reads a value by its schema; the refusal `invalid` names each field. */
export function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Outcome<T> {
  const read = v.safeParse(schema, value);
  if (read.success) return ok(read.output);
  const fields = read.issues.slice(0, maxFields).map((issue) => ({
    field: v.getDotPath(issue) ?? '',
    reason: reasonOf(issue),
  }));
  return refuseFields(fields);
}

function reasonOf(issue: v.BaseIssue<unknown>): string {
  if (issue.received === 'undefined' || issue.input === undefined) return 'required';
  return kebab.test(issue.message) && issue.message !== 'required'
    ? issue.message
    : reasonOfType(issue);
}

function reasonOfType(issue: v.BaseIssue<unknown>): string {
  return issue.message === 'required' && typeof issue.input === 'string'
    ? 'required'
    : 'wrong-type';
}
