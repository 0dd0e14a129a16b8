import type { ClinicId, PractitionerId, ResourceId } from '../foundation/ids.ts';
import { intervalSet } from '../time/interval-set.ts';
import type { Interval } from '../time/instant.ts';
import type { AvailabilityFacts, OfferedTime } from './offered-time.ts';

/** One practitioner in one chair: their offered time, in order of start. */
export interface Lane {
  readonly resourceId: ResourceId;
  readonly practitionerId: PractitionerId;
  readonly offered: readonly OfferedTime[];
  /** False where preblocks lie over each other: their times may coincide. */
  readonly disjoint: boolean;
}

/** The facts sorted for questions: made once, asked many times. */
export interface PreparedAvailability extends AvailabilityFacts {
  /** By clinic; each clinic's lanes by practitioner, then chair. */
  readonly lanes: ReadonlyMap<ClinicId, readonly Lane[]>;
}

/** Sorts the facts once, for any number of questions. */
export function prepareAvailability(facts: AvailabilityFacts): PreparedAvailability {
  if (isPrepared(facts)) return facts;
  const byClinic = new Map<ClinicId, Lane[]>();
  for (const [resourceId, byPractitioner] of offeredByChair(facts.offered)) {
    const clinicId = facts.rules.clinicOfResource.get(resourceId);
    if (clinicId === undefined) continue;
    const lanes = byClinic.get(clinicId) ?? [];
    byClinic.set(clinicId, lanes);
    for (const [practitionerId, offered] of byPractitioner) {
      const whole = inOrder(offered);
      lanes.push({ resourceId, practitionerId, ...whole });
    }
  }
  for (const lanes of byClinic.values()) lanes.sort(byPractitionerThenChair);
  return { ...facts, lanes: byClinic };
}

function isPrepared(facts: AvailabilityFacts): facts is PreparedAvailability {
  return 'lanes' in facts;
}

function offeredByChair(
  offered: readonly OfferedTime[],
): ReadonlyMap<ResourceId, ReadonlyMap<PractitionerId, OfferedTime[]>> {
  const chairs = new Map<ResourceId, Map<PractitionerId, OfferedTime[]>>();
  for (const each of offered) {
    if (each.open.length === 0) continue;
    const chair = chairs.get(each.resourceId) ?? new Map<PractitionerId, OfferedTime[]>();
    chairs.set(each.resourceId, chair);
    const lane = chair.get(each.practitionerId);
    if (lane === undefined) chair.set(each.practitionerId, [each]);
    else lane.push(each);
  }
  return chairs;
}

/** One preblock's offers, announced piece by piece, as one offered time each (R3). */
export function gatherOffered(pieces: readonly OfferedTime[]): OfferedTime[] {
  const gathered = new Map<string, OfferedTime & { open: Interval[] }>();
  for (const piece of pieces) {
    const terms = `${piece.preblockKindId} ${piece.anchorAt} ${piece.expiresAt ?? ''}`;
    const key = `${piece.preblockId} ${piece.resourceId} ${piece.practitionerId} ${terms}`;
    const same = gathered.get(key);
    if (same === undefined) gathered.set(key, { ...piece, open: [...piece.open] });
    else same.open.push(...piece.open);
  }
  return [...gathered.values()].map((each) => ({ ...each, open: intervalSet(each.open) }));
}

export function startOf(offered: OfferedTime): number {
  return offered.open[0]?.from ?? Infinity;
}

export function endOf(offered: OfferedTime): number {
  return offered.open[offered.open.length - 1]?.to ?? -Infinity;
}

/** A lane's offered time in order of start, pieces of one preblock joined. */
function inOrder(offered: OfferedTime[]): Pick<Lane, 'offered' | 'disjoint'> {
  sortByStart(offered);
  if (areDisjoint(offered) && !hasNeighboursOfOnePreblock(offered)) {
    return { offered, disjoint: true };
  }
  const gathered = gatherOffered(offered);
  sortByStart(gathered);
  return { offered: gathered, disjoint: areDisjoint(gathered) };
}

function sortByStart(offered: OfferedTime[]): void {
  let last = -Infinity;
  for (const each of offered) {
    const start = startOf(each);
    if (start < last) {
      offered.sort((a, b) => startOf(a) - startOf(b));
      return;
    }
    last = start;
  }
}

/** Only neighbours can touch: pieces with another preblock's time between them stay apart. */
function hasNeighboursOfOnePreblock(offered: readonly OfferedTime[]): boolean {
  for (let i = 1; i < offered.length; i += 1) {
    if (offered[i]?.preblockId === offered[i - 1]?.preblockId) return true;
  }
  return false;
}

function areDisjoint(offered: readonly OfferedTime[]): boolean {
  let end = -Infinity;
  for (const each of offered) {
    if (startOf(each) < end) return false;
    end = endOf(each);
  }
  return true;
}

function byPractitionerThenChair(a: Lane, b: Lane): number {
  if (a.practitionerId !== b.practitionerId) return a.practitionerId < b.practitionerId ? -1 : 1;
  return a.resourceId < b.resourceId ? -1 : 1;
}

/** Index of the first offered time of the lane that may reach past `at`. */
export function firstReaching(lane: Lane, at: number): number {
  if (!lane.disjoint) return 0;
  let low = 0;
  let high = lane.offered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const each = lane.offered[middle];
    if (each !== undefined && endOf(each) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
