import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Instant } from '@tidbok/core';
import { openGateway, readPairRequest, type Gateway } from '@tidbok/gateway';
import { createSealingKeyPair } from '@tidbok/seal';
import { openSite, type Site } from '@tidbok/service/site';
import { migrateSite } from '@tidbok/store/site';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A site on a database of its own, behind its door for clinics, as `apps/site` has it. */
export interface SiteDoor {
  readonly site: Site;
  readonly gateway: Gateway;
  readonly database: TestDatabase;
  readonly port: number;
  readonly close: () => Promise<void>;
}

export async function openSiteDoor(now: () => Instant): Promise<SiteDoor> {
  const database = await createTestDatabase({ side: 'site', migrate: migrateSite });
  const secrets = { patientKeySecret: randomBytes(32), messageKey: createSealingKeyPair() };
  const site = await openSite({ databaseUrl: database.url, secrets, now, log: quiet });
  const gateway = openGateway({ link: site.link, log: quiet });
  const server = openDoor(site, gateway);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  if (place === null || typeof place === 'string') throw new Error('no port');
  return {
    site,
    gateway,
    database,
    port: place.port,
    close: async () => {
      await gateway.close();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
      await site.close();
      await database.drop();
    },
  };
}

function openDoor(site: Site, gateway: Gateway): Server {
  const door = createServer((request, response) => {
    if (request.url === '/sync/pair') {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
        const asked = readPairRequest(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        const paired = asked.ok ? await site.pair(asked.value) : asked;
        response.writeHead(paired.ok ? 201 : 409, { 'content-type': 'application/json' });
        response.end(JSON.stringify(paired.ok ? paired.value : paired.refusal));
      })();
    } else if (request.url === '/sync' && request.method === 'POST') {
      void gateway.poll(request, response);
    } else {
      response.writeHead(404).end();
    }
  });
  door.on('upgrade', gateway.upgrade);
  return door;
}
