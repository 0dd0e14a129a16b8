import { ok, refuse, type BookingId, type Outcome } from '@tidbok/core';
import { decideStaffCancel, type Actor } from '@tidbok/sync';
import { editBooking as writeEdit, loadBooking, type BookedRow } from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import { changed } from './changed.ts';
import type { ClinicContext } from './context.ts';
import type { CancelCommand, EditBookingCommand } from './desk.ts';
import { chooseRecallMove } from './move-recalls.ts';
import { mayWorkAt } from './members.ts';
import { daysOf, inPractice, momentOf, type PracticeTransaction } from './practice-transaction.ts';
import type { StaffMember } from './staff.ts';
import type { BookedView } from './views/book.ts';
import { bookedView } from './views/booked-view.ts';

const noteMaxLength = 1_000;

export function actorOf(by: StaffMember): Actor {
  return { type: 'user', userId: by.userId };
}

/**
 * Cancels a visit for ever, with a reason (D2); its time is offered again by itself (U5).
 * Refuses `unknown-booking`, `booking-ended`.
 */
export async function cancel(
  context: ClinicContext,
  by: StaffMember,
  command: CancelCommand,
): Promise<Outcome<BookedView>> {
  return inPractice(context, async (tx) => {
    const found = await findOwn(tx, by, command.bookingId);
    if (!found.ok) return found;
    const days = daysOf(tx.register, { from: found.value.start, to: found.value.end });
    const facts = await tx.facts(days, [command.bookingId]);
    const decided = decideStaffCancel(
      facts,
      {
        bookingId: command.bookingId,
        reason: command.reason,
        note: (command.note ?? '').slice(0, noteMaxLength),
        actor: actorOf(by),
      },
      momentOf(tx),
    );
    if (!decided.ok) return decided;
    await tx.write(decided.value, [changed('booking', days, [command.bookingId])]);
    return shown(tx, by, command.bookingId);
  });
}

/** What became of a visit. A cancelled one stays cancelled: `booking-ended`. */
export async function setBookingState(
  context: ClinicContext,
  by: StaffMember,
  command: {
    readonly bookingId: BookingId;
    readonly state: 'confirmed' | 'arrived' | 'completed' | 'no-show';
  },
): Promise<Outcome<BookedView>> {
  return inPractice(context, async (tx) => {
    const found = await findOwn(tx, by, command.bookingId);
    if (!found.ok) return found;
    const days = daysOf(tx.register, { from: found.value.start, to: found.value.end });
    await tx.write(
      [
        {
          type: 'set-booking-state',
          ...command,
          reason: null,
          note: '',
          actor: actorOf(by),
          at: tx.now,
        },
      ],
      [changed('booking', days, [command.bookingId])],
    );
    return shown(tx, by, command.bookingId);
  });
}

/** Text and marks; the time of a visit never changes in place. */
export async function editBooking(
  context: ClinicContext,
  by: StaffMember,
  command: EditBookingCommand,
): Promise<Outcome<BookedView>> {
  return inPractice(context, async (tx) => {
    const found = await findOwn(tx, by, command.bookingId);
    if (!found.ok) return found;
    const { value: old } = found;
    await writeEdit(tx.db, {
      id: old.id,
      bookText: command.bookText ?? old.bookText,
      summonsCard: command.summonsCard ?? old.summonsCard,
      moveNextRecall: command.moveNextRecall ?? old.moveNextRecall,
      expectedAmount:
        command.expectedAmount === undefined ? old.expectedAmount : command.expectedAmount,
      by: by.userId,
      at: tx.now,
    });
    const moves = command.moveNextRecall ?? old.moveNextRecall;
    if (moves !== old.moveNextRecall) {
      await chooseRecallMove(tx.db, tx.register, { booking: old, moves });
    }
    const days = daysOf(tx.register, { from: old.start, to: old.end });
    await tx.write([], [changed('booking', days, [old.id])]);
    return shown(tx, by, old.id);
  });
}

/** A booking that is not cancelled. Refuses `unknown-booking`, `booking-ended`. */
export async function findLive(
  tx: PracticeTransaction,
  id: BookingId,
): Promise<Outcome<BookedRow>> {
  const row = await loadBooking(tx.db, id);
  if (row === null) return refuse('unknown-booking');
  return row.state === 'cancelled' ? refuse('booking-ended', { bookingId: id }) : ok(row);
}

/** The same in a clinic where they work; `permission-missing` elsewhere (A1). */
async function findOwn(
  tx: PracticeTransaction,
  by: StaffMember,
  id: BookingId,
): Promise<Outcome<BookedRow>> {
  const found = await findLive(tx, id);
  if (!found.ok) return found;
  const allowed = mayWorkAt(tx.register, by, [found.value.resourceId]);
  return allowed.ok ? found : allowed;
}

/** The booking as it now stands, for the answer. */
export async function shown(
  tx: Pick<PracticeTransaction, 'db' | 'register' | 'context'>,
  by: StaffMember,
  id: BookingId,
): Promise<Outcome<BookedView>> {
  const row = await loadBooking(tx.db, id);
  if (row === null) return refuse('unknown-booking');
  await audited(tx.db, by, { what: 'booking', patientIds: [row.patient.id] });
  return ok(bookedView(row, tx.register));
}
