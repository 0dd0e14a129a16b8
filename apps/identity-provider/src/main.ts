import { createServer } from 'node:http';
import { openBankId } from '@tidbok/identity';
import { pino } from 'pino';
import { BankIdLogins } from './bankid-logins.ts';
import { serveLogin, type Ways } from './doors.ts';
import { People } from './people.ts';
import { openProvider } from './provider.ts';
import { readSettings, SettingRefused, type IdpSettings } from './settings.ts';

/** The identity provider: login by BankID, or as a test person, told to the site by OpenID Connect. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'identity-provider', level: settings.logLevel });
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
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(settings.port, done);
  });
  log.info({ port: settings.port, mode: settings.mode.type }, 'The identity provider is open.');
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      server.close();
      server.closeAllConnections();
    });
  }
}

function waysOf({ mode, issuer }: IdpSettings): Ways {
  if (mode.type === 'test') return mode;
  const logins = new BankIdLogins(openBankId(mode.bankId), new URL(issuer).hostname);
  return { type: 'bankid', logins };
}

await main().catch((error: unknown) => {
  const line = error instanceof SettingRefused ? error.message : String(error);
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
});
