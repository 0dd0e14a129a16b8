import { fail } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import { ok, type Outcome } from '@tidbok/core';
import { isSiteDatabaseAway } from '@tidbok/service/site';
import { readCarried } from '../../journey/carried.ts';
import { checkDetails, detailRules } from '../../journey/check-details.ts';
import { hrefOf, readPick, withTime, type Hold, type PickedTime } from '../../journey/choices.ts';
import { goTo, treatmentFrameOf, type TreatmentFrame } from '../../journey/frame.ts';
import { firstTimeOf } from '../../journey/free-times.ts';
import { nearestTimes } from '../../journey/nearest-times.ts';
import { shownWeek } from '../../journey/shown-week.ts';
import { readTimeFilter } from '../../journey/time-filter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const frame = await treatmentFrameOf(event, 'time');
  const site = event.locals.site;
  const date = event.locals.posted?.get('date') ?? event.url.searchParams.get('date');
  const { practitionerId } = frame.search;
  const [week, anyone] = await Promise.all([
    shownWeek(site, frame, {
      week: event.url.searchParams.get('week'),
      date: typeof date === 'string' ? date : null,
    }),
    practitionerId === null ? null : firstTimeOf(site, { ...frame.search, practitionerId: null }),
  ]);
  return {
    frame,
    week,
    otherFirst: anyone?.practitionerId === practitionerId ? null : anyone,
    printedDate: typeof date === 'string' ? date : '',
  };
};

export const actions = {
  default: async (event) => {
    const form = await readCarried(event);
    if (form.get('do') === 'filter') return filtered(event, form);
    const picked = form.get('time');
    const time = typeof picked === 'string' ? readPick(picked) : null;
    if (time === null) return undefined;
    const frame = await treatmentFrameOf(event, 'time');
    const held = await holdFor(event, frame, time);
    if (!held.ok) {
      const near = { clinic: frame.clinic, wanted: time.start };
      const nearest = await nearestTimes(event.locals.site, frame.search, near);
      return fail(409, { refused: held.refusal.code, nearest });
    }
    const choices = withTime(frame.choices, time, held.value);
    return goTo(event, hrefOf(nextPath(event, frame, time), choices));
  },
} satisfies Actions;

/**
 * The filter goes into the address, so that it lasts from week to week; once there, it is shown.
 */
async function filtered(event: Event, form: FormData): Promise<undefined> {
  const frame = await treatmentFrameOf(event, 'time');
  const filter = readTimeFilter(form);
  if (JSON.stringify(filter) === JSON.stringify(frame.choices.filter)) return undefined;
  const week = event.url.searchParams.get('week');
  return goTo(event, hrefOf('/tid', { ...frame.choices, filter }, week === null ? {} : { week }));
}

type Event = Pick<RequestEvent, 'locals' | 'request' | 'url'>;

/** Keeps the time for the patient; null where the site keeps none, and the booking decides. */
async function holdFor(
  event: Event,
  frame: TreatmentFrame,
  time: PickedTime,
): Promise<Outcome<Hold | null>> {
  const held = await tryHold(event, frame, time);
  if (held === null) return ok(null);
  if (held.ok) return ok({ id: held.value.holdId, expiresAt: held.value.expiresAt });
  return held.refusal.code === 'rate-limited' ? ok(null) : held;
}

/** null while the database is away: the patient goes on, and the booking decides. */
async function tryHold(event: Event, frame: TreatmentFrame, time: PickedTime) {
  const site = event.locals.site;
  const old = frame.choices.hold;
  const choice = { clinicId: frame.clinic.id, templateId: frame.treatment.id, ...time };
  try {
    if (old !== null) await site.releaseHold(frame.clinic.id, old.id);
    return await site.placeHold(choice, event.locals.address);
  } catch (error) {
    if (isSiteDatabaseAway(error)) return null;
    throw error;
  }
}

/** Straight to the last step when everything is typed already. */
function nextPath(
  event: Event,
  frame: TreatmentFrame,
  { start }: PickedTime,
): '/bekrafta' | '/uppgifter' {
  const { typed, site } = event.locals;
  if (typed === null) return '/uppgifter';
  const rules = detailRules(frame.clinic, { now: site.now(), start });
  const checked = checkDetails(typed.values, rules);
  return checked.ok ? '/bekrafta' : '/uppgifter';
}
