import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableOf, type Figure } from './figure.ts';

const file = join(import.meta.dirname, 'RESULTS.md');

const INTRODUCTION = `# Results

Made by \`npm run bench -- NAME --record\`, which writes the section of each workload that it ran
anew and leaves the others. Load, product and PostgreSQL share the machine's cores. Each limit is
measured in the same run as the figure beside it: read the ratios, the rest depends on the machine.
PostgreSQL runs embedded with fsync on.
`;

const HEADING = /^## (?<name>\S+)$/mu;

/** The sections that are written already, by the workload's name. */
const sectionsOf = (text: string): Map<string, string> => {
  const [, ...parts] = text.split(HEADING);
  const sections = new Map<string, string>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    sections.set(parts[at] ?? '', (parts[at + 1] ?? '').trim());
  }
  return sections;
};

/** Where and when a workload ran. */
export interface Circumstances {
  readonly machine: string;
  readonly busy: string;
}

/**
 * The text of the results after a run: `order` names all workloads as they are to stand; a section
 * of a workload that is no more goes.
 */
export const withFigures = (
  text: string,
  figures: ReadonlyMap<string, readonly Figure[]>,
  { machine, busy, date, order }: Circumstances & { date: string; order: readonly string[] },
): string => {
  const sections = sectionsOf(text);
  for (const [name, measured] of figures) {
    const where = `${date} · ${machine} · other work on it: ${busy}`;
    sections.set(name, `${where}\n\n${tableOf(measured)}`);
  }
  const written = order.flatMap((name) => {
    const section = sections.get(name);
    return section === undefined ? [] : [`## ${name}\n\n${section}\n`];
  });
  return [INTRODUCTION, ...written].join('\n');
};

/** Writes the figures of one run into RESULTS.md. */
export const record = async (
  figures: ReadonlyMap<string, readonly Figure[]>,
  order: readonly string[],
  circumstances: Circumstances,
): Promise<void> => {
  const date = new Date().toISOString().slice(0, 10);
  const text = await readFile(file, 'utf8');
  await writeFile(file, withFigures(text, figures, { ...circumstances, date, order }));
};
