import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './root.ts';
import { environmentOf, type Stack } from './stack.ts';

const run = promisify(execFile);

/** Runs a command of the operator's command line and gives what it printed as JSON. */
const operate = async <T>(stack: Stack, ...command: string[]): Promise<T> => {
  const script = join(root, 'apps/tidbok/src/main.ts');
  const { stdout } = await run(process.execPath, [script, ...command, '--json'], {
    cwd: root,
    env: environmentOf(stack),
  });
  const answer = JSON.parse(stdout) as T;
  return answer;
};

export const createToken = async (stack: Stack, role: string): Promise<string> => {
  const made = await operate<{ token: string }>(
    stack,
    'token',
    'create',
    '--app',
    'book',
    '--role',
    role,
  );
  return made.token;
};
