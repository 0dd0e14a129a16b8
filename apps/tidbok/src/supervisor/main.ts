import { SettingRefused } from '@tidbok/doorway';
import { readSettings } from '../settings.ts';
import { printWelcome } from './welcome.ts';
import { choresOf } from './chores.ts';
import { supervise } from './supervise.ts';

const say = (line: string): void => console.log(line);

/** What `npm start` runs once everything is installed and built. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  // A stop that is asked for during the start is carried out as soon as the start has ended.
  const starting = supervise(settings, choresOf(settings), say);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    starting
      .then((supervised) => supervised.stop())
      .then(() => process.exit(0))
      .catch(() => process.exit(1));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  // The bootstrap was killed: nobody would be left to stop us.
  process.on('disconnect', stop);

  await starting;
  if (isStopping) return;
  await printWelcome(settings, say);
  say('Ready');
}

try {
  await main();
} catch (error) {
  const isExpected = error instanceof SettingRefused;
  console.error(isExpected ? error.message : error instanceof Error ? error.stack : String(error));
  process.exit(1);
}
