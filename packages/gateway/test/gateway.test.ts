import { createServer, type Server } from 'node:http';
import {
  decodeSiteFrame,
  encodeFrame,
  positionOf,
  type ClinicFrame,
  type SiteFrame,
} from '@tidbok/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { at, openPairedSite, siteDatabase, offerOf } from '../../service/test/site/paired-site.ts';
import { openGateway, type Gateway } from '../src/index.ts';

type Opened = Awaited<ReturnType<typeof openPairedSite>>;

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let shared: Opened['database'];
let paired: Opened;
let gateway: Gateway;
let server: Server;
let address = '';

beforeAll(async () => {
  shared = await siteDatabase();
});

afterAll(() => shared.drop());

beforeEach(async () => {
  paired = await openPairedSite(shared, {});
  gateway = openGateway({ link: paired.site.link, log: quiet });
  server = createServer();
  server.on('upgrade', gateway.upgrade);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('no port');
  address = `ws://127.0.0.1:${place.port}/sync`;
});

afterEach(async () => {
  await gateway.close();
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
  await paired.close();
});

/** A clinic's end that only remembers what came. */
function dial() {
  const socket = new WebSocket(address);
  const frames: SiteFrame[] = [];
  let closed = false;
  socket.on('message', (data: Buffer) => {
    const frame = decodeSiteFrame(data.toString('utf8'));
    if (frame !== null) frames.push(frame);
  });
  socket.on('close', () => {
    closed = true;
  });
  socket.on('error', () => undefined);
  const find = <T extends SiteFrame['type']>(type: T) =>
    frames.find((frame): frame is Extract<SiteFrame, { type: T }> => frame.type === type);
  return {
    frames,
    isClosed: () => closed,
    say: (frame: ClinicFrame) => socket.send(encodeFrame(frame)),
    saying: (text: string) => socket.send(text),
    came: async <T extends SiteFrame['type']>(type: T) => {
      await expect.poll(() => find(type)).toBeDefined();
      const frame = find(type);
      if (frame === undefined) throw new Error('it came and went');
      return frame;
    },
    records: () =>
      frames.flatMap((frame) =>
        frame.type === 'DATA' ? frame.records.map(({ type }) => type) : [],
      ),
  };
}

async function greeted() {
  const line = dial();
  const { nonce } = await line.came('CHALLENGE');
  line.say(paired.hello(nonce));
  const { epoch } = await line.came('WELCOME');
  return { ...line, epoch };
}

describe('a clinic that connects', () => {
  it('is challenged, welcomed, and sent what it has not seen', async () => {
    const line = await greeted();
    await expect.poll(() => line.records()).toEqual(['FRONTIER']);
    expect(gateway.connected()).toBe(1);
  });

  it('has its records applied and acknowledged, and is told of a sale as it commits', async () => {
    const line = await greeted();
    const records = paired.write([offerOf(paired.catalog, 0, { from: at(48), to: at(50) })]);
    line.say({ type: 'DATA', epoch: line.epoch, records });
    const [record] = records;
    if (record === undefined) throw new Error('nothing written');
    await expect
      .poll(() => line.frames.findLast(({ type }) => type === 'ACK'))
      .toMatchObject({ cursor: positionOf(record) });
    expect((await paired.site.book(paired.input({}))).ok).toBe(true);
    await expect.poll(() => line.records()).toEqual(['FRONTIER', 'BOOK']);
  });

  it('fences off its older connection', async () => {
    const older = await greeted();
    const newer = await greeted();
    expect((await older.came('GOAWAY')).code).toBe('fenced');
    await expect.poll(() => older.isClosed()).toBe(true);
    expect(newer.epoch).toBeGreaterThan(older.epoch);
    expect(gateway.connected()).toBe(1);
  });

  it('is sent away when its signature is wrong', async () => {
    const line = dial();
    await line.came('CHALLENGE');
    line.say(paired.hello(Buffer.alloc(32).toString('base64')));
    expect((await line.came('GOAWAY')).code).toBe('bad-signature');
  });

  it('is sent away when it speaks nonsense', async () => {
    const line = dial();
    await line.came('CHALLENGE');
    line.saying('{"type":"DROP TABLE"}');
    expect((await line.came('GOAWAY')).code).toBe('bad-frame');
    await expect.poll(() => line.isClosed()).toBe(true);
  });

  it('is asked to come back when the site closes', async () => {
    const line = await greeted();
    await gateway.close();
    expect((await line.came('GOAWAY')).code).toBe('shutting-down');
  });
});
