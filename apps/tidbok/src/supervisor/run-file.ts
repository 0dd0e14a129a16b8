import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What runs just now; lies in the data folder as `run.json`, readable by its owner only. */
export type RunFile = {
  readonly supervisor: number;
  readonly isReady: boolean;
  /** By part: its process and port. A database of one's own has no process here. */
  readonly parts: Readonly<Record<string, { pid: number | undefined; port: number }>>;
  readonly bookDatabaseUrl: string;
  readonly siteDatabaseUrl: string;
};

export function runFilePath(dataFolder: string): string {
  return join(dataFolder, 'run.json');
}

export async function readRunFile(dataFolder: string): Promise<RunFile | undefined> {
  const text = await readFile(runFilePath(dataFolder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as RunFile);
}

export async function writeRunFile(dataFolder: string, run: RunFile): Promise<void> {
  const path = runFilePath(dataFolder);
  await writeFile(`${path}.new`, `${JSON.stringify(run, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export async function removeRunFile(dataFolder: string): Promise<void> {
  await rm(runFilePath(dataFolder), { force: true });
}
