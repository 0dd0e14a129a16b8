import { redirect } from '@sveltejs/kit';
import { hrefIn, readLocale } from '../../journey/choices.ts';
import { forgetSession } from '../../journey/person.ts';
import type { Actions, PageServerLoad } from './$types';

function homeIn({ searchParams }: URL): string {
  return hrefIn(readLocale(searchParams), '/');
}

export const load: PageServerLoad = ({ url }) => redirect(303, homeIn(url));

export const actions = {
  default: (event) => {
    forgetSession(event);
    redirect(303, homeIn(event.url));
  },
} satisfies Actions;
