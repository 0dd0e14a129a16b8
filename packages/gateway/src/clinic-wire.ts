import type { RawData, WebSocket } from 'ws';

export interface WireEvents {
  /** null: what came is no text. */
  readonly onText: (text: string | null) => void;
  readonly onClosed: () => void;
}

/** What carries the frames of one clinic: a WebSocket, or plain requests. */
export interface ClinicWire {
  /** Called once, before anything is sent. */
  readonly listen: (events: WireEvents) => void;
  readonly send: (text: string) => void;
  /** Ends it once what was sent has left. */
  readonly close: () => void;
  readonly terminate: () => void;
  /** Nothing more is read until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Bytes that were sent and have not left yet. */
  readonly buffered: () => number;
}

export function webSocketWire(socket: WebSocket): ClinicWire {
  return {
    listen: ({ onText, onClosed }) => {
      socket.on('message', (data: RawData, isBinary) => {
        onText(isBinary || !Buffer.isBuffer(data) ? null : data.toString('utf8'));
      });
      socket.on('error', () => socket.terminate());
      socket.on('close', onClosed);
    },
    send: (text) => socket.send(text),
    close: () => socket.close(),
    terminate: () => socket.terminate(),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    buffered: () => socket.bufferedAmount,
  };
}
