import { colourClass } from './booking-colours.ts';
import type { PlacedBooking } from './columns.ts';
import { bookingName, patientName, type Language } from './describe.ts';
import { positionOf, type Stretch } from './visible-hours.ts';

/** A mark: what it is about, its words, and the sign that is left of them in a narrow column. */
export interface Mark {
  readonly kind: 'alarm' | 'card' | 'online' | 'state';
  readonly words: string;
  readonly sign: string;
}

/** All that is drawn of a booking, worked out at once: a day has many. */
export interface BookingLook {
  readonly name: string;
  readonly who: string;
  readonly what: string;
  readonly classes: string;
  readonly style: string;
  readonly marks: readonly Mark[];
}

export function lookOf(placed: PlacedBooking, hours: Stretch, language: Language): BookingLook {
  const { booking } = placed;
  return {
    name: bookingName(booking, language),
    who: patientName(booking.patient),
    what: booking.bookText === '' ? booking.templateName : booking.bookText,
    classes: classesOf(placed),
    style: styleOf(placed, hours),
    marks: marksShown(placed, language),
  };
}

function classesOf({ booking, lanes }: PlacedBooking): string {
  const minutes = booking.toMinute - booking.fromMinute;
  const size = minutes >= 60 ? 'tall roomy' : minutes >= 40 ? 'tall' : minutes < 20 ? 'tiny' : '';
  const beside = lanes > 1 ? 'beside' : '';
  const colour = colourClass(booking.category?.colour ?? '');
  return [colour, booking.state, size, beside, booking.conflict ? 'conflict' : '']
    .filter((part) => part !== '')
    .join(' ');
}

function styleOf({ booking, lane, lanes }: PlacedBooking, hours: Stretch): string {
  const { top, height } = positionOf(hours, booking);
  const [left, right] = [(lane / lanes) * 100, (1 - (lane + 1) / lanes) * 100];
  return `inset:${top}% ${right}% ${100 - top - height}% ${left}%`;
}

function marksShown({ booking }: PlacedBooking, { say }: Language): readonly Mark[] {
  const { conflict, override, overridden, summonsCard, source, state } = booking;
  const { marks } = say;
  const all: Mark[] = [];
  if (conflict) all.push({ kind: 'alarm', words: `⚠ ${marks.conflict}`, sign: '⚠' });
  else if (override || overridden.length > 0) all.push({ kind: 'alarm', words: '!', sign: '!' });
  if (summonsCard) all.push({ kind: 'card', words: '✉', sign: '✉' });
  if (source === 'online') all.push({ kind: 'online', words: '◍ ITB', sign: '◍' });
  const stateWords = {
    pending: ['?', marks.pending],
    confirmed: null,
    arrived: ['✓', marks.arrived],
    completed: ['✓✓', marks.completed],
    'no-show': ['✕', marks.noShow],
    cancelled: null,
  } as const;
  const [sign = '', words = ''] = stateWords[state] ?? [];
  if (sign !== '') all.push({ kind: 'state', words: `${sign.slice(0, 1)} ${words}`, sign });
  return all;
}
