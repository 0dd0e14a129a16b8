import { fail, redirect } from '@sveltejs/kit';
import { addDays, nearestFreeTimes, toLocalDate, type LocalDate } from '@tidbok/core';
import type { RequestEvent } from '@sveltejs/kit';
import type { ClinicView, MyBooking, Site, TimeView } from '@tidbok/service/site';
import { isBookingKey, newBookingKey } from '../../../journey/booking-key.ts';
import { checkDetails } from '../../../journey/check-details.ts';
import { hrefOf, readChoices, readPick, type Choices } from '../../../journey/choices.ts';
import { timesOf } from '../../../journey/free-times.ts';
import { treatmentsOf, type TreatmentFrame } from '../../../journey/frame.ts';
import { backHome, homeOf, myVisit } from '../../../journey/my-visit.ts';
import { keepSession } from '../../../journey/person.ts';
import { readForm } from '../../../journey/posted-form.ts';
import { shownWeek } from '../../../journey/shown-week.ts';
import { NOTHING_TYPED, readText } from '../../../journey/typed-details.ts';
import type { Actions, PageServerLoad } from './$types';

const SUGGESTED = 6;
const DAYS_AROUND = 28;

export const load: PageServerLoad = async (event) => {
  const own = await myVisit(event);
  const { visit, person } = own;
  const choices = choicesOf(visit, readChoices(event.url.searchParams));
  const { site } = event.locals;
  const clinic = await site.clinic(visit.clinicId);
  const frame = await frameOf(site, visit, { choices, clinic });
  const asked = {
    week: event.url.searchParams.get('week'),
    date: event.url.searchParams.get('date'),
  };
  const shown = frame === null || choices.time !== null ? null : frame;
  return {
    visit,
    home: homeOf(own),
    now: site.now(),
    choices,
    wanted: choices.time,
    clinic,
    contact: person?.contact ?? { email: '', mobile: '' },
    bookingKey: newBookingKey(),
    nearest: shown === null ? [] : await nearestTo(event, visit, shown),
    week: shown === null ? null : await shownWeek(site, shown, asked),
  };
};

export const actions = {
  default: async (event) => {
    const form = await readForm(event.request);
    const own = await myVisit(event);
    const { visit, person } = own;
    const choices = choicesOf(visit, readChoices(event.url.searchParams));
    const picked = readPick(readText(form, 'time'));
    const also = { booking: visit.bookingId };
    // By a link nobody is known: the journey asks for the details, which nobody here can read.
    const path = person === null ? '/uppgifter' : PATH;
    const replaces = person === null ? visit.bookingId : null;
    if (picked !== null) {
      redirect(303, hrefOf(path, { ...choices, replaces, time: picked }, also));
    }
    const { time } = choices;
    const idempotencyKey = readText(form, 'bookingKey');
    if (person === null || time === null || !isBookingKey(idempotencyKey)) {
      redirect(303, hrefOf(PATH, choices, also));
    }

    const contact = { email: readText(form, 'email'), mobile: readText(form, 'mobile') };
    const today = toLocalDate(visit.zone, event.locals.site.now());
    const values = { ...NOTHING_TYPED, ...named(person.identity), ...contact };
    const rules = { required: [], patients: AS_BOOKED, today, visitOn: today };
    const checked = checkDetails(values, rules);
    if (!checked.ok)
      return fail(422, { errors: checked.errors, contact, bookingKey: idempotencyKey });
    const { email, mobile } = checked.patient;
    if (event.locals.login !== null) {
      keepSession(event, event.locals.login, { ...person, contact: { email, mobile } });
    }
    const moved = await event.locals.site.rebookMine({
      ...time,
      clinicId: visit.clinicId,
      templateId: visit.templateId,
      patient: { ...checked.patient, language: event.locals.locale },
      holdId: null,
      idempotencyKey,
      replaces: visit.bookingId,
    });
    if (!moved.ok) return fail(409, { refused: moved.refusal.code, contact });
    const done = moved.value.status === 'confirmed' ? 'moved' : 'preliminary';
    return backHome(own, done);
  },
} satisfies Actions;

const PATH = '/mina-tider/omboka';
/** Who the visit is for has been settled when it was booked. */
const AS_BOOKED = { children: false, withoutNumber: false, changeByLink: false };

/** The very same treatment, by whoever gives it at that clinic. */
function choicesOf(visit: MyBooking, asked: Choices): Choices {
  const { clinicId, templateId } = visit;
  return { ...asked, clinicId, templateId, practitioner: 'any', hold: null };
}

function named({
  givenName,
  familyName,
  personalIdentityNumber,
}: {
  readonly givenName: string;
  readonly familyName: string;
  readonly personalIdentityNumber: string;
}) {
  return { givenName, familyName, personalIdentityNumber };
}

/** null when nobody offers that treatment on the internet any more. */
async function frameOf(
  site: Site,
  visit: MyBooking,
  { choices, clinic }: { readonly choices: Choices; readonly clinic: ClinicView | null },
): Promise<TreatmentFrame | null> {
  if (clinic === null || !visit.mayRebook) return null;
  const treatments = await treatmentsOf(site, clinic.id, null);
  const treatment = treatments.find(({ id }) => id === visit.templateId);
  if (treatment === undefined) return null;
  const search = { clinicId: clinic.id, templateId: treatment.id, practitionerId: null };
  const { start, end } = visit;
  const shown = { step: 'time', practitioner: null, visit: { start, end } } as const;
  return { ...shown, choices, clinic, treatment, search };
}

/** Most like the present one first: near its day, by the same person, near its hour. */
async function nearestTo(
  { locals: { site } }: Pick<RequestEvent, 'locals'>,
  visit: MyBooking,
  { search }: TreatmentFrame,
): Promise<readonly TimeView[]> {
  const day = toLocalDate(visit.zone, visit.start);
  const today = toLocalDate(visit.zone, site.now());
  const from = later(addDays(day, -DAYS_AROUND), today);
  const times = await timesOf(site, search, { from, to: addDays(day, DAYS_AROUND) });
  return nearestFreeTimes(times, visit, SUGGESTED);
}

function later(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}
