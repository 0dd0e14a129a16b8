import type { ClinicEntry, SiteEntry } from '@tidbok/protocol';
import type { ClinicWrite, SiteDecision, SiteGuard, SiteWrite } from '@tidbok/sync';
import type { Mutant } from '../world/mutant.ts';

type AtClinic = (write: ClinicWrite, entry: SiteEntry | null) => boolean;
type AtSite = (write: SiteWrite, entry: ClinicEntry | null) => boolean;

/** The clinic leaves out some of what it decided to write. */
export function clinicDrops(name: string, isDropped: AtClinic, first = 1): Mutant {
  return {
    name,
    first,
    clinicWrites: (writes, entry) => writes.filter((write) => !isDropped(write, entry)),
  };
}

/** The site leaves out some of what it decided to write. */
export function siteDrops(name: string, isDropped: AtSite, first = 1): Mutant {
  return {
    name,
    first,
    siteDecision: ({ guards, writes }, entry) => ({
      guards,
      writes: writes.filter((write) => !isDropped(write, entry)),
    }),
  };
}

/** The site does not look again, under the lock, whether this still holds. */
export function siteTrusts(name: string, type: SiteGuard['type'], first = 1): Mutant {
  return { name, first, siteDecision: (decision) => without(decision, type) };
}

export function without(decision: SiteDecision, type: SiteGuard['type']): SiteDecision {
  return { ...decision, guards: decision.guards.filter((guard) => guard.type !== type) };
}

/** The write tells the other end: an entry of this type. */
export function tells(
  write: ClinicWrite | SiteWrite,
  type: ClinicEntry['type'] | SiteEntry['type'],
): boolean {
  return write.type === 'append' && write.entry.type === type;
}
