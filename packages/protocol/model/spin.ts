import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run } from './runs.ts';

const MODEL = fileURLToPath(new URL('ownership.pml', import.meta.url));

/** What a search found. */
export interface Found {
  /** `holds`: searched to the end. `unfinished`: out of memory, depth or time. */
  readonly result: 'holds' | 'violated' | 'unfinished';
  /** The invariant that did not hold. */
  readonly broken: string;
  readonly states: number;
  readonly depth: number;
  readonly seconds: number;
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program to its end; rejects when it is not installed. */
export function runProgram(
  program: string,
  args: readonly string[],
  folder?: string,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, output });
    });
  });
}

/** Generates the checker of one run, compiles it and lets it search. */
export async function search(run: Run): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'protocol-model-'));
  try {
    await must('spin', ['-a', ...run.macros.map((macro) => `-D${macro}`), MODEL], folder);
    await must('gcc', ['-w', '-o', 'pan', ...compilation(run), 'pan.c'], folder);
    const started = performance.now();
    const { output } = await runProgram(join(folder, 'pan'), directions(run), folder);
    return { ...parse(output), seconds: (performance.now() - started) / 1000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function must(program: string, args: readonly string[], folder: string): Promise<void> {
  const { code, output } = await runProgram(program, args, folder);
  if (code !== 0) throw new Error(`${program} ended with ${code ?? 'a signal'}:\n${output}`);
}

function compilation(run: Run): string[] {
  const bounds = ['-DVECTORSZ=2048', '-DMEMLIM=2900'];
  if (run.liveness === true) return ['-O1', '-DNFAIR=3', ...bounds];
  const safety = ['-DSAFETY', '-DNOFAIR', ...bounds];
  return run.kind !== 'mutant' ? ['-O1', ...safety] : ['-O0', ...safety];
}

function directions(run: Run): string[] {
  if (run.liveness === true) return ['-a', '-f', '-n', '-m10000'];
  const table = run.kind === 'mutant' ? 18 : run.large === true ? 25 : 22;
  return ['-n', '-m10000', `-w${table}`];
}

function parse(output: string): Omit<Found, 'seconds'> {
  const errors = /errors: (\d+)/.exec(output)?.[1];
  const complete = !/Search not completed|search depth too small|out of memory/.test(output);
  const broken =
    /pan:1: assertion violated (.*?) \(at depth/.exec(output)?.[1] ??
    /pan:1: (.*?) \(at depth/.exec(output)?.[1] ??
    '';
  const states = Number(/([\d.e+]+) states, stored/.exec(output)?.[1] ?? 0);
  const depth = Number(/depth reached (\d+)/.exec(output)?.[1] ?? 0);
  if (errors !== undefined && errors !== '0') {
    return { result: 'violated', broken: broken.replace(/^\(|\)$/g, ''), states, depth };
  }
  const result = errors === '0' && complete ? 'holds' : 'unfinished';
  return { result, broken: '', states, depth };
}
