import type { BookMessages } from '@tidbok/text';
import type { Refused } from '../calls/answer.ts';

type Reasons = BookMessages['cards']['wrong'];

/** What is wrong with a field, in words: of a form's, or of a row's in a file. */
export function reasonWords(reason: string, say: BookMessages): string {
  const { wrong } = say.cards;
  return Object.hasOwn(wrong, reason) ? wrong[reason as keyof Reasons] : wrong.malformed;
}

/** The fields that a refusal names, each with its reason. */
export function faultsOf(details: Refused['details']): { field: string; reason: string }[] {
  const fields = details['fields'];
  if (!Array.isArray(fields)) return [];
  return fields.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null) return [];
    if (!('field' in each) || !('reason' in each)) return [];
    return [{ field: String(each.field), reason: String(each.reason) }];
  });
}
