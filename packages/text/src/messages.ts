import type { Locale } from './locale.ts';

/** The same sentences with the words left open: what the other language must give. */
export type Twin<T> = {
  readonly [Key in keyof T]: T[Key] extends (...args: infer Arguments) => string
    ? (...args: Arguments) => string
    : T[Key] extends string
      ? string
      : Twin<T[Key]>;
};

/**
 * A catalogue of sentences in both languages. A sentence that is missing, or that takes other
 * arguments in English than in Swedish, is a type error.
 */
export function inBothLanguages<T extends object>(catalogue: {
  readonly sv: T;
  readonly en: NoInfer<Twin<T>>;
}): Readonly<Record<Locale, Twin<T>>>;
export function inBothLanguages(catalogue: Record<Locale, object>): Record<Locale, object> {
  return catalogue;
}
