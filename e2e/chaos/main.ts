import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../stack/root.ts';
import { run, type RunResult } from './run.ts';

const USAGE = `npm run chaos [-- --minutes N | --seconds N] [--seed S] [--record]

Runs the whole product as real processes, kills, pauses and cuts them from one seed while patients
and staff book, and checks every answer afterwards.
--record adds a row to docs/operating/chaos.md.`;

const DEFAULT_SECONDS = 60;
const SHOWN = 10;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const whole = (text: string): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`${text} is not a whole number above 0`);
};

const report = ({ findings, faults, answers, operations, equalAfterMs }: RunResult): void => {
  say('\nFaults');
  for (const [name, count] of faults) say(`${String(count).padStart(8)}  ${name}`);
  say('\nAnswers');
  for (const [name, count] of answers) say(`${String(count).padStart(8)}  ${name}`);
  const equal = equalAfterMs === null ? 'never' : `after ${(equalAfterMs / 1000).toFixed(1)} s`;
  say(`\n${String(operations)} operations; equal ${equal}\n`);
  for (const { rule, broken } of findings) {
    say(`${broken.length === 0 ? '✓' : '✗'} ${rule}`);
    for (const line of broken.slice(0, SHOWN)) say(`    ${line}`);
    if (broken.length > SHOWN) say(`    and ${String(broken.length - SHOWN)} more`);
  }
};

const sum = (counts: RunResult['faults'], word: string): number =>
  [...counts].reduce((all, [name, count]) => (name.includes(word) ? all + count : all), 0);

const record = async (result: RunResult, seconds: number, seed: number): Promise<void> => {
  const { faults, answers, operations, findings, equalAfterMs } = result;
  const brokenBy = (word: string): number =>
    findings
      .filter(({ rule }) => rule.includes(word))
      .reduce((all, { broken }) => all + broken.length, 0);
  const kills = sum(faults, 'kill -9');
  const pauses = sum(faults, 'SIGSTOP');
  const disks = sum(faults, 'disk full') + sum(faults, 'read only');
  const all = sum(faults, '');
  const cells = [
    new Date().toISOString().slice(0, 10),
    `${String(cpus().length)} cores, Node ${process.version}`,
    `${String(seconds / 60)} min`,
    String(seed),
    String(operations),
    String(answers.get('sell ok') ?? 0),
    [kills, pauses, all - kills - pauses - disks, disks].map(String).join(' / '),
    String(brokenBy('is lost')),
    String(brokenBy('promised twice') + brokenBy('repeated request')),
    String(brokenBy('overlaps')),
    equalAfterMs === null ? 'not' : `${(equalAfterMs / 1000).toFixed(1)} s`,
  ];
  const file = join(root, 'docs/operating/chaos.md');
  const page = await readFile(file, 'utf8');
  await writeFile(file, `${page.trimEnd()}\n| ${cells.join(' | ')} |\n`);
};

const main = async (): Promise<void> => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = { minutes: text, seconds: text, seed: text, record: flag, help: flag };
  const { values } = parseArgs({ options });
  if (values.help) {
    say(USAGE);
    return;
  }
  const { minutes, seconds: given } = values;
  const seconds =
    minutes !== undefined
      ? 60 * whole(minutes)
      : given === undefined
        ? DEFAULT_SECONDS
        : whole(given);
  const seed = values.seed === undefined ? Date.now() % 1_000_000_007 : whole(values.seed);
  say(`Chaos for ${String(seconds)} s from seed ${String(seed)}`);
  const result = await run({ seconds, seed, say });
  report(result);
  if (values.record) await record(result, seconds, seed);
  const failed = result.findings.filter(({ broken }) => broken.length > 0).length;
  say(`${String(result.findings.length - failed)} passed, ${String(failed)} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
};

await main();
// Not left to the end of all that is open: after half an hour of broken lines Node 24.21 once spun
// for ever in closing it (uv_run under `CleanupHandles`).
process.exit();
