import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.ts';
import { waitUntil } from './wait-until.ts';

interface Program {
  /** Its file, from the repository's root. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where it answers `/health` once it is open. */
  readonly url: string;
}

export interface RunningProgram {
  readonly stop: () => Promise<void>;
}

const PATIENCE_MS = 60_000;

/** A program of the product's beside the shared stack; it is told nothing but its environment. */
export const startProgram = async (program: Program): Promise<RunningProgram> => {
  const { script, environment, url } = program;
  const child = spawn(process.execPath, [join(root, script)], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString('utf8')));
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  const isOpen = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`${script} ended: ${said}`);
    const answer = await fetch(`${url}/health`).catch(() => null);
    return answer?.status === 200;
  };
  await waitUntil(isOpen, { what: `${script} to open`, withinMs: PATIENCE_MS });
  return {
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
};
