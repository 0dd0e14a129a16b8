import type { LocalDate } from '@tidbok/core';
import type { Permission } from '@tidbok/service/clinic';
import { createContext } from 'svelte';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Who and what there is, as far as the pages name it. */
export interface RegisterSummary {
  /** Who looks; null on the pages that nobody is signed in for. */
  readonly user: { readonly permissions: readonly Permission[] } | null;
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

/** Whether who looks may do this: pages hide what they may not, the server refuses it anyway. */
export const mayHere = (permission: Permission): boolean =>
  registerSummary().user?.permissions.includes(permission) ?? false;
