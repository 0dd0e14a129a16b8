import type { LocalDate } from '@tidbok/core';
import { createContext } from 'svelte';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Who and what there is, as far as the pages name it. */
export interface RegisterSummary {
  readonly today: LocalDate;
  readonly zoneId: string;
  readonly clinics: readonly Named[];
  readonly companies: readonly Named[];
  readonly organisations: readonly Named[];
  readonly resources: readonly (Named & { readonly clinicId: string })[];
  readonly practitioners: readonly (Named & {
    readonly title: 'dentist' | 'hygienist' | 'assistant';
    readonly clinicId: string;
    readonly companyId: string;
    readonly timeUnitMinutes: number;
  })[];
}

const [readRegister, writeRegister] = createContext<() => RegisterSummary>();

/** Called once, by the layout of the staff's pages. */
export const provideRegister = (register: () => RegisterSummary): void => {
  writeRegister(register);
};
export const registerSummary = (): RegisterSummary => readRegister()();
