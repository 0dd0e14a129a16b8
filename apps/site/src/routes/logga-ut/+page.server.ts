import { redirect } from '@sveltejs/kit';
import { forgetSession } from '../../journey/person.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, '/');

export const actions = {
  default: (event) => {
    forgetSession(event);
    redirect(303, '/');
  },
} satisfies Actions;
