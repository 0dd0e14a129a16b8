import { error, fail, redirect } from '@sveltejs/kit';
import { toLocalDate, type Refusal } from '@tidbok/core';
import type { RequestEvent } from '@sveltejs/kit';
import { isBookingKey, newBookingKey } from '../../journey/booking-key.ts';
import { isSiteDatabaseAway, type PatientInput } from '@tidbok/service/site';
import { readCarried } from '../../journey/carried.ts';
import { checkDetails } from '../../journey/check-details.ts';
import { hrefOf } from '../../journey/choices.ts';
import { goTo, visitFrameOf, type VisitFrame } from '../../journey/frame.ts';
import { keepSession } from '../../journey/person.ts';
import { nearestTimes } from '../../journey/nearest-times.ts';
import type { TypedDetails } from '../../journey/typed-details.ts';
import type { Actions, PageServerLoad } from './$types';

/** Refusals after which another time helps. */
const TIME_GONE: readonly Refusal['code'][] = [
  'time-taken',
  'time-held',
  'not-offered',
  'too-soon',
  'too-far',
  'in-the-past',
  'off-the-grid',
  'hold-expired',
  'unknown-hold',
];

export const load: PageServerLoad = async (event) => {
  const frame = await visitFrameOf(event, 'confirm');
  const { typed, site } = event.locals;
  // Without the details there is nothing to confirm: they are never kept between visits.
  if (typed === null) return goTo(event, hrefOf('/uppgifter', frame.choices));
  return { frame, typed, now: site.now() };
};

export const actions = {
  default: async (event) => {
    const form = await readCarried(event);
    const frame = await visitFrameOf(event, 'confirm');
    const { typed, site } = event.locals;
    if (typed === null) return goTo(event, hrefOf('/uppgifter', frame.choices));
    const { requiredAddressFields, zone } = frame.clinic;
    const today = toLocalDate(zone, site.now());
    const checked = checkDetails(typed.values, requiredAddressFields, today);
    if (!checked.ok) return goTo(event, hrefOf('/uppgifter', frame.choices, { check: '1' }));
    if (form.get('do') !== 'book') return undefined;
    return book(event, frame, { typed, patient: checked.patient });
  },
} satisfies Actions;

/** Whoever is logged in and booked for themselves need not type it again. */
function rememberContact(
  event: Pick<RequestEvent, 'locals' | 'cookies' | 'url'>,
  { email, mobile, personalIdentityNumber }: PatientInput,
): void {
  const { login, person } = event.locals;
  if (login === null || person === null) return;
  if (person.identity.personalIdentityNumber !== personalIdentityNumber) return;
  keepSession(event, login, { identity: person.identity, contact: { email, mobile } });
}

async function book(
  event: Pick<RequestEvent, 'locals' | 'request' | 'url' | 'cookies'>,
  frame: VisitFrame,
  { typed, patient }: { readonly typed: TypedDetails; readonly patient: PatientInput },
) {
  if (!isBookingKey(typed.bookingKey)) error(400, 'booking key');
  const { clinic, treatment, time, choices } = frame;
  const wanted = {
    ...time,
    clinicId: clinic.id,
    templateId: treatment.id,
    patient: { ...patient, language: event.locals.locale },
    idempotencyKey: typed.bookingKey,
    holdId: choices.hold?.id ?? null,
  };
  const outcome = await event.locals.site.book(wanted).catch((fault: unknown) => {
    if (isSiteDatabaseAway(fault)) return null;
    throw fault;
  });
  // The same key goes with the next try, so that it is one booking whatever came of this one.
  if (outcome === null) return fail(503, { away: true });
  if (outcome.ok) {
    rememberContact(event, patient);
    const receipt = { ...choices, templateId: null, time: null, hold: null };
    redirect(303, hrefOf(`/klart/${outcome.value.bookingId}`, receipt));
  }
  return refused(event, frame, outcome.refusal);
}

async function refused(
  event: Pick<RequestEvent, 'locals' | 'request' | 'url'>,
  frame: VisitFrame,
  { code, details }: Refusal,
) {
  const { site, typed } = event.locals;
  if (!TIME_GONE.includes(code)) {
    if (code === 'invalid') goTo(event, hrefOf('/uppgifter', frame.choices, { check: '1' }));
    return fail(code === 'rate-limited' ? 429 : 422, { refused: code, details });
  }
  const near = { clinic: frame.clinic, wanted: frame.visit.start };
  const nearest = await nearestTimes(site, frame.search, near);
  // Another time is another booking, so it gets a key of its own.
  if (typed !== null) event.locals.typed = { ...typed, bookingKey: newBookingKey() };
  return fail(409, { refused: code, nearest });
}
