import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { CommandRefused } from '../command.ts';
import type { Step } from './plan.ts';

const run = promisify(execFile);

/** Does each step in turn; stops, and says which it was, at the first that fails. */
export async function carryOut(steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    try {
      await carryOutOne(step);
    } catch (error) {
      const what = step.type === 'run' ? step.command.join(' ') : step.path;
      const why = error instanceof Error ? error.message : String(error);
      throw new CommandRefused('service-step-failed', `${what}: ${why}`);
    }
  }
}

async function carryOutOne(step: Step): Promise<void> {
  if (step.type === 'write') {
    await mkdir(dirname(step.path), { recursive: true });
    await writeFile(step.path, step.text, { mode: 0o644 });
  } else if (step.type === 'remove') {
    await rm(step.path, { force: true });
  } else {
    const { command, unless, mayFail = false } = step;
    if (unless !== undefined && (await succeeds(unless))) return;
    const [program, ...words] = command;
    if (mayFail) await succeeds(command);
    else await run(program, words);
  }
}

/** Whether a command ends well; what it prints is the caller's to ask for. */
async function succeeds([program, ...words]: readonly [string, ...string[]]): Promise<boolean> {
  return run(program, words).then(
    () => true,
    () => false,
  );
}

/** What a command printed, whether it ended well or not: a status is told by both. */
export async function printedBy(program: string, words: readonly string[]): Promise<string> {
  return run(program, words).then(
    ({ stdout }) => stdout.trim(),
    (error: unknown) =>
      error instanceof Error && 'stdout' in error ? String(error.stdout).trim() : '',
  );
}
