import { absences, equalTimes, settleAbsence } from './absences.ts';
import { cancel, editBooking, setBookingState } from './cancel-booking.ts';
import { changePreblock } from './change-preblock.ts';
import type { ClinicContext } from './context.ts';
import type { Desk } from './desk.ts';
import { changePlan, previewPlan } from './plan-change.ts';
import { placePreblock, removePreblock, repeatPreblock } from './preblocks.ts';
import { insertShift } from './shifts.ts';
import { book, move } from './staff-booking.ts';
import { undoPlan } from './undo-plan.ts';

export function deskOf(context: ClinicContext): Desk {
  return {
    book: (by, command) => book(context, by, command),
    move: (by, command) => move(context, by, command),
    cancel: (by, command) => cancel(context, by, command),
    setBookingState: (by, command) => setBookingState(context, by, command),
    editBooking: (by, command) => editBooking(context, by, command),
    placePreblock: (by, command) => placePreblock(context, by, command),
    removePreblock: (by, command) => removePreblock(context, by, command),
    changePreblock: (by, command) => changePreblock(context, by, command),
    repeatPreblock: (by, command) => repeatPreblock(context, by, command),
    insertShift: (by, command) => insertShift(context, by, command),
    previewPlan: (by, change) => previewPlan(context, by, change),
    changePlan: (by, command) => changePlan(context, by, command),
    undoPlan: (by, changeId) => undoPlan(context, by, changeId),
    absences: (query) => absences(context, query),
    equalTimes: (by, query) => equalTimes(context, by, query),
    settleAbsence: (by, command) => settleAbsence(context, by, command),
  };
}
