import type { LocalDate } from '@tidbok/core';
import type { Permission } from '@tidbok/service/clinic';
import { createContext } from 'svelte';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A card that may have been put out of use: it is still named, and chosen no more. */
interface Card extends Named {
  readonly active: boolean;
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
  readonly resources: readonly (Card & { readonly clinicId: string })[];
  readonly practitioners: readonly (Card & {
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

/** What there is to choose among: what is in use, and what stands chosen already. */
export const inUse = <T extends Card>(
  cards: readonly T[],
  chosen: readonly string[] = [],
): readonly T[] => cards.filter(({ id, active }) => active || chosen.includes(id));

/** The chairs of a clinic to choose among. */
export const chairsOf = (
  { resources }: RegisterSummary,
  clinicId: string | undefined,
  chosen: readonly string[] = [],
): RegisterSummary['resources'] =>
  inUse(resources, chosen).filter((chair) => chair.clinicId === clinicId);

/** Whether who looks may do this: pages hide what they may not, the server refuses it anyway. */
export const mayHere = (permission: Permission): boolean =>
  registerSummary().user?.permissions.includes(permission) ?? false;
