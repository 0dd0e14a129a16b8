import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_FRAME_BYTES } from '@tidbok/protocol';
import type { ClinicLink, SiteServiceLog } from '@tidbok/service/site';
import { WebSocketServer } from 'ws';
import { ClinicConnection } from './clinic-connection.ts';
import { webSocketWire, type ClinicWire } from './clinic-wire.ts';
import { PollDoor } from './poll-door.ts';

export interface GatewayOptions {
  readonly link: ClinicLink;
  readonly log: SiteServiceLog;
  /** Clinics connected to this node at one time. */
  readonly maxConnections?: number;
  /** Connections of one address that have not got to WELCOME yet. */
  readonly maxStrangersPerAddress?: number;
  /** Whose connection it is, behind whatever proxies. */
  readonly addressOf?: (request: IncomingMessage) => string;
}

/** The site's end of the wire: one connection per clinic's Online Client. */
export interface Gateway {
  /** Takes over a connection that asked for an upgrade on `/sync`. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Answers `POST /sync`: the same frames as plain requests, where no WebSocket passes. */
  readonly poll: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Clinics that have been welcomed. */
  readonly connected: () => number;
  /** Sends every clinic away, to come back later. */
  readonly close: () => Promise<void>;
}

const defaultConnections = 10_000;
const defaultStrangers = 50;
const tickMs = 100;
/** Clinics come back at once: the client spreads them (0.12). */
const comeBackAfterMs = 1_000;

/** Opens the gateway; sockets come by `upgrade`. */
export function openGateway(options: GatewayOptions): Gateway {
  const { link } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  const connections = new Set<ClinicConnection>();
  const addressOf = options.addressOf ?? directAddress;
  const unfollow = link.onLogGrown((practiceId) => {
    for (const connection of connections) connection.logGrew(practiceId);
  });
  const noMoreLookups = link.onLookup((practiceId, question) => {
    const connection = [...connections].findLast((each) => each.practiceId === practiceId);
    connection?.lookUp(question);
    return connection !== undefined;
  });
  const ticker = setInterval(() => {
    for (const connection of connections) connection.tick();
  }, tickMs);
  ticker.unref();

  const welcome = (wire: ClinicWire, address: string): void => {
    const connection = new ClinicConnection(wire, {
      ...options,
      address,
      onWelcome: () => fenceOlder(connections, connection),
      onEnd: () => {
        connections.delete(connection);
        polls.forgetLater(wire);
      },
    });
    connections.add(connection);
  };
  const polls = new PollDoor({
    addressOf,
    hasRoom: (address) => hasRoom(connections, address, options),
    welcome,
  });
  return {
    upgrade: (request, socket, head) => {
      const address = addressOf(request);
      if (!hasRoom(connections, address, options)) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (opened) =>
        welcome(webSocketWire(opened), address),
      );
    },
    poll: (request, response) => polls.serve(request, response),
    connected: () => [...connections].filter(({ practiceId }) => practiceId !== null).length,
    close: async () => {
      clearInterval(ticker);
      unfollow();
      noMoreLookups();
      await Promise.all([...connections].map((each) => each.sendAway(comeBackAfterMs)));
      sockets.close();
    },
  };
}

function directAddress({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}

function hasRoom(
  connections: ReadonlySet<ClinicConnection>,
  address: string,
  { maxConnections, maxStrangersPerAddress }: GatewayOptions,
): boolean {
  if (connections.size >= (maxConnections ?? defaultConnections)) return false;
  let strangers = 0;
  for (const each of connections) {
    if (each.practiceId === null && each.address === address) strangers += 1;
  }
  return strangers < (maxStrangersPerAddress ?? defaultStrangers);
}

/** At this node the older connection is fenced off at once; at others when it is next heard. */
function fenceOlder(connections: ReadonlySet<ClinicConnection>, newer: ClinicConnection): void {
  for (const each of connections) {
    if (each !== newer && each.practiceId === newer.practiceId) each.fence();
  }
}
