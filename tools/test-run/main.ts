import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Runs Vitest with the given arguments and ends with the line `N passed, N failed`. A file that
 * could not be loaded, and a run that failed outside its tests, count as one failure each.
 */
const repository = resolve(import.meta.dirname, '../..');

type Report = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

const folder = await mkdtemp(join(tmpdir(), 'tidbok-report-'));
const file = join(folder, 'report.json');
const code = await runVitest([
  ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  ...process.argv.slice(2),
]);
const { passed, failed } = count(await readFile(file, 'utf8').catch(() => undefined), code);
await rm(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function runVitest(args: readonly string[]): Promise<number> {
  const script = join(repository, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [script, ...args], { cwd: repository, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (exitCode) => done(exitCode ?? 1));
  });
}

function count(text: string | undefined, exitCode: number): { passed: number; failed: number } {
  if (text === undefined) return { passed: 0, failed: 1 };
  const report = JSON.parse(text) as Report;
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloaded;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
