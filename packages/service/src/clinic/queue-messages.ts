import type { BookingId, Instant, MessageKind } from '@tidbok/core';
import type { SiteEntry } from '@tidbok/protocol';
import type { ClinicWrite } from '@tidbok/sync';
import { enqueueMessages, keepSiteFailure, type Queryable } from '@tidbok/store/clinic';
import { messageRules } from './catalog.ts';
import type { PracticeTransaction } from './practice-transaction.ts';
import type { LoadedRegister } from './register-cache.ts';

interface Queued {
  readonly bookingId: BookingId;
  readonly kind: MessageKind;
}

/**
 * What staff do to a visit the patient is told of from here, in the same transaction (0.10): moved,
 * or cancelled. Whom it reaches is found out when it is sent.
 */
export async function queueMessages(
  db: Queryable,
  { messages }: LoadedRegister,
  writes: readonly ClinicWrite[],
): Promise<void> {
  if (messageRules(messages) === null) return;
  const queued = messagesOf(writes);
  if (queued.length > 0) await enqueueMessages(db, queued);
}

/** What the site could not tell a patient: staff see to it, or the clinic writes itself. */
export async function seeToMessage(
  { db, register }: Pick<PracticeTransaction, 'db' | 'register'>,
  entry: SiteEntry,
  at: Instant,
): Promise<void> {
  if (entry.type === 'MESSAGE_FAILED') return keepSiteFailure(db, entry, at);
  const isToTell = entry.type === 'TELL' && messageRules(register.messages) !== null;
  return isToTell ? enqueueMessages(db, [entry]) : undefined;
}

function messagesOf(writes: readonly ClinicWrite[]): Queued[] {
  const moved = new Set<BookingId>();
  const changes: Queued[] = [];
  for (const write of writes) {
    if (write.type !== 'insert-booking' || write.booking.replaces === null) continue;
    moved.add(write.booking.replaces);
    if (write.actor.type === 'user') changes.push({ bookingId: write.booking.id, kind: 'change' });
  }
  const ended = writes.flatMap((write): Queued[] => {
    if (write.type !== 'set-booking-state' || write.state !== 'cancelled') return [];
    if (write.actor.type !== 'user' || moved.has(write.bookingId)) return [];
    return [{ bookingId: write.bookingId, kind: 'cancellation' }];
  });
  return [...changes, ...ended];
}
