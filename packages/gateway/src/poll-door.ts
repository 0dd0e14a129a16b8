import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_FRAME_BYTES, MAX_FRAMES_PER_POLL } from '@tidbok/protocol';
import * as v from 'valibot';
import type { ClinicWire } from './clinic-wire.ts';
import { PollWire } from './poll-wire.ts';

const idBytes = 24;
/** A stranger's first words are short. */
const maxStrangerBytes = 64_000;
/** An ended wire is kept so long for the clinic to hear why. */
const keepEndedMs = 30_000;

const Asked = v.variant('connection', [
  v.object({ connection: v.null() }),
  v.object({
    connection: v.pipe(v.string(), v.maxLength(100)),
    number: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
    frames: v.optional(v.pipe(v.array(v.string()), v.maxLength(MAX_FRAMES_PER_POLL)), []),
  }),
]);

export interface PollDoorOptions {
  /** Whose call it is, behind whatever proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** False: too many are here already. */
  readonly hasRoom: (address: string) => boolean;
  /** A clinic has come; its frames pass by the wire. */
  readonly welcome: (wire: ClinicWire, address: string) => void;
}

interface Answer {
  readonly status: number;
  readonly body?: object;
}

/**
 * `POST /sync`: the frames of the WebSocket as plain requests, for clinics behind a proxy that
 * breaks it. `{connection: null}` opens (201); `{connection, number, frames}` sends (202);
 * `{connection}` hangs until there are frames (200) or none will come (410).
 */
export class PollDoor {
  readonly #options: PollDoorOptions;
  readonly #wires = new Map<string, { readonly wire: PollWire; readonly address: string }>();

  constructor(options: PollDoorOptions) {
    this.#options = options;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      reply(response, await this.#answer(request, response));
    } catch {
      response.destroy();
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    if (request.method !== 'POST') return { status: 405 };
    const address = this.#options.addressOf(request);
    const isKnown = [...this.#wires.values()].some((each) => each.address === address);
    const text = await readText(request, isKnown ? MAX_FRAME_BYTES : maxStrangerBytes);
    const asked = text === null ? null : v.safeParse(Asked, parsed(text));
    if (asked === null) return { status: 413 };
    if (!asked.success) return { status: 422 };
    const { output } = asked;
    if (output.connection === null) return this.#open(address);
    const wire = this.#wires.get(output.connection)?.wire;
    if (wire === undefined) return gone([]);
    if (output.number !== undefined) {
      return (await wire.received(output.number, output.frames)) ? { status: 202 } : gone([]);
    }
    return this.#wait(wire, response);
  }

  async #open(address: string): Promise<Answer> {
    if (!this.#options.hasRoom(address)) return { status: 503 };
    const wire = new PollWire(randomBytes(idBytes).toString('base64url'));
    this.#wires.set(wire.id, { wire, address });
    this.#options.welcome(wire, address);
    const { frames } = await wire.wait();
    return { status: 201, body: { connection: wire.id, frames } };
  }

  async #wait(wire: PollWire, response: ServerResponse): Promise<Answer> {
    response.once('close', () => {
      if (!response.writableFinished) wire.lost();
    });
    const { frames, gone: isGone } = await wire.wait();
    return isGone ? gone(frames) : { status: 200, body: { frames } };
  }

  /** The wire has ended: it is forgotten once the clinic has had time to hear why. */
  forgetLater(wire: ClinicWire): void {
    if (!(wire instanceof PollWire)) return;
    setTimeout(() => this.#wires.delete(wire.id), keepEndedMs).unref();
  }
}

function gone(frames: readonly string[]): Answer {
  return { status: 410, body: { frames } };
}

function reply(response: ServerResponse, { status, body }: Answer): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
    ...(status === 405 ? { allow: 'POST' } : {}),
    ...(status === 503 ? { 'retry-after': '5' } : {}),
  });
  response.end(text);
}

async function readText(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk as Uint8Array);
    bytes += piece.length;
    if (bytes > maxBytes) return null;
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
