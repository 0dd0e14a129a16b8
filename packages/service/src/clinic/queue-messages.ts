import type { BookingId, MessageKind } from '@tidbok/core';
import type { ClinicWrite } from '@tidbok/sync';
import { enqueueMessages, type Queryable } from '@tidbok/store/clinic';
import { messageRules } from './catalog.ts';
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

/** One message that the site leaves to the clinic; nothing of a visit that is not in the book. */
export async function queueMessage(
  db: Queryable,
  { messages }: LoadedRegister,
  message: Queued,
): Promise<void> {
  if (messageRules(messages) !== null) await enqueueMessages(db, [message]);
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
