import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';

const lineMaximum = 100;
const fileMaximumLines = 400;
const testMaximumLines = 600;

const code = new Set(['.ts', '.mjs', '.js', '.svelte', '.sql', '.css']);
const drawers = new Set(['utils', 'util', 'helpers', 'common', 'lib', 'misc', 'shared', 'manager']);

/** Ways to silence a tool: whoever needs one changes the rule for all. */
const silencers = ['eslint-', 'prettier-']
  .map((tool) => `${tool}${tool === 'eslint-' ? 'disable' : 'ignore'}`)
  .concat(['ignore', 'expect-error', 'nocheck'].map((word) => `@ts-${word}`));

/** The formatter breaks neither a sentence nor the import of one name. */
const cannotBreak = /^import .* from '[^']+';$|^} from '[^']+';$|(['"`])(?:(?!\1).){50,}\1/;

/** What SvelteKit and the package tools name themselves. */
const namedByOthers = /^(\+.*|README|SPEC|RESULTS|[A-Z]+)\./;

/** What is untidy about one file, in whole sentences. */
export async function untidiness(path: string): Promise<string[]> {
  return [...untidyPath(path), ...(await untidyText(path))];
}

function untidyPath(path: string): string[] {
  const folders = path.split('/').slice(0, -1);
  const drawer = folders.find((folder) => drawers.has(folder));
  const name = basename(path);
  const isKebab = /^[a-z0-9.[\]=-]+$/.test(name) || namedByOthers.test(name);
  const isPart = /^[A-Z][A-Za-z0-9]*\.svelte$/.test(name);
  return [
    ...(drawer === undefined
      ? []
      : [`${path}: a folder "${drawer}" says nothing about its things.`]),
    ...(isKebab || isPart || !code.has(extname(name))
      ? []
      : [`${path}: file names are in kebab-case, Svelte parts in PascalCase.`]),
  ];
}

async function untidyText(path: string): Promise<string[]> {
  if (!code.has(extname(path))) return [];
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const maximum = /(^|\/)test\//.test(path) ? testMaximumLines : fileMaximumLines;
  // A change of the database is never edited afterwards; schema.sql is written by a machine.
  const isGolden = basename(path) === 'schema.sql' || path.includes('/migrations/');
  const long = lines.findIndex(
    (line) => line.length > lineMaximum && !cannotBreak.test(line.trim()),
  );
  const silenced = lines.findIndex((line) => silencers.some((silencer) => line.includes(silencer)));
  return [
    ...(lines.length > maximum && !isGolden
      ? [`${path}: ${lines.length} lines; ${maximum} are the most.`]
      : []),
    ...(long < 0 || isGolden
      ? []
      : [`${path}:${long + 1}: longer than ${lineMaximum} characters.`]),
    ...(silenced < 0 ? [] : [`${path}:${silenced + 1}: silences a tool.`]),
  ];
}
