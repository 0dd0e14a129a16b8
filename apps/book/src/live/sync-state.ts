import type { ClientStatus } from '@tidbok/service/clinic';
import type { SyncState } from '../calls/book-shapes.ts';

/** The part of the client's status that the badge shows. */
export function syncStateOf(status: ClientStatus): SyncState {
  const { paired, connected, connectedSince, lastExchangeAt, mode } = status;
  return { paired, connected, connectedSince, lastExchangeAt, mode };
}
