import {
  ok,
  PersonalIdentityNumber,
  refuse,
  toLocalDate,
  type BookingId,
  type ClinicId,
  type LocalDate,
  type Outcome,
  type PracticeId,
} from '@tidbok/core';
import { USUAL_PATIENT_POLICY } from '@tidbok/protocol';
import { loadRevisionOfClinic, loadVisit, spendChangeLink } from '@tidbok/store/site';
import type { SiteCatalog, ChangeLink } from '@tidbok/sync';
import type { SiteContext } from './context.ts';
import { onlineView } from './my-visits.ts';
import { keyedHash } from './sealed-patient.ts';
import type { MyBooking, PatientInput, SiteSecrets } from './site.ts';

interface Booked {
  readonly practiceId: PracticeId;
  readonly bookingId: BookingId;
}

/**
 * What stands in the link of one booking. It is made of the site's secret, so that nothing that
 * opens a visit lies in the database, and whoever writes the message can make it again.
 */
export function changeLinkToken(secrets: SiteSecrets, { practiceId, bookingId }: Booked): string {
  return keyedHash(secrets, 'change-link', `${practiceId}/${bookingId}`);
}

/** The address of the link, below the site's own. */
export function changeLinkPath(
  secrets: SiteSecrets,
  { clinicId, ...booked }: Booked & { readonly clinicId: ClinicId },
): string {
  const query = new URLSearchParams({ clinic: clinicId, token: changeLinkToken(secrets, booked) });
  return `/min-tid?${query.toString()}`;
}

/** Null where the clinic sends no links, or the patient's birth date is not known. */
export function newChangeLink(
  secrets: SiteSecrets,
  booked: Booked,
  {
    site,
    patient,
    today,
  }: {
    readonly site: SiteCatalog;
    readonly patient: PatientInput;
    readonly today: LocalDate;
  },
): ChangeLink | null {
  const { changeByLink } = site.catalog.patients ?? USUAL_PATIENT_POLICY;
  const bornOn = changeByLink ? bornOnOf(patient, today) : null;
  if (bornOn === null) return null;
  const tokenHash = hashOfToken(secrets, changeLinkToken(secrets, booked));
  return { tokenHash, birthHash: hashOfBirth(secrets, tokenHash, bornOn) };
}

function bornOnOf(patient: PatientInput, today: LocalDate): LocalDate | null {
  if (patient.bornOn !== undefined) return patient.bornOn;
  const form = { hyphen: 'optional', today } as const;
  const number = PersonalIdentityNumber.parse(patient.personalIdentityNumber, form);
  return number.ok ? number.value.bornOn() : null;
}

function hashOfToken(secrets: SiteSecrets, token: string): string {
  return keyedHash(secrets, 'change-link-token', token);
}

function hashOfBirth(secrets: SiteSecrets, tokenHash: string, bornOn: LocalDate): string {
  return keyedHash(secrets, 'change-link-birth', `${tokenHash}/${bornOn}`);
}

/**
 * Opens one visit by its link and the patient's date of birth, once. Refuses `link-not-valid` for
 * every reason alike: nobody learns whether a link ever was one.
 */
export async function openByLink(
  { pool, secrets, directory, now }: SiteContext,
  link: { readonly clinicId: ClinicId; readonly token: string; readonly bornOn: LocalDate },
): Promise<Outcome<BookingId>> {
  const practiceId = await directory.practiceOf(link.clinicId);
  if (practiceId === null) return refuse('link-not-valid');
  const tokenHash = hashOfToken(secrets, link.token);
  const birthHash = hashOfBirth(secrets, tokenHash, link.bornOn);
  const bookingId = await spendChangeLink(pool, { practiceId, tokenHash, birthHash, at: now() });
  return bookingId === null ? refuse('link-not-valid') : ok(bookingId);
}

/** The visit that a link has opened; null when it is gone. */
export async function visitByLink(
  { pool, catalogs, now }: SiteContext,
  { clinicId, bookingId }: { readonly clinicId: ClinicId; readonly bookingId: BookingId },
): Promise<MyBooking | null> {
  const clinic = await loadRevisionOfClinic(pool, clinicId);
  if (clinic === null) return null;
  const row = await loadVisit(pool, clinic.practiceId, bookingId);
  const catalog = await catalogs.at(clinic.practiceId, clinic.catalogVersion);
  if (row === null || catalog === null) return null;
  return onlineView(row, { catalog, mode: clinic.mode }, now());
}

/** Today where the practice is. */
export function todayAt({ zone }: SiteCatalog, { now }: Pick<SiteContext, 'now'>): LocalDate {
  return toLocalDate(zone, now());
}
