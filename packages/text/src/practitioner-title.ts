import type { PractitionerTitle } from '@tidbok/core';
import type { Locale } from './locale.ts';

const titles: Readonly<Record<Locale, Readonly<Record<PractitionerTitle, string>>>> = {
  sv: { dentist: 'Tandläkare', hygienist: 'Tandhygienist', assistant: 'Tandsköterska' },
  en: { dentist: 'Dentist', hygienist: 'Dental hygienist', assistant: 'Dental nurse' },
};

/** `Tandläkare`. */
export function practitionerTitle(title: PractitionerTitle, locale: Locale): string {
  return titles[locale][title];
}

/** `Tandläkare Olle Ohlsson`. */
export function titledName(
  practitioner: { readonly title: PractitionerTitle; readonly name: string },
  locale: Locale,
): string {
  return `${titles[locale][practitioner.title]} ${practitioner.name}`;
}
