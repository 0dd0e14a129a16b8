import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { rooms, type Room } from './import-walls.ts';

const page = resolve(import.meta.dirname, '../ARCHITECTURE.md');
const [begin, end] = ['<!-- drawing:begin -->', '<!-- drawing:end -->'];

/** The import table as a Mermaid drawing: an arrow says "may import", also through others. */
export function drawRooms(): string {
  const arrows = rooms.flatMap((room) =>
    nearest(room).map((name) => `  ${idOf(room.name)} --> ${idOf(name)}`),
  );
  const boxes = rooms.map(({ name, folder }) =>
    folder.startsWith('apps/') ? `  ${idOf(name)}([${folder}])` : `  ${idOf(name)}[${name}]`,
  );
  return ['```mermaid', 'flowchart TD', ...boxes.reverse(), ...arrows.reverse(), '```'].join('\n');
}

/** The page with the drawing as the table has it now. */
export function withDrawing(text: string): string {
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`ARCHITECTURE.md has lost ${begin} or ${end}.`);
  }
  return `${before}${begin}\n\n${drawRooms()}\n\n${end}${after}`;
}

export function readArchitecture(): Promise<string> {
  return readFile(page, 'utf8');
}

/** Leaves out an arrow that another path already tells. */
function nearest(room: Room): string[] {
  return room.mayImport.filter(
    (name) => !room.mayImport.some((other) => other !== name && reach(other).has(name)),
  );
}

function reach(name: string): Set<string> {
  const direct = rooms.find((room) => room.name === name)?.mayImport ?? [];
  return new Set(direct.flatMap((next) => [next, ...reach(next)]));
}

function idOf(name: string): string {
  return name.replace('-', '_');
}

if (process.argv[1] === join(import.meta.dirname, 'drawing.ts')) {
  await writeFile(page, withDrawing(await readArchitecture()));
}
