import { formatInstant, type Instant, type Zone } from '@tidbok/core';
import type { Clinic } from './clinic.ts';
import type { ClientStatus } from './sync-end.ts';

const utc: Zone = { id: 'UTC', tzdb: '', transitions: [] };

/** The practice's zone; before there is a practice, and nothing has happened, UTC. */
export async function practiceZone(clinic: Clinic): Promise<Zone> {
  return (await clinic.hasPractice()) ? clinic.zone() : utc;
}

/** How the clinic stands with the site as programs are told: instants as RFC 3339. */
export function statusJson(status: ClientStatus, zone: Zone): object {
  const time = (at: Instant | null) => (at === null ? null : formatInstant(zone, at));
  return {
    ...status,
    connectedSince: time(status.connectedSince),
    lastExchangeAt: time(status.lastExchangeAt),
    frontier: time(status.frontier),
    needsPerson: status.needsPerson.map((each) => ({ ...each, at: time(each.at) })),
  };
}
