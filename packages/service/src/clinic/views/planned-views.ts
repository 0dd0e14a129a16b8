import {
  datesBetween,
  dateOf,
  expiresAt,
  hasExpired,
  MINUTES_PER_DAY,
  timeOf,
  type Absence,
  type Instant,
  type LocalDate,
  type Preblock,
  type Shift,
  type Zone,
} from '@tidbok/core';
import type { LoadedRegister } from '../register-cache.ts';
import type { AbsenceView, PreblockView, ShiftView } from './book.ts';
import { instantsOfLocal, stretchOfLocal } from './day-stretch.ts';

export function shiftView(shift: Shift, zone: Zone): ShiftView {
  const { id, resourceId, practitionerId } = shift;
  return {
    id,
    resourceId,
    practitionerId,
    ...stretchOfLocal(shift),
    ...instantsOfLocal(zone, shift),
  };
}

/** undefined when its kind is not in the register. */
export function preblockView(
  preblock: Preblock,
  register: LoadedRegister,
  now: Instant,
): PreblockView | undefined {
  const kind = register.kinds.find(({ id }) => id === preblock.kindId);
  if (kind === undefined) return undefined;
  const expiry = expiresAt(register.zone, kind, preblock);
  return {
    id: preblock.id,
    kindId: kind.id,
    name: kind.name,
    text: kind.text,
    colour: kind.colour,
    type: kind.rule.type,
    bypass: kind.bypass,
    resourceId: preblock.resourceId,
    seriesId: preblock.seriesId,
    expired: hasExpired(expiry, now),
    ...stretchOfLocal(preblock),
    ...instantsOfLocal(register.zone, preblock),
  };
}

/** The absence day by day, within the days asked for. */
export function absenceViews(
  { id, practitionerId, reason, from, to }: Absence,
  range: { readonly from: LocalDate; readonly to: LocalDate },
): AbsenceView[] {
  const [first, last] = [dateOf(from), dateOf(to)];
  return datesBetween(first > range.from ? first : range.from, last < range.to ? last : range.to)
    .map((date) => ({
      ...{ id, practitionerId, reason, from, to, date },
      fromMinute: date === first ? timeOf(from) : 0,
      toMinute: date === last ? timeOf(to) : MINUTES_PER_DAY,
    }))
    .filter(({ fromMinute, toMinute }) => fromMinute < toMinute);
}
