import type { PractitionerId, ResourceId, ShiftId } from '../foundation/ids.ts';
import type { LocalDateTime } from '../time/instant.ts';

/** *Pass*: when a practitioner works in a chair. Planned, so kept in local time. */
export interface Shift {
  readonly id: ShiftId;
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly from: LocalDateTime;
  readonly to: LocalDateTime;
}
