import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One line of a table in `docs/handbook/krav`: `| id | what | tests | pictures |`. */
export interface RequirementRow {
  readonly id: string;
  readonly what: string;
  /** Each `file › title`. */
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  /** Paths from the repository's root. */
  readonly pictures: readonly string[];
}

/** The requirement ids that each table must have. */
export const requiredIds: Readonly<Record<string, readonly string[]>> = {
  'synken.md': [
    ...['P1', 'P3', 'E1', 'E2', 'E3', 'E4', 'E5', 'E6'],
    // The decisions on which the sync rests: 0.1 to 0.14.
    ...Array.from({ length: 14 }, (_, i) => `0.${i + 1}`),
  ],
  'tidboken.md': [
    ...['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'B1', 'B2', 'B3', 'B4', 'B5', 'T1', 'T2', 'T3', 'T4'],
    ...['T5', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'L1', 'L2', 'L3', 'L4', 'L5', 'A1', 'A2'],
    ...['D1', 'D2'],
  ],
  'sajten.md': ['P2', 'P4', 'P5', 'W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7'],
};

/** The tables that are written, by file name. */
export function requirementTables(root: string): ReadonlyMap<string, readonly RequirementRow[]> {
  const folder = join(root, 'docs/handbook/krav');
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return new Map(names.map((name) => [name, rowsOf(readFileSync(join(folder, name), 'utf8'))]));
}

function rowsOf(page: string): RequirementRow[] {
  return page
    .split('\n')
    .filter((line) => /^\| (?:[A-Z]|0\.)\d+ \|/.test(line))
    .map((line) => {
      const [id = '', what = '', tests = '', pictures = ''] = line
        .split(/(?<!\\)\|/)
        .slice(1)
        .map((cell) => cell.trim());
      return { id, what, tests: testsOf(tests), pictures: picturesOf(pictures) };
    });
}

/** Several are told apart by `<br>`. */
function testsOf(cell: string): RequirementRow['tests'] {
  return cell
    .split('<br>')
    .map((text) => text.replaceAll('`', '').trim())
    .filter((text) => text !== '')
    .map((text) => {
      const [file = '', ...title] = text.split(' › ');
      return { file, title: title.join(' › ') };
    });
}

function picturesOf(cell: string): string[] {
  return [...cell.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => `docs/handbook/${path}`);
}
