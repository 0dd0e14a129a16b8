import { ok, refuse, type BookingId, type Outcome } from '@tidbok/core';
import { decideStaffCancel, type Actor } from '@tidbok/sync';
import {
  editBooking as writeEdit,
  latestOfMoved,
  loadBooking,
  type BookedRow,
  type EditedField,
} from '@tidbok/store/clinic';
import { audited } from './audited.ts';
import { changed } from './changed.ts';
import type { ClinicContext } from './context.ts';
import type { CancelCommand, EditBookingCommand, SeenBooking, SetStateCommand } from './desk.ts';
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
 * Refuses `unknown-booking`, `booking-ended`, `changed-meanwhile`.
 */
export async function cancel(
  context: ClinicContext,
  by: StaffMember,
  command: CancelCommand,
): Promise<Outcome<BookedView>> {
  return inPractice(context, async (tx) => {
    const found = await findOwn(tx, by, command);
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
  command: SetStateCommand,
): Promise<Outcome<BookedView>> {
  return inPractice(context, async (tx) => {
    const found = await findOwn(tx, by, command);
    if (!found.ok) return found;
    const days = daysOf(tx.register, { from: found.value.start, to: found.value.end });
    await tx.write(
      [
        {
          type: 'set-booking-state',
          bookingId: command.bookingId,
          state: command.state,
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
    const found = await findOwn(tx, by, command);
    if (!found.ok) return found;
    const { value: old } = found;
    const edited = {
      bookText: command.bookText ?? old.bookText,
      summonsCard: command.summonsCard ?? old.summonsCard,
      moveNextRecall: command.moveNextRecall ?? old.moveNextRecall,
      expectedAmount:
        command.expectedAmount === undefined ? old.expectedAmount : command.expectedAmount,
    };
    const fields = changedFields(old, edited);
    if (Object.keys(fields).length === 0) return shown(tx, by, old.id);
    await writeEdit(tx.db, { id: old.id, ...edited, by: by.userId, at: tx.now, fields });
    if (edited.moveNextRecall !== old.moveNextRecall) {
      await chooseRecallMove(tx.db, tx.register, { booking: old, moves: edited.moveNextRecall });
    }
    const days = daysOf(tx.register, { from: old.start, to: old.end });
    await tx.write([], [changed('booking', days, [old.id])]);
    return shown(tx, by, old.id);
  });
}

type Editable = Pick<BookedRow, 'bookText' | 'summonsCard' | 'moveNextRecall' | 'expectedAmount'>;

function changedFields(old: Editable, edited: Editable): Readonly<Record<string, EditedField>> {
  const names = ['bookText', 'summonsCard', 'moveNextRecall', 'expectedAmount'] as const;
  return Object.fromEntries(
    names
      .filter((name) => old[name] !== edited[name])
      .map((name) => [name, { from: old[name], to: edited[name] }]),
  );
}

/**
 * A booking that is not cancelled, as the one who acts has seen it. Refuses `unknown-booking`,
 * `booking-ended` (with the booking that it was moved to), `changed-meanwhile` (with the version
 * that now stands).
 */
export async function findLive(
  tx: PracticeTransaction,
  { bookingId, version }: SeenBooking,
): Promise<Outcome<BookedRow>> {
  const row = await loadBooking(tx.db, bookingId);
  if (row === null) return refuse('unknown-booking');
  if (row.state === 'cancelled') {
    const movedTo = await latestOfMoved(tx.db, bookingId);
    return refuse('booking-ended', { bookingId, ...(movedTo === null ? {} : { movedTo }) });
  }
  if (version !== undefined && version !== row.version) {
    return refuse('changed-meanwhile', { bookingId, version: row.version });
  }
  return ok(row);
}

/** The same in a clinic where they work; `permission-missing` elsewhere (A1). */
async function findOwn(
  tx: PracticeTransaction,
  by: StaffMember,
  seen: SeenBooking,
): Promise<Outcome<BookedRow>> {
  const found = await findLive(tx, seen);
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
