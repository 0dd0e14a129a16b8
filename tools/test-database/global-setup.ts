import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@tidbok/cli/postgres';
import { runVariable, serverVariable } from './environment.ts';
import { dropTestDatabases } from './index.ts';

/** Gives the tests of one run a PostgreSQL: that of the environment, else an embedded one. */
export default async function setUp(): Promise<() => Promise<void>> {
  process.env[runVariable] = randomBytes(4).toString('hex');
  if (process.env[serverVariable]) return dropTestDatabases;

  const folder = await mkdtemp(join(tmpdir(), 'tidbok-test-'));
  // The server runs under another account when this one is root.
  await chmod(folder, 0o711);
  const server = await startPostgres({
    folder: join(folder, 'postgres'),
    database: 'tidbok_test',
    sharedFolder: '/var/lib/tidbok',
    isDurable: false,
  });
  process.env[serverVariable] = server.url;
  return async () => {
    delete process.env[serverVariable];
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
