import {
  HOUR_MS,
  instant,
  latestChangeAt,
  type BookingId,
  type ClinicId,
  type Instant,
  type PracticeId,
} from '@tidbok/core';
import type { LookedUpVisit, LookupAnswer } from '@tidbok/protocol';
import { patientKey } from '@tidbok/seal';
import {
  loadCatalogVersions,
  loadPatientVisits,
  type PatientVisitRow,
  type ReceiptRow,
} from '@tidbok/store/site';
import { whyNotChange, type ClinicMadeVisit, type SiteCatalog, type SiteMode } from '@tidbok/sync';
import type { SiteContext } from './context.ts';
import type { Asker, MyBooking, MyVisits } from './site.ts';

/** Visits stay in the list so long after they have been. */
const keptDays = 365;
/** Practices whose clinics are asked for one list. */
const mostAsked = 5;

/**
 * The visits of a person known by e-ID: what was booked here, found by a keyed hash of the identity
 * number, which the database does not hold, and what their clinics have booked, asked of those that
 * are connected (0.9). A clinic that does not answer is named: of it only the former are known.
 */
export async function myBookings(context: SiteContext, asker: Asker): Promise<MyVisits> {
  const { pool, catalogs, now } = context;
  const practices = await loadCatalogVersions(pool);
  const practiceIds = practices.map(({ practiceId }) => practiceId);
  const rows = await rowsOf(context, practiceIds, { ...asker, bookingId: null });
  const asked = await practicesToAsk(context, { practiceIds, rows, asker });
  const answers = await Promise.all(asked.map((each) => askClinic(context, each, asker)));
  const concerned = new Set([...asked, ...rows.map(({ practiceId }) => practiceId)]);
  await catalogs.ensure(practices.filter(({ practiceId }) => concerned.has(practiceId)));
  const modes = new Map(practices.map(({ practiceId, mode }) => [practiceId, mode]));
  const online = await onlineVisits(context, rows, modes);
  const items = [...online];
  const outOfReach: string[] = [];
  for (const [index, practiceId] of asked.entries()) {
    const catalog = await catalogs.lastSeen(practiceId);
    const answer = answers[index] ?? null;
    if (catalog === null) continue;
    if (answer === null) {
      outOfReach.push(...catalog.catalog.clinics.map(({ name }) => name));
      continue;
    }
    const site = { catalog, mode: 'paired' } as const;
    items.push(...clinicMadeVisits(answer, { site, rows, now: now() }));
  }
  const allAsked = asked.length === practices.length;
  return { items: items.sort((a, b) => a.start - b.start), outOfReach, allAsked };
}

/** One of them; null also for somebody else's. */
export async function myVisit(
  context: SiteContext,
  { bookingId, ...asker }: Asker & { readonly bookingId: BookingId },
): Promise<MyBooking | null> {
  const { pool, catalogs } = context;
  const practices = await loadCatalogVersions(pool);
  const practiceIds = practices.map(({ practiceId }) => practiceId);
  const [row] = await rowsOf(context, practiceIds, { ...asker, bookingId });
  if (row !== undefined) {
    await catalogs.ensure(practices.filter(({ practiceId }) => practiceId === row.practiceId));
    const modes = new Map(practices.map(({ practiceId, mode }) => [practiceId, mode]));
    const [visit] = await onlineVisits(context, [row], modes);
    return visit ?? null;
  }
  const { items } = await myBookings(context, asker);
  return items.find((each) => each.bookingId === bookingId) ?? null;
}

/**
 * A visit that the clinic has in its book for the person: null when it has none of that id,
 * `out-of-reach` when it does not answer.
 */
export async function clinicMadeVisit(
  context: SiteContext,
  practiceId: PracticeId,
  wanted: { readonly personalIdentityNumber: string; readonly bookingId: BookingId },
): Promise<ClinicMadeVisit | null | 'out-of-reach'> {
  const answer = await askClinic(context, practiceId, wanted);
  if (answer === null) return 'out-of-reach';
  const visit = answer.visits.find(({ bookingId }) => bookingId === wanted.bookingId);
  return visit?.state === 'confirmed' ? visit : null;
}

function askClinic(
  { lookups }: SiteContext,
  practiceId: PracticeId,
  { personalIdentityNumber }: Pick<Asker, 'personalIdentityNumber'>,
): Promise<LookupAnswer | null> {
  return lookups.ask(practiceId, personalIdentityNumber);
}

function rowsOf(
  { pool, secrets, now }: SiteContext,
  practiceIds: readonly PracticeId[],
  { personalIdentityNumber, bookingId }: Asker & { readonly bookingId: BookingId | null },
): Promise<readonly PatientVisitRow[]> {
  const keys = practiceIds.map((practiceId) =>
    patientKey(secrets.patientKeySecret, practiceId, personalIdentityNumber),
  );
  const since = instant(now() - keptDays * 24 * HOUR_MS);
  return loadPatientVisits(pool, { practiceIds, keys, since, bookingId });
}

/**
 * Whom the person's number is told: the practice they point to, those where they have booked here,
 * and the only one there is. Nobody else learns that they have looked.
 */
async function practicesToAsk(
  { directory }: SiteContext,
  {
    practiceIds,
    rows,
    asker,
  }: {
    readonly practiceIds: readonly PracticeId[];
    readonly rows: readonly PatientVisitRow[];
    readonly asker: Asker;
  },
): Promise<readonly PracticeId[]> {
  const pointed = asker.clinicId === null ? null : await directory.practiceOf(asker.clinicId);
  const latest = rows.toReversed().map(({ practiceId }) => practiceId);
  const only = practiceIds.length === 1 ? practiceIds : [];
  const wanted = new Set([...(pointed === null ? [] : [pointed]), ...only, ...latest]);
  return [...wanted].slice(0, mostAsked);
}

async function onlineVisits(
  { catalogs, now }: SiteContext,
  rows: readonly PatientVisitRow[],
  modes: ReadonlyMap<PracticeId, SiteMode>,
): Promise<MyBooking[]> {
  // A visit that was moved shows as the one that took its place.
  const moved = new Set(rows.map(({ replaces }) => replaces));
  const shown = await Promise.all(
    rows.map(async (row) => {
      if (moved.has(row.bookingId) && row.state === 'cancelled') return null;
      const catalog = await catalogs.lastSeen(row.practiceId);
      const mode = modes.get(row.practiceId) ?? 'unpaired';
      return catalog === null ? null : onlineView(row, { catalog, mode }, now());
    }),
  );
  return shown.filter((each) => each !== null);
}

function clinicMadeVisits(
  { visits }: LookupAnswer,
  known: {
    readonly site: ShownSite;
    readonly rows: readonly PatientVisitRow[];
    readonly now: Instant;
  },
): MyBooking[] {
  const online = new Set(known.rows.map(({ bookingId }) => bookingId));
  return visits
    .filter(({ bookingId }) => !online.has(bookingId))
    .map((visit) => clinicMadeView(visit, known.site, known.now))
    .filter((view) => view !== null);
}

/** A practice's catalogue, and whether it still hears what is changed here. */
export interface ShownSite {
  readonly catalog: SiteCatalog;
  readonly mode: SiteMode;
}

export function onlineView(row: ReceiptRow, site: ShownSite, now: Instant): MyBooking | null {
  const { catalog, rules } = site.catalog;
  const practitioner = catalog.practitioners.find(({ id }) => id === row.practitionerId);
  const names = {
    templateName: rules.templates.get(row.templateId)?.name ?? '',
    practitionerName: practitioner?.name ?? '',
  };
  const isOpen = row.state === 'pending' || row.state === 'confirmed';
  const shown = { ...row, ...names, status: statusOf(row.state), clinicMade: null };
  return viewOf(shown, site, { isOpen, now });
}

function clinicMadeView(visit: LookedUpVisit, site: ShownSite, now: Instant): MyBooking | null {
  const shown = { ...visit, status: statusOf(visit.state), clinicMade: visit };
  return viewOf(shown, site, { isOpen: visit.state === 'confirmed', now });
}

type Shown = Omit<LookedUpVisit, 'state' | 'rebookable' | 'cancellable'> & {
  readonly status: MyBooking['status'];
  readonly clinicMade: LookedUpVisit | null;
};

/** null for a visit at a clinic that does not take part online. */
function viewOf(
  visit: Shown,
  site: ShownSite,
  { isOpen, now }: { readonly isOpen: boolean; readonly now: Instant },
): MyBooking | null {
  const { catalog, rules, zone } = site.catalog;
  const clinicId: ClinicId | undefined = rules.clinicOfResource.get(visit.resourceId);
  const clinic = catalog.clinics.find(({ id }) => id === clinicId);
  if (clinic === undefined) return null;
  const { bookingId, templateId, templateName, practitionerId, practitionerName } = visit;
  const { resourceId, status, during, clinicMade } = visit;
  const may = (change: 'rebook' | 'cancel'): boolean =>
    isOpen && whyNotChange(site, visit, { change, now }) === null;
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
    templateName,
    practitionerId,
    practitionerName,
    resourceId,
    status,
    mayRebook: may('rebook'),
    mayCancel: may('cancel'),
    latestChangeAt: latestChangeAt(zone, catalog.limits.changeDeadline, during.from),
    isOnline: clinicMade === null,
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
