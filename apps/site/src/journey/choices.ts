import {
  instant,
  type BookingId,
  type BookingTemplateId,
  type ClinicId,
  type HoldId,
  type Instant,
  type OrganisationId,
  type PractitionerId,
  type ResourceId,
} from '@tidbok/core';
import { isLocale, type Locale } from '@tidbok/text';
import { readTimeFilter, type TimeFilter } from './time-filter.ts';

/** The five steps, in order, with the address of each. */
export const STEPS = [
  { id: 'clinic', path: '/' },
  { id: 'treatment', path: '/behandling' },
  { id: 'time', path: '/tid' },
  { id: 'details', path: '/uppgifter' },
  { id: 'confirm', path: '/bekrafta' },
] as const;
export type StepId = (typeof STEPS)[number]['id'];

/** A time that was picked: where it starts, in which chair, with whom. */
export interface PickedTime {
  readonly start: Instant;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
}

/** A time that is kept from others for a few minutes, until `expiresAt`. */
export interface Hold {
  readonly id: HoldId;
  readonly expiresAt: Instant;
}

/** A hold of a time that the patient has let go: the page that comes next frees it. */
export interface LeftHold {
  readonly id: HoldId;
  readonly clinicId: ClinicId;
}

/**
 * What has been chosen so far. It lives in the address, so that back, reload and two tabs lose
 * nothing and mix nothing. Nothing about the patient is ever in it.
 */
export interface Choices {
  readonly organisationId: OrganisationId | null;
  readonly clinicId: ClinicId | null;
  /** `any` is a choice; null is none yet. */
  readonly practitioner: PractitionerId | 'any' | null;
  readonly templateId: BookingTemplateId | null;
  readonly time: PickedTime | null;
  readonly hold: Hold | null;
  readonly left: LeftHold | null;
  /** One's own visit that the new one takes the place of, opened by a link. */
  readonly replaces: BookingId | null;
  /** Which of the free times the patient wants to see. */
  readonly filter: TimeFilter;
  /** Shown inside the clinic's own home page. */
  readonly embedded: boolean;
  /** Asked for in so many words; null follows the browser. */
  readonly locale: Locale | null;
}

type Query = Pick<URLSearchParams, 'get' | 'getAll'>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

// The one place where text from outside becomes an id: well-formed, known or not.
function id<Id extends string>(text: string | null): Id | null {
  return text !== null && UUID.test(text) ? (text.toLowerCase() as Id) : null;
}

/** `2026-12-15T07:30Z`; null when it is not an instant on a whole minute. */
export function readStart(text: string | null): Instant | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : instant(at);
}

export function writeStart(start: Instant): string {
  return `${new Date(start).toISOString().slice(0, 16)}Z`;
}

/** Reads what was chosen; what is not well-formed counts as not chosen. */
export function readChoices(query: Query): Choices {
  const practitioner = query.get('practitioner');
  return {
    organisationId: id(query.get('organisation')),
    clinicId: id(query.get('clinic')),
    practitioner: practitioner === 'any' ? 'any' : id(practitioner),
    templateId: id(query.get('template')),
    time: readPickedTime(query),
    hold: readHold(query),
    left: readLeft(query.get('left')),
    replaces: id(query.get('replaces')),
    filter: readTimeFilter(query),
    embedded: query.get('embed') === '1',
    locale: readLocale(query),
  };
}

/** The language that an address asks for in so many words; null follows the browser. */
export function readLocale(query: Pick<Query, 'get'>): Locale | null {
  const locale = query.get('lang');
  return isLocale(locale) ? locale : null;
}

function readHold(query: Pick<Query, 'get'>): Hold | null {
  const holdId = id<HoldId>(query.get('hold'));
  const seconds = Number(query.get('until') ?? Number.NaN);
  if (holdId === null || !Number.isInteger(seconds)) return null;
  // No clock shows what is further away than any date.
  const until = new Date(seconds * 1000).getTime();
  return Number.isNaN(until) ? null : { id: holdId, expiresAt: instant(until) };
}

function readLeft(text: string | null): LeftHold | null {
  const [clinic = '', hold = ''] = text?.split(' ') ?? [];
  const [clinicId, holdId] = [id<ClinicId>(clinic), id<HoldId>(hold)];
  return clinicId === null || holdId === null ? null : { clinicId, id: holdId };
}

function readPickedTime(query: Pick<Query, 'get'>): PickedTime | null {
  const start = readStart(query.get('start'));
  const resourceId = id<ResourceId>(query.get('resource'));
  const practitionerId = id<PractitionerId>(query.get('with'));
  if (start === null || resourceId === null || practitionerId === null) return null;
  return { start, resourceId, practitionerId };
}

/** A booking's id out of an address; null when it is not one. */
export { id as readId };

/** `start resource practitioner`: the value of a button that picks a time. */
export function writePick(time: PickedTime): string {
  return `${writeStart(time.start)} ${time.resourceId} ${time.practitionerId}`;
}

export function readPick(text: string): PickedTime | null {
  const [start, resource, practitioner] = text.split(' ');
  return readPickedTime(
    new URLSearchParams({
      start: start ?? '',
      resource: resource ?? '',
      with: practitioner ?? '',
    }),
  );
}

/** The address of a page with these choices. */
export function hrefOf(
  path: string,
  choices: Choices,
  extra: Readonly<Record<string, string>> = {},
): string {
  const { filter, embedded, locale, left } = choices;
  const all: Readonly<Record<string, string | null>> = {
    organisation: choices.organisationId,
    clinic: choices.clinicId,
    practitioner: choices.practitioner,
    template: choices.templateId,
    ...timeInAddress(choices),
    left: left === null ? null : `${left.clinicId} ${left.id}`,
    replaces: choices.replaces,
    part: filter.part === 'all' ? null : filter.part,
    embed: embedded ? '1' : null,
    lang: locale,
    ...extra,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(all)) {
    if (value !== null && value !== '') query.set(name, value);
  }
  for (const day of filter.weekdays) query.append('weekday', String(day));
  return query.size === 0 ? path : `${path}?${query.toString().replaceAll('%3A', ':')}`;
}

function timeInAddress({ time, hold }: Choices): Readonly<Record<string, string>> {
  const chosen =
    time === null
      ? {}
      : { start: writeStart(time.start), resource: time.resourceId, with: time.practitionerId };
  if (hold === null) return chosen;
  return { ...chosen, hold: hold.id, until: String(Math.floor(hold.expiresAt / 1000)) };
}

/** The address of a page outside the journey, which keeps the language that was asked for. */
export function hrefIn(
  locale: Locale | null,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const all = new URLSearchParams({ ...query, ...(locale === null ? {} : { lang: locale }) });
  return all.size === 0 ? path : `${path}?${all.toString()}`;
}

/** One's own visits; the clinic that is chosen is asked for those that it has booked. */
export function myVisitsOf({ clinicId, locale }: Choices): string {
  return hrefIn(locale, '/mina-tider', clinicId === null ? {} : { clinic: clinicId });
}

/** The page on which a visit is moved or given up. */
export function changeHref(
  change: 'omboka' | 'avboka',
  { clinicId, bookingId }: { readonly clinicId: ClinicId; readonly bookingId: BookingId },
  locale: Locale | null,
): string {
  return hrefIn(locale, `/mina-tider/${change}`, { clinic: clinicId, booking: bookingId });
}

/** The same page in another language, with the same question asked of it. */
export function inLanguage(
  url: { readonly pathname: string; readonly search: string },
  locale: Locale,
): string {
  const query = new URLSearchParams(url.search);
  query.delete('check');
  query.set('lang', locale);
  return `${url.pathname}?${query.toString().replaceAll('%3A', ':')}`;
}

/** The same, with something else chosen, which frees what followed from it. */
export function withClinic(
  choices: Choices,
  clinicId: ClinicId,
  practitioner: PractitionerId | 'any',
): Choices {
  const same = choices.clinicId === clinicId && choices.practitioner === practitioner;
  return same ? choices : { ...withoutTime(choices), clinicId, practitioner };
}

export function withTemplate(choices: Choices, templateId: BookingTemplateId): Choices {
  return choices.templateId === templateId ? choices : { ...withoutTime(choices), templateId };
}

export function withTime(choices: Choices, time: PickedTime, hold: Hold | null): Choices {
  return { ...choices, time, hold };
}

/** Another time is to be chosen: what was held of the old one is let go. */
export function withoutTime(choices: Choices): Choices {
  const { clinicId, hold } = choices;
  const left = hold === null || clinicId === null ? choices.left : { id: hold.id, clinicId };
  return { ...choices, time: null, hold: null, left };
}
