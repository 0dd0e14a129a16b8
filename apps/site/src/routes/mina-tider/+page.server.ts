import { requirePerson } from '../../journey/person.ts';
import { readCarried } from '../../journey/carried.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const person = requirePerson(event);
  const { site } = event.locals;
  const mine = await site.myBookings(person.identity.personalIdentityNumber);
  const now = site.now();
  const isComing = ({ status, end }: (typeof mine)[number]): boolean =>
    end > now && (status === 'confirmed' || status === 'preliminary');
  return {
    coming: mine.filter(isComing),
    earlier: mine.filter((each) => !isComing(each)).toReversed(),
    done: event.url.searchParams.get('done'),
  };
};

export const actions = {
  default: async (event) => {
    await readCarried(event);
  },
} satisfies Actions;
