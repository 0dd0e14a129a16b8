import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

const CONNECT_TIMEOUT_MS = 5_000;
/** After a lost connection, or a try that failed. */
const AGAIN_MS = 500;

export interface Listening<Channel extends string> {
  readonly databaseUrl: string;
  readonly channels: readonly Channel[];
  readonly onWake: (channel: Channel, payload: string) => void;
  /** It listens, at first or anew: what was told before was perhaps not heard. */
  readonly onListening: () => void;
}

/**
 * Listens on a connection of its own, outside the pool, until it is told to stop. While the server
 * is away there is one try at a time, however it fails. Answers how to stop.
 */
export function keepListening<Channel extends string>(wanted: Listening<Channel>): () => void {
  const ending = new AbortController();
  void listenAgainAndAgain(wanted, ending.signal);
  return () => {
    ending.abort();
  };
}

async function listenAgainAndAgain<Channel extends string>(
  wanted: Listening<Channel>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await listenOnce(wanted, signal).catch(() => undefined);
    await pause(AGAIN_MS, undefined, { ref: false, signal }).catch(() => undefined);
  }
}

/** Until the connection is lost, which rejects too. */
async function listenOnce<Channel extends string>(
  { databaseUrl, channels, onWake, onListening }: Listening<Channel>,
  signal: AbortSignal,
): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
    application_name: 'tidbok-listen',
    keepAlive: true,
  });
  client.on('error', () => undefined);
  client.on('notification', (message) => {
    const channel = channels.find((each) => each === message.channel);
    if (channel !== undefined) onWake(channel, message.payload ?? '');
  });
  const lost = once(client, 'end', { signal });
  lost.catch(() => undefined);
  try {
    await client.connect();
    await client.query(channels.map((channel) => `listen ${channel}`).join('; '));
    if (signal.aborted) return;
    onListening();
    await lost;
  } finally {
    // Not awaited: a server that is stopped says no goodbye.
    client.end().catch(() => undefined);
  }
}
