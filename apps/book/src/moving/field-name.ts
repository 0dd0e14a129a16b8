import type { BookMessages } from '@tidbok/text';

/** A field of a file in words. */
export function fieldName(name: string, say: BookMessages): string {
  const { fields } = say.moving;
  return Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : name;
}
