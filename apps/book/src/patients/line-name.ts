import type { BookMessages } from '@tidbok/text';
import type { PatientLine } from '../calls/patient-calls.ts';

/** The name of a list's line; of a protected person only that they are. */
export function lineName(line: PatientLine, say: BookMessages): string {
  return line.isProtected ? say.cards.protectedName : `${line.givenName} ${line.familyName}`;
}
