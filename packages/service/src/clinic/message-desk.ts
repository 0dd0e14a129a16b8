import {
  checkMessageSettings,
  ok,
  refuse,
  type BookingId,
  type DeliveryFault,
  type Instant,
  type MessageChannel,
  type MessageKind,
  type MessageSettings,
  type Outcome,
  type PatientId,
} from '@tidbok/core';
import {
  loadFailedMessages,
  markMessageHandled,
  putMessageSettings,
  retryMessage,
  type FailedMessageRow,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import type { ClinicContext } from './context.ts';
import { openTyped } from './message-box.ts';
import { openBook } from './open-book.ts';
import { changeSettings } from './settings-desk.ts';
import type { StaffMember } from './staff.ts';

/** A message of which a patient may not know, for somebody to see to. */
export interface FailedMessage {
  readonly bookingId: BookingId;
  readonly kind: MessageKind;
  readonly channel: MessageChannel;
  /** It may have reached the patient all the same: sent again, it may come twice. */
  readonly uncertain: boolean;
  readonly fault: DeliveryFault;
  readonly at: Instant;
  readonly start: Instant;
  /** False for a visit that never came into the book: it cannot be sent from here. */
  readonly mayRetry: boolean;
  /** null: whose it is cannot be read. */
  readonly patientId: PatientId | null;
  readonly patientName: string;
  readonly mobile: string;
  readonly email: string;
}

export interface FailedMessageKey {
  readonly bookingId: BookingId;
  readonly kind: MessageKind;
  readonly channel: MessageChannel;
}

/** How the practice writes to its patients, and what did not reach them. */
export interface MessageDesk {
  readonly messageSettings: () => Promise<MessageSettings>;
  /** Refuses `invalid`: nothing is switched on before the risk decision is recorded. */
  readonly saveMessageSettings: (
    by: StaffMember,
    settings: MessageSettings,
  ) => Promise<Outcome<MessageSettings>>;
  /** The read of patients is recorded. */
  readonly failedMessages: (by: StaffMember) => Promise<readonly FailedMessage[]>;
  /** Refuses `unknown-message` when it is not on the list, or its visit not in the book. */
  readonly retryMessage: (by: StaffMember, key: FailedMessageKey) => Promise<Outcome<null>>;
  readonly markMessageHandled: (by: StaffMember, key: FailedMessageKey) => Promise<Outcome<null>>;
}

const mostShown = 200;

export function messageDeskOf(context: ClinicContext): MessageDesk {
  const { pool, now } = context;
  return {
    messageSettings: async () => {
      const book = await openBook(context);
      if (book === null) throw new Error('No practice has been loaded.');
      return book.register.messages;
    },
    saveMessageSettings: (by, settings) =>
      changeSettings(context, async (tx) => {
        const checked = checkMessageSettings(settings);
        if (checked.ok) {
          await putMessageSettings(tx.db, checked.value, { by: by.userId, at: tx.now });
        }
        return checked;
      }),
    failedMessages: (by) => failedMessages(context, by),
    retryMessage: async (_by, key) =>
      (await retryMessage(pool, key)) ? ok(null) : refuse('unknown-message'),
    markMessageHandled: async (by, key) =>
      (await markMessageHandled(pool, key, { by: by.userId, at: now() }))
        ? ok(null)
        : refuse('unknown-message'),
  };
}

async function failedMessages(
  context: ClinicContext,
  by: StaffMember,
): Promise<readonly FailedMessage[]> {
  const rows = await loadFailedMessages(context.pool, mostShown);
  const patientIds = rows.flatMap(({ patient }) => (patient === null ? [] : [patient.id]));
  await audited(context.pool, by, { what: 'messages', patientIds });
  return Promise.all(rows.map((row) => viewOf(context, row)));
}

async function viewOf(context: ClinicContext, row: FailedMessageRow): Promise<FailedMessage> {
  const { bookingId, kind, channel, uncertain, fault, at, start, patient, sealed } = row;
  const shown = { bookingId, kind, channel, uncertain, fault, at, start };
  const isProtected = patient?.isProtected ?? false;
  const typed =
    sealed === null || isProtected ? null : await openTyped(context, { bookingId, sealed });
  const person = isProtected ? null : (typed ?? patient);
  return {
    ...shown,
    mayRetry: row.resourceId !== null,
    patientId: patient?.id ?? null,
    patientName: person === null ? '' : `${person.givenName} ${person.familyName}`,
    mobile: person?.mobile ?? '',
    email: person?.email ?? '',
  };
}
