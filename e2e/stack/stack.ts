import { spawn } from 'node:child_process';
import { chmod, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.ts';
import { waitUntil } from './wait-until.ts';

/** Where the whole product runs for these tests: its own ports, its own data. */
export interface Stack {
  readonly dataFolder: string;
  readonly bookUrl: string;
  readonly siteUrl: string;
  readonly clientUrl: string;
  /** A file with the instant that counts as now; absent: the machine's clock. */
  readonly nowFile?: string;
  /** What its programs are told besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface StackPorts {
  readonly book: number;
  readonly site: number;
  readonly client: number;
}

/** The supervisor's own note of what runs: `run.json` in the data folder. */
export interface RunNote {
  readonly supervisor: number;
  readonly isReady: boolean;
  readonly parts: Readonly<Record<string, { readonly pid?: number; readonly port: number }>>;
  readonly bookDatabaseUrl: string;
  readonly siteDatabaseUrl: string;
}

const PATIENCE_MS = 180_000;

/** Under the system's temporary folder; PostgreSQL's own account must be able to enter it. */
export const newDataFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tidbok-e2e-'));
  await chmod(folder, 0o711);
  return folder;
};

export const stackAt = (dataFolder: string, ports: StackPorts): Stack => ({
  dataFolder,
  bookUrl: `http://localhost:${String(ports.book)}`,
  siteUrl: `http://localhost:${String(ports.site)}`,
  clientUrl: `http://localhost:${String(ports.client)}`,
});

const portOf = (url: string): string => new URL(url).port;

/** What `npm start` and the operator's commands of this stack see. */
export const environmentOf = (stack: Stack): NodeJS.ProcessEnv => ({
  ...process.env,
  BOOK_PORT: portOf(stack.bookUrl),
  SITE_PORT: portOf(stack.siteUrl),
  CLIENT_PORT: portOf(stack.clientUrl),
  TIDBOK_DATA: stack.dataFolder,
  TIDBOK_DEMO: '1',
  ...(stack.nowFile === undefined ? {} : { TIDBOK_NOW_FILE: stack.nowFile }),
  ...stack.environment,
});

/** Runs what `npm start` runs, and waits until it says `Ready`. */
export const startStack = async (stack: Stack): Promise<void> => {
  const outputFile = `${stack.dataFolder}.log`;
  const output = await open(outputFile, 'w');
  const child = spawn(process.execPath, [join(root, 'tools/bootstrap/start.mjs')], {
    cwd: root,
    env: environmentOf(stack),
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  let ended = false;
  child.once('exit', () => (ended = true));
  child.unref();
  await output.close();
  await waitUntil(
    async () => {
      const text = await readFile(outputFile, 'utf8');
      if (/^Ready\b/m.test(text)) return true;
      if (ended) throw new Error(`npm start ended:\n${text}`);
      return false;
    },
    { what: 'npm start to say Ready', withinMs: PATIENCE_MS },
  );
};

export const readRunNote = async ({ dataFolder }: Stack): Promise<RunNote> => {
  const note = JSON.parse(await readFile(join(dataFolder, 'run.json'), 'utf8')) as RunNote;
  return note;
};

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Asks the supervisor to stop everything, as Ctrl-C does, and waits until it is gone. */
export const stopStack = async (stack: Stack): Promise<void> => {
  const { supervisor } = await readRunNote(stack);
  process.kill(supervisor, 'SIGTERM');
  await waitUntil(() => !isAlive(supervisor), { what: 'the supervisor to stop', withinMs: 30_000 });
};

export const removeData = async (stack: Stack): Promise<void> => {
  await rm(stack.dataFolder, { recursive: true, force: true });
  await rm(`${stack.dataFolder}.log`, { force: true });
};
