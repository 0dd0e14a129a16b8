import { randomUUID } from 'node:crypto';
import {
  MESSAGE_CHANNELS,
  type BookingState,
  type MessageKind,
  type VisitMessage,
} from '@tidbok/core';
import { bookingContext, openSealed, readPatientDetails, type PatientDetails } from '@tidbok/seal';
import {
  beginDelivery,
  claimMessage,
  endMessage,
  takeUnreported,
  loadUntold,
  noteDelivery,
  noteReport,
  putBack,
  tellFailure,
  type ClaimedRow,
} from '@tidbok/store/site';
import type { SiteCatalog } from '@tidbok/sync';
import { LEASE_MS, MOST_UNREPORTED, type Errand, type PostBox, type Prepared } from '../post.ts';
import type { SiteContext } from './context.ts';

/** The site's queue: what patients are told of what they did themselves (0.10). */
export function siteMessageBox(context: SiteContext, leaseMs = LEASE_MS): PostBox {
  const { pool } = context;
  return {
    claim: async () => {
      const row = await claimMessage(pool, randomUUID(), leaseMs);
      return row === null ? null : errandOf(context, row);
    },
    unreported: () => takeUnreported(pool, MOST_UNREPORTED),
    noteReport: (reference, arrived) => noteReport(pool, reference, arrived),
    gather: () => Promise.resolve(),
    settle: () => tellClinics(context),
  };
}

function errandOf(context: SiteContext, row: ClaimedRow): Errand {
  const { pool } = context;
  return {
    kind: row.kind,
    attempts: row.deliveries,
    prepare: () => prepare(context, row),
    begin: (channel) => beginDelivery(pool, row, channel),
    note: (noted) => noteDelivery(pool, row, noted),
    // The copy of a preliminary waits for the clinic's answer, to tell the patient of it.
    end: () =>
      row.kind === 'preliminary' && row.visit?.state === 'pending'
        ? putBack(pool, row, null)
        : endMessage(pool, row),
    putBack: (waitMs) => putBack(pool, row, waitMs),
  };
}

async function prepare(context: SiteContext, row: ClaimedRow): Promise<Prepared> {
  const { practiceId, visit, kind } = row;
  const site = await context.catalogs.at(practiceId, row.catalogVersion);
  const rules = site?.catalog.messages ?? null;
  if (site === null || rules === null || !MESSAGE_CHANNELS.some((channel) => rules[channel])) {
    return { type: 'drop' };
  }
  if (visit === null || !stillTrue(kind, visit.state)) return { type: 'drop' };
  const details = open(context, row);
  if (details === null) return { type: 'unreadable' };
  const message = messageOf({ row, visit, details }, site);
  return message === null ? { type: 'drop' } : { type: 'send', message, rules };
}

/** A confirmation that comes after the cancellation would be worse than none. */
function stillTrue(kind: MessageKind, state: BookingState): boolean {
  switch (kind) {
    case 'preliminary':
      return state === 'pending';
    case 'confirmation':
    case 'change':
    case 'reminder':
      return state !== 'cancelled';
    case 'rejection':
    case 'cancellation':
      return true;
  }
}

function open({ secrets, log }: SiteContext, row: ClaimedRow): PatientDetails | null {
  const { practiceId, bookingId } = row;
  try {
    const about = bookingContext(practiceId, bookingId);
    const plaintext = openSealed(secrets.messageKey.privateKey, row.sealedToSite, about);
    return readPatientDetails(plaintext);
  } catch {
    log.error({ practiceId, bookingId }, 'A message’s copy could not be opened.');
    return null;
  }
}

interface Found {
  readonly row: ClaimedRow;
  readonly visit: NonNullable<ClaimedRow['visit']>;
  readonly details: PatientDetails;
}

/** Null when the clinic is not shown any more. */
function messageOf({ row, visit, details }: Found, site: SiteCatalog): VisitMessage | null {
  const { catalog, rules } = site;
  const clinicId = rules.clinicOfResource.get(visit.resourceId);
  const clinic = catalog.clinics.find(({ id }) => id === clinicId);
  if (clinic === undefined) return null;
  const { name, phone, address } = clinic;
  const practitioner = catalog.practitioners.find(({ id }) => id === visit.practitionerId);
  const { uid, sequence } = visit.calendar;
  return {
    kind: row.kind,
    language: details.language ?? 'sv',
    contact: { email: details.email, mobile: details.mobile },
    clinic: { name, phone, address, zoneId: catalog.zoneId },
    start: visit.during.from,
    end: visit.during.to,
    practitioner: practitioner?.name ?? '',
    treatment: rules.templates.get(visit.templateId)?.name ?? '',
    link: details.link ?? null,
    note: '',
    calendar: { uid, sequence: row.kind === 'cancellation' ? sequence + 1 : sequence },
  };
}

/** What did not leave goes to the clinic in the site's log, for its staff to see to. */
async function tellClinics({ pool, wakes, now }: SiteContext): Promise<void> {
  for (const row of await loadUntold(pool)) {
    if (await tellFailure(pool, row, now())) wakes.committed(row.practiceId, true);
  }
}
