import { inBothLanguages, type Twin } from '../messages.ts';
import { trayInEnglish } from './tray-en.ts';
import { trayInSwedish } from './tray-sv.ts';

/** What is said of the cases that need a person, in the book and in the Online Client. */
export const trayMessages = inBothLanguages({ sv: trayInSwedish, en: trayInEnglish });

export type TrayMessages = Twin<typeof trayInSwedish>;

/** The name of a case's kind and why it needs a person; a kind that is not known has words too. */
export function caseWords(
  say: TrayMessages,
  kind: string,
): { readonly name: string; readonly why: string } {
  return Object.entries(say.kinds).find(([name]) => name === kind)?.[1] ?? say.other;
}
