import { fail } from '@sveltejs/kit';
import { instant } from '@tidbok/core';
import type { RequestEvent } from '$app/server';
import { readCarried } from '../../journey/carried.ts';
import { checkDetails } from '../../journey/check-details.ts';
import { hrefOf, readPick, withTime, type Hold, type PickedTime } from '../../journey/choices.ts';
import { goTo, treatmentFrameOf, type TreatmentFrame } from '../../journey/frame.ts';
import { nearestTimes } from '../../journey/nearest-times.ts';
import { shownWeek } from '../../journey/shown-week.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const frame = await treatmentFrameOf(event, 'time');
  const site = event.locals.booking;
  const date = event.locals.posted?.get('date') ?? event.url.searchParams.get('date');
  const week = await shownWeek(site, frame, {
    week: event.url.searchParams.get('week'),
    date: typeof date === 'string' ? date : null,
  });
  const { practitionerId } = frame.search;
  const anyone =
    practitionerId === null
      ? null
      : await site.firstTime({ ...frame.search, practitionerId: null });
  return {
    frame,
    week,
    otherFirst: anyone?.practitionerId === practitionerId ? null : anyone,
    printedDate: typeof date === 'string' ? date : '',
  };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await readCarried(event);
    const picked = form.get('time');
    const time = typeof picked === 'string' ? readPick(picked) : null;
    if (time === null) return {};
    const frame = await treatmentFrameOf(event, 'time');
    const held = await holdFor(event, frame, time);
    if (held === 'taken') {
      const near = { clinic: frame.clinic, wanted: time.start };
      const nearest = await nearestTimes(event.locals.booking, frame.search, near);
      return fail(409, { gone: time, nearest });
    }
    return goTo(event, hrefOf(nextPath(event, frame), withTime(frame.choices, time, held)));
  },
};

type Event = Pick<RequestEvent, 'locals' | 'request' | 'url'>;

/** Keeps the time for the patient; null where the site keeps none, and the booking decides. */
async function holdFor(
  event: Event,
  frame: TreatmentFrame,
  time: PickedTime,
): Promise<Hold | null | 'taken'> {
  const site = event.locals.booking;
  const { start, resourceId } = time;
  const old = frame.choices.hold;
  if (old !== null) await site.releaseHold(frame.clinic.id, old.id);
  const choice = { clinicId: frame.clinic.id, templateId: frame.treatment.id, start, resourceId };
  const held = await site.hold(choice);
  if (held.ok) return { id: held.value.holdId, expiresAt: instant(held.value.expiresAt) };
  return held.refusal.code === 'rate-limited' ? null : 'taken';
}

/** Straight to the last step when everything is typed already. */
function nextPath(event: Event, frame: TreatmentFrame): '/bekrafta' | '/uppgifter' {
  const { typed, booking } = event.locals;
  if (typed === null) return '/uppgifter';
  const checked = checkDetails(typed.values, frame.clinic.requiredAddressFields, booking.now());
  return checked.ok ? '/bekrafta' : '/uppgifter';
}
