import { cancel, editBooking, setBookingState } from './cancel-booking.ts';
import { changePreblock } from './change-preblock.ts';
import type { ClinicContext } from './context.ts';
import type { Desk } from './desk.ts';
import { placePreblock, removePreblock, repeatPreblock } from './preblocks.ts';
import { insertShift, previewRepeatWeek, removeShift, repeatWeek } from './shifts.ts';
import { book, move } from './staff-booking.ts';

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
    removeShift: (by, shiftId) => removeShift(context, by, shiftId),
    previewRepeatWeek: (command) => previewRepeatWeek(context, command),
    repeatWeek: (by, command) => repeatWeek(context, by, command),
  };
}
