import { fail } from '@sveltejs/kit';
import type { RequestEvent } from '@sveltejs/kit';
import { newBookingKey } from '../../journey/booking-key.ts';
import { readCarried } from '../../journey/carried.ts';
import { checkDetails, detailRules } from '../../journey/check-details.ts';
import { hrefOf, readChoices } from '../../journey/choices.ts';
import { goTo, visitFrameOf } from '../../journey/frame.ts';
import { NOTHING_TYPED, type TypedDetails } from '../../journey/typed-details.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const site = event.locals.site;
  const typed = event.locals.typed ?? {
    values: { ...NOTHING_TYPED, ...knownOf(event.locals.person) },
    bookingKey: newBookingKey(),
    renewedHold: '',
  };
  event.locals.typed = typed;
  const frame = await visitFrameOf(event, 'details');
  return { frame, typed, now: site.now() };
};

/** W5: what the e-ID told, and what the person typed since, need not be typed again. */
function knownOf(person: App.Locals['person']): Partial<TypedDetails['values']> {
  if (person === null) return {};
  const { personalIdentityNumber: digits, givenName, familyName } = person.identity;
  const personalIdentityNumber = `${digits.slice(0, 8)}-${digits.slice(8)}`;
  return { givenName, familyName, personalIdentityNumber, ...(person.contact ?? {}) };
}

export const actions = {
  default: async (event) => {
    const form = await readCarried(event);
    const { typed, site } = event.locals;
    if (typed === null) return undefined;
    if (form.get('do') === 'renew') return renew(event);
    if (!event.url.searchParams.has('check')) return undefined;
    const { clinic, visit } = await visitFrameOf(event, 'details');
    const rules = detailRules(clinic, { now: site.now(), start: visit.start });
    const checked = checkDetails(typed.values, rules);
    return checked.ok ? undefined : fail(422, { errors: checked.errors });
  },
} satisfies Actions;

/**
 * Keeps the time once more. Until when stands in the address, so that a reload tells the same; a
 * hold that has ended, or was renewed already, shows as it is, and the booking decides.
 */
async function renew(event: Pick<RequestEvent, 'url' | 'locals' | 'request'>): Promise<undefined> {
  const choices = readChoices(event.url.searchParams);
  const { clinicId, hold } = choices;
  const { site, typed } = event.locals;
  if (clinicId === null || hold === null || typed === null) return undefined;
  event.locals.typed = { ...typed, renewedHold: hold.id };
  const renewed = await site.renewHold(clinicId, hold.id);
  if (!renewed.ok) return undefined;
  const { expiresAt } = renewed.value;
  return goTo(event, hrefOf('/uppgifter', { ...choices, hold: { id: hold.id, expiresAt } }));
}
