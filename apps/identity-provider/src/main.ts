import { SettingRefused } from '@tidbok/doorway';
import { pino } from 'pino';
import { identityServer } from './server.ts';
import { readSettings } from './settings.ts';

/**
 * The identity provider: login by BankID, or as a test person, told to the site by OpenID
 * Connect.
 */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ name: 'identity-provider', level: settings.logLevel });
  const server = await identityServer(settings, log);
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

await main().catch((error: unknown) => {
  const line = error instanceof SettingRefused ? error.message : String(error);
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
});
