import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const Manifest = v.object({ version: v.string() });
const file = join(import.meta.dirname, '../package.json');

/** Of this program, as its package says. */
export const { version } = v.parse(
  v.pipe(v.string(), v.parseJson(), Manifest),
  readFileSync(file, 'utf8'),
);
