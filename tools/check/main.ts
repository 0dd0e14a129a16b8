import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');
const modules = join(repository, 'node_modules');

type Check = {
  readonly name: string;
  /** A script and its arguments, for Node. */
  readonly command: readonly string[];
  readonly folder?: string;
};

const tool = (path: string) => join(modules, path);
const tsc = tool('typescript/bin/tsc');
const vitest = tool('vitest/vitest.mjs');

const svelteTypes = (folder: string): Check => ({
  name: `types of ${folder}`,
  command: [
    ...[tool('svelte-check/bin/svelte-check'), '--tsconfig', './tsconfig.json'],
    ...['--fail-on-warnings', '--output', 'human'],
  ],
  folder,
});

/** SvelteKit writes the types of its routes; types and lint of the web apps need them. */
const preparations: readonly Check[] = ['apps/book', 'apps/site'].map((folder) => ({
  name: `route types of ${folder}`,
  command: [tool('@sveltejs/kit/svelte-kit.js'), 'sync'],
  folder,
}));

/** The long ones first, so that two cores end together. */
const checks: readonly Check[] = [
  {
    name: 'lint',
    // Without its cache: a file's types change with files that it imports.
    command: [tool('eslint/bin/eslint.js'), '.', '--max-warnings=0'],
  },
  svelteTypes('apps/book'),
  svelteTypes('apps/site'),
  svelteTypes('packages/ui'),
  {
    name: 'format',
    command: [tool('prettier/bin/prettier.cjs'), '--check', '.', '--log-level=warn', '--cache'],
  },
  { name: 'types', command: [tsc, '--project', 'tsconfig.json'] },
  ...['core', 'protocol', 'sync'].map((room) => ({
    name: `purity of ${room}`,
    command: [tsc, '--project', `packages/${room}/tsconfig.json`],
  })),
  {
    name: 'import walls',
    command: [
      ...[tool('dependency-cruiser/bin/dependency-cruiser.mjs'), '--config'],
      ...['.dependency-cruiser.mjs', 'packages', 'apps', 'sim', 'e2e', 'bench', 'tools'],
    ],
  },
  { name: 'dead code', command: [tool('knip/bin/knip.js'), '--no-progress'] },
  {
    name: 'schema drift, wire fingerprint, import table',
    command: [vitest, 'run', '--reporter=dot', 'schema-drift', 'fingerprint', 'import-walls'],
  },
  { name: 'tidiness', command: [join(repository, 'tools/check/tidy-main.ts')] },
];

type Answer = { readonly check: Check; readonly passed: boolean; readonly output: string };

/** `npm run check -- lint types` runs only these. */
const only = process.argv.slice(2);
const chosen = checks.filter(({ name }) => only.length === 0 || only.includes(name));
const atOnce = Math.min(availableParallelism(), 4);
const answers = [...(await runAll(preparations, atOnce)), ...(await runAll(chosen, atOnce))];

const failed = answers.filter(({ passed }) => !passed);
for (const { check, output } of failed) console.log(`\n── ${check.name}\n${output.trim()}`);
for (const { check } of failed) console.log(`failed: ${check.name}`);
console.log(`\n${answers.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runAll(all: readonly Check[], workers: number): Promise<Answer[]> {
  const waiting = [...all];
  const done: Answer[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const startedAt = performance.now();
      const answer = await run(check);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${answer.passed ? 'passed' : 'FAILED'}  ${check.name} (${seconds} s)`);
      done.push(answer);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return done;
}

function run(check: Check): Promise<Answer> {
  const child = spawn(process.execPath, [...check.command], {
    cwd: join(repository, check.folder ?? '.'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return new Promise((done) => {
    child.once('error', (error) => done({ check, passed: false, output: error.message }));
    child.once('close', (code) => done({ check, passed: code === 0, output }));
  });
}
