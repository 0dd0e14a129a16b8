import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SiteLine } from '../src/site-line.ts';

/** A site behind something that breaks every WebSocket; how it was reached, in order. */
let site: Server;
let reached: string[];
/** What a waiting request is answered with; then none will come. */
let answers: string[];
let line: SiteLine;

beforeEach(async () => {
  reached = [];
  answers = [];
  site = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const asked = JSON.parse(Buffer.concat(chunks as Buffer[]).toString('utf8')) as {
        connection: string | null;
      };
      const isNew = asked.connection === null;
      if (isNew) reached.push('long-poll');
      const frames = isNew ? ['greeting'] : answers.splice(0, 1);
      response.statusCode = isNew ? 201 : frames.length > 0 ? 200 : 410;
      response.end(JSON.stringify({ ...(isNew ? { connection: 'one' } : {}), frames }));
    });
  });
  site.on('upgrade', (_request, socket) => {
    reached.push('websocket');
    socket.destroy();
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const { port } = site.address() as AddressInfo;
  line = new SiteLine({ siteUrl: `http://127.0.0.1:${port}` });
});

afterEach(async () => {
  site.closeAllConnections();
  site.close();
  await once(site, 'close');
});

/** One connection from its beginning to its end: what came by it. */
const connect = (): Promise<string[]> =>
  new Promise((resolve) => {
    const came: string[] = [];
    line.open({ onText: (text) => came.push(text), onClosed: () => resolve(came) });
  });

describe('the way to a site that no WebSocket passes', () => {
  it('stays with plain requests that have brought an answer, also when they end', async () => {
    expect(await connect()).toEqual([]);
    answers = ['answer'];
    expect(await connect()).toEqual(['greeting', 'answer']);
    await connect();
    expect(reached).toEqual(['websocket', 'long-poll', 'long-poll']);
  });

  it('goes back when plain requests bring the greeting and no answer: each meets another node', async () => {
    await connect();
    expect(await connect()).toEqual(['greeting']);
    await connect();
    expect(reached).toEqual(['websocket', 'long-poll', 'websocket']);
  });
});
