import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { untidiness } from './tidy.ts';

const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' });
const files = listed.split('\n').filter((path) => path !== '' && existsSync(path));
const found = (await Promise.all(files.map(untidiness))).flat();
for (const line of found) console.error(line);
process.exitCode = found.length === 0 ? 0 : 1;
