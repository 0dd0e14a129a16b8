import type { PractitionerId } from '../foundation/ids.ts';
import type { PreblockKind } from './preblock.ts';

/** *Giltig för*: everyone, or the one practitioner whose own kind it is. */
export function isValidFor(kind: PreblockKind, practitionerId: PractitionerId): boolean {
  return kind.validFor.type === 'resources' || kind.validFor.practitionerId === practitionerId;
}
