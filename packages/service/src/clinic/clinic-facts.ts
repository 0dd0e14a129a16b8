import { daysAsInterval, type ResourceId } from '@tidbok/core';
import type { ClinicFacts, IntendedBooking, OpenClaim } from '@tidbok/sync';
import type { ClaimRow, FactRows, PracticeRow } from '@tidbok/store/clinic';
import type { DayRange } from './practice-transaction.ts';
import type { LoadedRegister } from './register-cache.ts';

/** The rows of one range, dressed as the facts that the sync room decides on. */
export function clinicFacts(read: {
  readonly rows: FactRows;
  readonly practice: PracticeRow;
  readonly register: LoadedRegister;
  readonly range: DayRange;
}): ClinicFacts {
  const { rows, practice, register, range } = read;
  const online = onlineParts(register);
  return {
    range: daysAsInterval(register.zone, range.from, range.to),
    zone: register.zone,
    frontierAt: practice.frontierAt,
    siteCursor: practice.siteCursor,
    paired: practice.mode !== 'unpaired',
    shifts: rows.shifts,
    absences: rows.absences,
    preblocks: rows.preblocks,
    kinds: register.kinds,
    onlinePractitioners: online.practitioners,
    onlineResources: online.resources,
    bookings: rows.bookings,
    announced: rows.announced,
    withdrawals: rows.withdrawals,
    claims: rows.claims.map(openClaim),
    blocks: rows.blocks,
    tombstones: new Set(rows.tombstones),
    recovery: practice.recovery,
    leaving: practice.leaving,
    unknowns: rows.unknowns,
    staged: rows.staged,
  };
}

/** Who and what takes part online: the practitioner's own choice and that of their clinic (E2). */
export function onlineParts(register: LoadedRegister): {
  readonly practitioners: ClinicFacts['onlinePractitioners'];
  readonly resources: ReadonlySet<ResourceId>;
} {
  const clinics = new Set(
    register.clinics.filter((c) => c.takesPartOnline && c.active).map((c) => c.id),
  );
  return {
    practitioners: new Set(
      register.practitioners
        .filter((p) => p.takesPartOnline && p.active && clinics.has(p.clinicId))
        .map((p) => p.id),
    ),
    resources: new Set(
      register.resources.filter((r) => r.active && clinics.has(r.clinicId)).map((r) => r.id),
    ),
  };
}

function openClaim(row: ClaimRow): OpenClaim {
  const { intended } = row;
  if (!isIntended(intended)) throw new Error(`The claim ${row.claimId} holds no intended visit.`);
  return { ...row, intended };
}

/** Written by our own decision into this database, and by nothing else. */
function isIntended(value: unknown): value is IntendedBooking {
  return typeof value === 'object' && value !== null && 'booking' in value && 'actor' in value;
}
