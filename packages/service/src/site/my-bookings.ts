import {
  ok,
  refuse,
  type BookingId,
  type ClinicId,
  type Outcome,
  type PracticeId,
} from '@tidbok/core';
import { patientKey } from '@tidbok/seal';
import { decidePatientCancel, type ClinicMadeVisit, type SiteFacts } from '@tidbok/sync';
import { bookOnline } from './book-online.ts';
import type { SiteContext } from './context.ts';
import { decideAndWrite } from './decide-and-write.ts';
import { clinicMadeVisit } from './my-visits.ts';
import { sealPatient } from './sealed-patient.ts';
import { readFacts } from './site-facts.ts';
import type { BookedOnline, CancelMine, RebookMine } from './site.ts';

/**
 * A person gives up a visit of their own: its time is offered again by its owner (U5). Refuses
 * `unknown-booking`, also for somebody else's; `booking-ended`, `not-cancellable`,
 * `too-late-to-change`; `clinic-not-reached` for one that only the clinic knows.
 */
export async function cancelMine(context: SiteContext, wish: CancelMine): Promise<Outcome<null>> {
  const practiceId = await practiceOf(context, wish.clinicId);
  if (!practiceId.ok) return practiceId;
  const { bookingId, personalIdentityNumber } = wish;
  if (personalIdentityNumber === null) {
    return cancel(context, practiceId.value, { ...wish, clinicMade: null });
  }
  return orAskingClinic(context, practiceId.value, {
    bookingId,
    personalIdentityNumber,
    change: (clinicMade) => cancel(context, practiceId.value, { ...wish, clinicMade }),
  });
}

/** A person moves a visit of their own to another free time. Refuses as both acts do. */
export async function rebookMine(
  context: SiteContext,
  { replaces, ...input }: RebookMine,
): Promise<Outcome<BookedOnline>> {
  const practiceId = await practiceOf(context, input.clinicId);
  if (!practiceId.ok) return practiceId;
  return orAskingClinic(context, practiceId.value, {
    bookingId: replaces,
    personalIdentityNumber: input.patient.personalIdentityNumber,
    change: (clinicMade) => bookOnline(context, { ...input, replaces, clinicMade }),
  });
}

/** A visit that is not known here as the person's own may be one that their clinic made. */
async function orAskingClinic<T>(
  context: SiteContext,
  practiceId: PracticeId,
  {
    bookingId,
    personalIdentityNumber,
    change,
  }: {
    readonly bookingId: BookingId;
    readonly personalIdentityNumber: string;
    readonly change: (clinicMade: ClinicMadeVisit | null) => Promise<Outcome<T>>;
  },
): Promise<Outcome<T>> {
  const changed = await change(null);
  if (changed.ok || changed.refusal.code !== 'unknown-booking') return changed;
  const asked = { bookingId, personalIdentityNumber };
  const told = await clinicMadeVisit(context, practiceId, asked);
  if (told === 'out-of-reach') return refuse('clinic-not-reached');
  return told === null ? changed : change(told);
}

async function cancel(
  context: SiteContext,
  practiceId: PracticeId,
  wish: CancelMine & { readonly clinicMade: ClinicMadeVisit | null },
): Promise<Outcome<null>> {
  const { bookingId, personalIdentityNumber, patient, clinicMade } = wish;
  return decideAndWrite(context, practiceId, async () => {
    const need = { intervals: [], bookingIds: [bookingId] };
    const loaded = await readFacts(context, practiceId, need);
    if (loaded === null) return refuse('unknown-booking', { bookingId });
    const { facts, practice } = loaded;
    const { sealingPublicKey } = practice;
    const sealFor = { practiceId, bookingId, sealingPublicKey };
    const sealedToSite =
      patient === null ? null : sealPatient(context.secrets, patient, sealFor).sealedToSite;
    const key = keyOf(context, practiceId, { personalIdentityNumber, facts, bookingId });
    const command = { bookingId, patientKey: key, sealedToSite, clinicMade };
    const decided = decidePatientCancel(facts, command, context.now());
    return decided.ok ? { type: 'write', decision: decided.value, value: null } : decided;
  });
}

/** Who comes by a link has proved that this one visit is theirs: its own key is the key. */
function keyOf(
  { secrets }: SiteContext,
  practiceId: PracticeId,
  {
    personalIdentityNumber: number,
    facts,
    bookingId,
  }: Pick<CancelMine, 'personalIdentityNumber' | 'bookingId'> & { readonly facts: SiteFacts },
): string {
  if (number !== null) return patientKey(secrets.patientKeySecret, practiceId, number);
  return facts.bookings.find((each) => each.bookingId === bookingId)?.patientKey ?? '';
}

async function practiceOf(
  { directory }: SiteContext,
  clinicId: ClinicId,
): Promise<Outcome<PracticeId>> {
  const practiceId = await directory.practiceOf(clinicId);
  return practiceId === null ? refuse('unknown-clinic', { clinicId }) : ok(practiceId);
}
