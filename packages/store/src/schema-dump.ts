import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Writes both golden schemas anew, by the test that compares them. */
const root = join(import.meta.dirname, '..', '..', '..');
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const run = spawnSync(process.execPath, [vitest, 'run', '--project', 'database', 'schema-drift'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TIDBOK_WRITE_SCHEMA: '1' },
});
process.exitCode = run.status ?? 1;
