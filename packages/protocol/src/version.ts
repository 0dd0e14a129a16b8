/** The version of the wire that this code speaks. A change of shape without a new one fails. */
export const PROTOCOL_VERSION = 4;
/** The oldest version that this code still understands. */
export const PROTOCOL_VERSION_MIN = 1;
/** The version from which on both ends can begin anew with a snapshot (RESYNC). */
export const RESYNC_VERSION = 2;
/** The version from which on the site may ask what the clinic has booked for a person (LOOKUP). */
export const LOOKUP_VERSION = 4;

export interface ProtocolRange {
  readonly min: number;
  readonly max: number;
}

export const PROTOCOL_RANGE: ProtocolRange = { min: PROTOCOL_VERSION_MIN, max: PROTOCOL_VERSION };

/** The newest version that both ends speak; null when there is none. */
export function commonVersion(ours: ProtocolRange, theirs: ProtocolRange): number | null {
  const version = Math.min(ours.max, theirs.max);
  return version >= Math.max(ours.min, theirs.min) ? version : null;
}
