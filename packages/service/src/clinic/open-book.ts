import { readPractice, type PracticeRow } from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import type { LoadedRegister } from './register-cache.ts';

export interface OpenBook {
  readonly practice: PracticeRow;
  readonly register: LoadedRegister;
}

/** The practice and its register for a read; null before a practice has been loaded. */
export async function openBook(context: ClinicContext): Promise<OpenBook | null> {
  const practice = await readPractice(context.pool);
  if (practice === null) return null;
  const register = await context.registers.at(context.pool, practice.registerRevision);
  return register === null ? null : { practice, register };
}
