import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.ts';
import { environmentOf, readRunNote, type Stack } from './stack.ts';

/** A program that was started from files of its own, as an update puts them there. */
interface NextVersion {
  readonly version: string;
  /** As the service manager stops it. */
  readonly stop: () => Promise<void>;
}

const version = '99.0.0';

/** Starts the Online Client's next version on the data that the present one left behind. */
export const startNextClient = async (stack: Stack): Promise<NextVersion> => {
  const folder = await mkdtemp(join(tmpdir(), 'tidbok-next-'));
  const program = join(folder, 'apps/online-client');
  await cp(join(root, 'apps/online-client'), program, { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const manifest = join(program, 'package.json');
  const written = JSON.parse(await readFile(manifest, 'utf8')) as object;
  await writeFile(manifest, JSON.stringify({ ...written, version }));
  const { bookDatabaseUrl } = await readRunNote(stack);
  const child = spawn(process.execPath, [join(program, 'src/main.ts')], {
    cwd: folder,
    env: { ...environmentOf(stack), BOOK_DATABASE_URL: bookDatabaseUrl },
    stdio: 'ignore',
  });
  return {
    version,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
