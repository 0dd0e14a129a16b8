import type { MyBooking } from '@tidbok/service/site';
import { allClinics } from '../../journey/all-clinics.ts';
import { howEnded } from '../../journey/ended-visit.ts';
import { askerOf } from '../../journey/my-visit.ts';
import { requirePerson } from '../../journey/person.ts';
import { readCarried } from '../../journey/carried.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const person = requirePerson(event);
  const { site } = event.locals;
  const asker = askerOf(person, event.url.searchParams);
  const { items, outOfReach, allAsked } = await site.myBookings(asker);
  const now = site.now();
  const isComing = (each: MyBooking): boolean => howEnded(each, now) === null;
  return {
    coming: items.filter(isComing),
    earlier: items.filter((each) => !isComing(each)).toReversed(),
    outOfReach,
    askable: allAsked ? [] : await allClinics(site, null),
    asked: asker.clinicId,
    done: event.url.searchParams.get('done'),
  };
};

export const actions = {
  default: async (event) => {
    await readCarried(event);
  },
} satisfies Actions;
