import type { ClientStatus, SyncAlarm } from '@tidbok/service/clinic';
import type { SyncNews } from './sync-watch.svelte.ts';

/** The part of the client's status that the header shows. */
export function syncNewsOf(status: ClientStatus, alarm: SyncAlarm): SyncNews {
  const { paired, connected, connectedSince, lastExchangeAt, mode, needsPerson } = status;
  const state = { paired, connected, connectedSince, lastExchangeAt, mode };
  return { state, alarm, cases: needsPerson.length };
}
