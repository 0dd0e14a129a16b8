import {
  expiresAt,
  hasExpired,
  type Instant,
  type Preblock,
  type Shift,
  type Zone,
} from '@tidbok/core';
import type { LoadedRegister } from '../register-cache.ts';
import type { PreblockView, ShiftView } from './book.ts';
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
