import { redirect } from '@sveltejs/kit';
import type { Locale } from '@tidbok/text';
import { readCarried } from '../../journey/carried.ts';
import { clinicsToRing } from '../../journey/clinics-to-ring.ts';
import { hrefIn, hrefOf, inLanguage, myVisitsOf, type Choices } from '../../journey/choices.ts';
import { ownPath } from '../../journey/person.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const shown = await clinicsToRing(event);
  const asked = event.url.searchParams.get('to');
  const { locale } = shown.choices;
  const to = asked === null ? stepOf(shown.choices) : pathIn(locale, asked);
  if (event.locals.person !== null) redirect(303, to);
  return {
    ...shown,
    isOpen: event.locals.login !== null,
    isAway: event.url.searchParams.has('away'),
    start: hrefIn(locale, '/logga-in/start', { to }),
  };
};

export const actions = {
  default: async (event) => {
    await readCarried(event);
  },
} satisfies Actions;

/** A page of this site, in the language that was chosen on the way to it. */
function pathIn(locale: Locale | null, asked: string): string {
  const to = ownPath(asked);
  return locale === null ? to : inLanguage(new URL(to, 'http://site'), locale);
}

/** Back to the step where one was; without choices to one's own visits. */
function stepOf(choices: Choices): string {
  if (choices.time !== null) return hrefOf('/uppgifter', choices);
  if (choices.templateId !== null) return hrefOf('/tid', choices);
  return choices.practitioner === null ? myVisitsOf(choices) : hrefOf('/behandling', choices);
}
