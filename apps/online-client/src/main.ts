import { clockOf, openClinic, type Clinic } from '@tidbok/service/clinic';
import { openCarrier } from '@tidbok/message';
import { pino, type Logger } from 'pino';
import { OnlineClient } from './online-client.ts';
import { readClientSettings, type ClientSettings } from './settings.ts';
import { version } from './version.ts';
import { openDoor } from './door/server.ts';
import { EventLog } from './event-log.ts';

const tryAgainMs = 500;
const connections = 4;

/** The database may start after this program: it is asked until it answers. */
async function openWhenThere(settings: ClientSettings, log: Logger): Promise<Clinic> {
  for (;;) {
    try {
      return await openClinic({
        databaseUrl: settings.databaseUrl,
        now: clockOf(settings.nowFile),
        log,
        maxConnections: connections,
      });
    } catch (error) {
      log.warn({ error: String(error) }, 'The clinic’s database does not answer yet.');
      await new Promise((resolve) => setTimeout(resolve, tryAgainMs));
    }
  }
}

async function run(settings: ClientSettings): Promise<void> {
  const log = pino({ level: settings.logLevel, base: { part: 'online-client' } });
  const clinic = await openWhenThere(settings, log);
  const { identityFile, eventFile, dataFolder, port, host, names } = settings;
  const events = new EventLog(log, eventFile, () => Number(clinic.now()));
  await events.open();
  const client = new OnlineClient({
    clinic,
    identityFile,
    now: clockOf(settings.nowFile),
    log: events,
  });
  const house = { clinic, client, events, dataFolder, identityFile, version };
  const server = await openDoor({ ...house, port, host, names });
  client.start();
  const carrier = openCarrier(settings.carrier, clockOf(settings.nowFile));
  const post = clinic.post({ carrier, log });
  post.start();
  events.info({ port, version }, 'The Online Client is running.');

  let leaving = false;
  const leave = async (): Promise<void> => {
    if (leaving) return;
    leaving = true;
    server.close();
    server.closeAllConnections();
    await client.stop();
    await post.stop();
    carrier.close();
    await events.settled();
    await clinic.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void leave());
  }
}

try {
  await run(readClientSettings(process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
