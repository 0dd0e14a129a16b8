import { readLocale } from '../journey/choices.ts';
import type { LayoutServerLoad } from './$types';

function nameOf(person: App.Locals['person']): string | null {
  return person === null ? null : `${person.identity.givenName} ${person.identity.familyName}`;
}

export const load: LayoutServerLoad = ({ locals, url }) => ({
  locale: locals.locale,
  askedLocale: readLocale(url.searchParams),
  typed: locals.typed,
  personName: nameOf(locals.person),
});
