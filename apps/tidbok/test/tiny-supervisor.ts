import { join } from 'node:path';
import { environmentOf, readSettings } from '../src/settings.ts';
import { supervise } from '../src/supervisor/supervise.ts';

/** A supervisor with tiny parts, as a process of its own that a test can kill. */
const settings = readSettings(process.env);
const script = join(import.meta.dirname, 'tiny-part.ts');
const part = (name: string, port: number) => ({
  name,
  script,
  port,
  logFile: join(settings.dataFolder, 'logs', `${name}.log`),
  environment: { ...environmentOf(settings), TINY_PORT: String(port) },
});
const supervised = await supervise(
  settings,
  {
    prepare: () => Promise.resolve(),
    plan: () => ({
      book: part('book', settings.bookPort),
      site: part('site', settings.sitePort),
      onlineClient: part('online-client', settings.clientPort),
    }),
    pair: () => Promise.resolve(),
  },
  (line) => console.log(line),
);
console.log('Ready');
process.once('SIGTERM', () => void supervised.stop().then(() => process.exit(0)));
