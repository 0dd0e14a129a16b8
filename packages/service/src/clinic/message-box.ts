import { randomUUID } from 'node:crypto';
import type { BookingState, MessageContact, MessageKind, VisitMessage } from '@tidbok/core';
import { bookingContext, openSealed, readPatientDetails, type PatientDetails } from '@tidbok/seal';
import {
  beginDelivery,
  claimMessage,
  endMessage,
  enqueueReminders,
  takeUnreported,
  noteDelivery,
  noteReport,
  putBack,
  readKeys,
  readPractice,
  type ClaimedRow,
} from '@tidbok/store/clinic';
import { LEASE_MS, MOST_UNREPORTED, type Errand, type PostBox, type Prepared } from '../post.ts';
import { messageRules } from './catalog.ts';
import type { ClinicContext } from './context.ts';
import { openBook } from './open-book.ts';
import type { LoadedRegister } from './register-cache.ts';

/** The clinic's queue: what staff did, and reminders (0.10). */
export function clinicMessageBox(context: ClinicContext, leaseMs = LEASE_MS): PostBox {
  const { pool } = context;
  return {
    gather: () => gatherReminders(context),
    claim: async () => {
      const row = await claimMessage(pool, randomUUID(), leaseMs);
      return row === null ? null : errandOf(context, row);
    },
    unreported: () => takeUnreported(pool, MOST_UNREPORTED),
    noteReport: (reference, arrived) => noteReport(pool, reference, arrived),
    settle: () => Promise.resolve(),
  };
}

async function gatherReminders(context: ClinicContext): Promise<void> {
  const book = await openBook(context);
  if (book === null) return;
  const { messages } = book.register;
  if (messageRules(messages) === null || messages.reminderHours === 0) return;
  await enqueueReminders(context.pool, context.now(), messages);
}

function errandOf(context: ClinicContext, row: ClaimedRow): Errand {
  const { pool } = context;
  return {
    kind: row.kind,
    attempts: row.attempts,
    prepare: () => prepare(context, row),
    begin: (channel) => beginDelivery(pool, row, channel),
    note: (noted) => noteDelivery(pool, row, noted),
    end: () => endMessage(pool, row),
    putBack: (waitMs) => putBack(pool, row, waitMs),
  };
}

async function prepare(context: ClinicContext, row: ClaimedRow): Promise<Prepared> {
  const book = await openBook(context);
  const rules = book === null ? null : messageRules(book.register.messages);
  if (book === null || rules === null || !isWanted(row)) return { type: 'drop' };
  // A time that has been needs no word, and a protected person is reached by no open network.
  const stands = row.start > context.now() && stillTrue(row.kind, row.state);
  if (row.isProtected || !stands) return { type: 'drop' };
  const typed = row.typed === null ? null : await openTyped(context, row.typed);
  if (row.typed !== null && typed === null) return { type: 'unreadable' };
  const message = messageOf(book.register, row, typed);
  return message === null ? { type: 'drop' } : { type: 'send', message, rules };
}

/** Of a visit that staff booked themselves they tell the patient themselves, or by a notice. */
function isWanted({ kind, typed, note }: ClaimedRow): boolean {
  return kind === 'reminder' || typed !== null || note !== null;
}

function stillTrue(kind: MessageKind, state: BookingState): boolean {
  return kind === 'cancellation' || kind === 'rejection' || state === 'confirmed';
}

/** What the patient typed for the visit, opened with the practice's key; null when it cannot be. */
export async function openTyped(
  { pool, log }: Pick<ClinicContext, 'pool' | 'log'>,
  { bookingId, sealed }: NonNullable<ClaimedRow['typed']>,
): Promise<PatientDetails | null> {
  const [keys, practice] = [await readKeys(pool), await readPractice(pool)];
  if (keys === null || practice === null) return null;
  try {
    const about = bookingContext(practice.practiceId, bookingId);
    return readPatientDetails(openSealed(keys.sealingPrivateKey, sealed, about));
  } catch {
    log.error({ bookingId }, 'Sealed details could not be opened.');
    return null;
  }
}

function messageOf(
  register: LoadedRegister,
  row: ClaimedRow,
  typed: PatientDetails | null,
): VisitMessage | null {
  const resource = register.resources.find(({ id }) => id === row.resourceId);
  const clinic = register.clinics.find(({ id }) => id === resource?.clinicId);
  if (clinic === undefined) return null;
  const { name, phone, address } = clinic;
  const practitioner = register.practitioners.find(({ id }) => id === row.practitionerId);
  const { uid, sequence } = row.calendar;
  return {
    kind: row.kind,
    language: typed?.language ?? 'sv',
    contact: contactOf(row, typed),
    clinic: { name, phone, address, zoneId: register.zone.id },
    start: row.start,
    end: row.end,
    practitioner:
      practitioner === undefined ? '' : `${practitioner.givenName} ${practitioner.familyName}`,
    treatment: register.templates.find(({ id }) => id === row.templateId)?.name ?? '',
    link: null,
    note: row.note ?? '',
    calendar: { uid, sequence: row.kind === 'cancellation' ? sequence + 1 : sequence },
  };
}

/** The contact given for the visit itself; of one that staff booked, the register's. */
function contactOf({ email, mobile }: ClaimedRow, typed: PatientDetails | null): MessageContact {
  return typed === null ? { email, mobile } : { email: typed.email, mobile: typed.mobile };
}
