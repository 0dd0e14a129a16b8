import { error, fail, redirect } from '@sveltejs/kit';
import { refuse, type Refusal } from '@tidbok/core';
import type { RequestEvent } from '@sveltejs/kit';
import { isBookingKey, newBookingKey } from '../../journey/booking-key.ts';
import {
  isSiteDatabaseAway,
  type BookOnlineInput,
  type PatientInput,
  type Site,
} from '@tidbok/service/site';
import { ProofDesk, type Hurdle } from '../../api/proof-desk.ts';
import { readCarried } from '../../journey/carried.ts';
import { checkDetails, detailRules } from '../../journey/check-details.ts';
import { hrefOf, type Choices } from '../../journey/choices.ts';
import { goTo, visitFrameOf, type VisitFrame } from '../../journey/frame.ts';
import { keepSession } from '../../journey/person.ts';
import { nearestTimes } from '../../journey/nearest-times.ts';
import { readText, type TypedDetails } from '../../journey/typed-details.ts';
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
    const rules = detailRules(frame.clinic, { now: site.now(), start: frame.visit.start });
    const checked = checkDetails(typed.values, rules);
    if (!checked.ok) return goTo(event, hrefOf('/uppgifter', frame.choices, { check: '1' }));
    if (form.get('do') !== 'book') return undefined;
    const hurdle = hurdleOf(event, typed, form);
    if (hurdle !== null) return fail(429, { hurdle });
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
  if (!isVerified(event, { personalIdentityNumber })) return;
  keepSession(event, login, { identity: person.identity, contact: { email, mobile } });
}

/** Whoever books in floods is asked for a little work, or patience. */
function hurdleOf(
  { locals: { proofs, site, address } }: Pick<RequestEvent, 'locals'>,
  { bookingKey }: TypedDetails,
  form: FormData,
): Hurdle | null {
  const proof = ProofDesk.read(readText(form, 'proofChallenge'), readText(form, 'proofNonce'));
  const clocks = { now: site.now(), clockMs: performance.now() };
  return proofs.hurdleFor({ address, bookingKey, proof }, clocks);
}

/** Whether whoever is logged in books for themselves. */
function isVerified(
  { locals: { person } }: Pick<RequestEvent, 'locals'>,
  { personalIdentityNumber }: Pick<PatientInput, 'personalIdentityNumber'>,
): boolean {
  return person?.identity.personalIdentityNumber === personalIdentityNumber;
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
    isVerified: isVerified(event, patient),
    idempotencyKey: typed.bookingKey,
    holdId: choices.hold?.id ?? null,
  };
  const outcome = await bookOrMove(event.locals, wanted, choices).catch((fault: unknown) => {
    if (isSiteDatabaseAway(fault)) return null;
    throw fault;
  });
  // The same key goes with the next try, so that it is one booking whatever came of this one.
  if (outcome === null) return fail(503, { away: true });
  if (outcome.ok) {
    rememberContact(event, patient);
    const receipt = { ...choices, templateId: null, time: null, hold: null, replaces: null };
    redirect(303, hrefOf(`/klart/${outcome.value.bookingId}`, receipt));
  }
  return refused(event, frame, outcome.refusal);
}

/** A visit that a link has opened is moved, for the very patient whose it is; else it is booked. */
function bookOrMove(
  { site, pass }: Pick<App.Locals, 'site' | 'pass'>,
  wanted: BookOnlineInput,
  { replaces }: Choices,
): ReturnType<Site['book']> {
  if (replaces === null) return site.book(wanted);
  const isOpened = pass?.bookingId === replaces && pass.clinicId === wanted.clinicId;
  if (!isOpened) return Promise.resolve(refuse('link-not-valid'));
  return site.rebookMine({ ...wanted, replaces });
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
