import { MAX_FRAME_BYTES } from '@tidbok/protocol';
import { WebSocket } from 'ws';

export interface SocketEvents {
  readonly onText: (text: string) => void;
  readonly onClosed: (because: string) => void;
}

/** One connection to the site. */
export interface SiteSocket {
  readonly send: (text: string) => void;
  readonly close: () => void;
}

const handshakeTimeoutMs = 10_000;

/** `http(s)://host` → the socket for the sync there. The clinic always calls; nobody calls it. */
export function socketUrl(siteUrl: string): string {
  const url = new URL('/sync', siteUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

export function openSiteSocket(siteUrl: string, events: SocketEvents): SiteSocket {
  const socket = new WebSocket(socketUrl(siteUrl), {
    handshakeTimeout: handshakeTimeoutMs,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  let because = 'closed';
  socket.on('message', (data, isBinary) => {
    if (isBinary) socket.close();
    else events.onText(textOf(data));
  });
  socket.on('error', (error) => {
    because = error.message;
  });
  socket.on('close', () => {
    events.onClosed(because);
  });
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      socket.close();
    },
  };
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
