import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

/**
 * Runs Vitest with the given arguments, then names each failure on a line `failed: …` and ends with
 * the line `N passed, N failed`. A file that could not be loaded, and a run that failed outside its
 * tests, count as one failure each.
 */
const repository = resolve(import.meta.dirname, '../..');

type Report = {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
};

const folder = await mkdtemp(join(tmpdir(), 'tidbok-report-'));
const file = join(folder, 'report.json');
const code = await runVitest([
  ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
  ...process.argv.slice(2),
]);
const text = await readFile(file, 'utf8').catch(() => undefined);
await rm(folder, { recursive: true, force: true });
const report = text === undefined ? undefined : (JSON.parse(text) as Report);
const failures = report === undefined ? ['no report'] : failuresOf(report);
if (failures.length === 0 && code !== 0) failures.push('something outside the tests');
for (const failure of failures) console.log(`failed: ${failure}`);
const passed = report?.numPassedTests ?? 0;
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;

function runVitest(args: readonly string[]): Promise<number> {
  const script = join(repository, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [script, ...args], { cwd: repository, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (exitCode) => done(exitCode ?? 1));
  });
}

/** One line for each test that failed and each file that could not be loaded. */
function failuresOf({ testResults }: Report): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const path = relative(repository, name);
    const failed = assertionResults.filter((each) => each.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${path}: ${firstLine(message)}`] : [];
    return failed.map(
      ({ fullName, failureMessages }) =>
        `${path} > ${fullName}: ${firstLine(failureMessages?.[0] ?? '')}`,
    );
  });
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.slice(0, 200) ?? '';
}
