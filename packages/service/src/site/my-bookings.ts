import {
  HOUR_MS,
  instant,
  ok,
  refuse,
  type ClinicId,
  type Instant,
  type Outcome,
  type PracticeId,
} from '@tidbok/core';
import { patientKey } from '@tidbok/seal';
import { loadCatalogVersions, loadPatientVisits, type PatientVisitRow } from '@tidbok/store/site';
import {
  decidePatientCancel,
  latestChange,
  whyNotChange,
  type SiteCatalog,
  type SiteMode,
} from '@tidbok/sync';
import { bookOnline } from './book-online.ts';
import type { SiteContext } from './context.ts';
import { decideAndWrite } from './decide-and-write.ts';
import { sealPatient } from './sealed-patient.ts';
import { readFacts } from './site-facts.ts';
import type { BookedOnline, CancelMine, MyBooking, RebookMine } from './site.ts';

/** Visits stay in the list so long after they have been. */
const keptDays = 365;

/**
 * The visits that a person, known by e-ID, has booked or had moved here, at all practices: found by
 * a keyed hash of the identity number, which the database does not hold.
 */
export async function myBookings(
  context: SiteContext,
  personalIdentityNumber: string,
): Promise<readonly MyBooking[]> {
  const { pool, secrets, now, catalogs } = context;
  const practices = await loadCatalogVersions(pool);
  const modes = new Map(practices.map(({ practiceId, mode }) => [practiceId, mode]));
  const practiceIds = practices.map(({ practiceId }) => practiceId);
  const keys = practiceIds.map((practiceId) =>
    patientKey(secrets.patientKeySecret, practiceId, personalIdentityNumber),
  );
  const since = instant(now() - keptDays * 24 * HOUR_MS);
  const rows = await loadPatientVisits(pool, since, { practiceIds, keys });
  const concerned = new Set(rows.map(({ practiceId }) => practiceId));
  await catalogs.ensure(practices.filter(({ practiceId }) => concerned.has(practiceId)));
  // A visit that was moved shows as the one that took its place.
  const moved = new Set(rows.map(({ replaces }) => replaces));
  const shown = await Promise.all(
    rows.map(async (row) => {
      if (moved.has(row.bookingId) && row.state === 'cancelled') return null;
      const catalog = await catalogs.lastSeen(row.practiceId);
      const mode = modes.get(row.practiceId) ?? 'unpaired';
      return catalog === null ? null : viewOf(row, { catalog, mode }, now());
    }),
  );
  return shown.filter((each) => each !== null);
}

function viewOf(
  row: PatientVisitRow,
  site: { readonly catalog: SiteCatalog; readonly mode: SiteMode },
  now: Instant,
): MyBooking | null {
  const { catalog, rules, zone } = site.catalog;
  const { bookingId, during, templateId, practitionerId, resourceId, state } = row;
  const clinicId = rules.clinicOfResource.get(resourceId);
  const clinic = catalog.clinics.find(({ id }) => id === clinicId);
  if (clinic === undefined) return null;
  const practitioner = catalog.practitioners.find(({ id }) => id === practitionerId);
  const isOpen = state === 'pending' || state === 'confirmed';
  const may = (change: 'rebook' | 'cancel'): boolean =>
    isOpen && whyNotChange(site, { templateId, during }, { change, now }) === null;
  return {
    bookingId,
    clinicId: clinic.id,
    clinicName: clinic.name,
    address: clinic.address,
    phone: clinic.phone,
    zone,
    start: during.from,
    end: during.to,
    templateId,
    templateName: rules.templates.get(templateId)?.name ?? '',
    practitionerId,
    practitionerName: practitioner?.name ?? '',
    resourceId,
    status: statusOf(state),
    mayRebook: may('rebook'),
    mayCancel: may('cancel'),
    latestChangeAt: latestChange(catalog.limits.changeDeadline, zone, during.from),
    isOnline: true,
  };
}

function statusOf(state: PatientVisitRow['state']): MyBooking['status'] {
  switch (state) {
    case 'pending':
      return 'preliminary';
    case 'confirmed':
    case 'cancelled':
      return state;
    case 'arrived':
    case 'completed':
      return 'been';
    case 'no-show':
      return 'missed';
  }
}

/**
 * A person gives up a visit of their own: its time is offered again by its owner (U5). Refuses
 * `unknown-booking`, also for somebody else's; `booking-ended`, `not-cancellable`,
 * `too-late-to-change`.
 */
export async function cancelMine(
  context: SiteContext,
  { clinicId, bookingId, personalIdentityNumber, patient }: CancelMine,
): Promise<Outcome<null>> {
  const practiceId = await practiceOf(context, clinicId);
  if (!practiceId.ok) return practiceId;
  const key = patientKey(
    context.secrets.patientKeySecret,
    practiceId.value,
    personalIdentityNumber,
  );
  return decideAndWrite(context, practiceId.value, async () => {
    const need = { intervals: [], bookingIds: [bookingId] };
    const loaded = await readFacts(context, practiceId.value, need);
    if (loaded === null) return refuse('unknown-booking', { bookingId });
    const { facts, practice } = loaded;
    const sealFor = { practiceId: practiceId.value, bookingId };
    const sealedToSite =
      patient === null
        ? null
        : sealPatient(context.secrets, patient, {
            ...sealFor,
            sealingPublicKey: practice.sealingPublicKey,
          }).sealedToSite;
    const command = { bookingId, patientKey: key, sealedToSite };
    const decided = decidePatientCancel(facts, command, context.now());
    return decided.ok ? { type: 'write', decision: decided.value, value: null } : decided;
  });
}

/** A person moves a visit of their own to another free time. Refuses as both acts do. */
export async function rebookMine(
  context: SiteContext,
  { replaces, ...input }: RebookMine,
): Promise<Outcome<BookedOnline>> {
  return bookOnline(context, { ...input, replaces });
}

async function practiceOf(
  { directory }: SiteContext,
  clinicId: ClinicId,
): Promise<Outcome<PracticeId>> {
  const practiceId = await directory.practiceOf(clinicId);
  return practiceId === null ? refuse('unknown-clinic', { clinicId }) : ok(practiceId);
}
