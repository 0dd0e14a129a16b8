import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './root.ts';
import { environmentOf, type Stack } from './stack.ts';

const run = promisify(execFile);

/** Runs a command of the operator's command line and gives what it printed as JSON. */
export const operateIn = async <T>(
  environment: NodeJS.ProcessEnv,
  command: readonly string[],
): Promise<T> => {
  const script = join(root, 'apps/tidbok/src/main.ts');
  const { stdout } = await run(process.execPath, [script, ...command, '--json'], {
    cwd: root,
    env: environment,
  });
  const answer = JSON.parse(stdout) as T;
  return answer;
};

export const createToken = async (stack: Stack, role: string): Promise<string> => {
  const made = await operateIn<{ token: string }>(environmentOf(stack), [
    'token',
    'create',
    '--app',
    'book',
    '--role',
    role,
  ]);
  return made.token;
};
