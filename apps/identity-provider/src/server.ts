import { createServer, type Server } from 'node:http';
import { openBankId } from '@tidbok/identity';
import { BankIdLogins } from './bankid-logins.ts';
import { serveLogin, type Ways } from './doors.ts';
import { People } from './people.ts';
import { openProvider } from './provider.ts';
import type { IdpSettings } from './settings.ts';

/** Stacks and codes only, never who somebody is. */
export interface IdpLog {
  readonly error: (about: object, message: string) => void;
}

/** All that the identity provider answers, on one port. */
export async function identityServer(settings: IdpSettings, log: IdpLog): Promise<Server> {
  const people = new People();
  const provider = await openProvider(settings, people);
  const answer = provider.callback();
  const doors = { provider, people, issuer: settings.issuer, ways: waysOf(settings) };
  provider.on('server_error', (_, error) => log.error({ error: error.stack }, 'A login failed.'));
  const server = createServer((request, response) => {
    if (request.url === '/health') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"status":"ok"}');
      return;
    }
    serveLogin(doors, request, response)
      .then((served) => (served ? undefined : answer(request, response)))
      .catch((error: unknown) => {
        log.error({ error: error instanceof Error ? error.stack : 'unknown' }, 'A call failed.');
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
  });
  server.requestTimeout = 30_000;
  return server;
}

function waysOf({ mode, issuer }: IdpSettings): Ways {
  if (mode.type === 'test') return mode;
  const logins = new BankIdLogins(openBankId(mode.bankId), new URL(issuer).hostname);
  return { type: 'bankid', logins };
}
