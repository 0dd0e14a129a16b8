import { MAX_FRAME_BYTES } from '@tidbok/protocol';
import { WebSocket } from 'ws';
import { agentFor } from './proxy.ts';
import { HANDSHAKE_TIMEOUT_MS, type SiteSocket, type SocketEvents } from './site-socket.ts';

/** `http(s)://host` → the socket for the sync there. The clinic always calls; nobody calls it. */
export function socketUrl(siteUrl: string): string {
  const url = new URL('/sync', siteUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** A WebSocket to the site, through the environment's proxy where it names one. */
export function openWebSocket(siteUrl: string, events: SocketEvents): SiteSocket {
  const url = socketUrl(siteUrl);
  const socket = new WebSocket(url, {
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    agent: agentFor(url),
  });
  let because = 'closed';
  socket.on('message', (data, isBinary) => {
    if (isBinary) socket.close();
    else events.onText(textOf(data));
  });
  socket.on('error', (error) => {
    because = 'code' in error ? String(error.code) : error.message;
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
