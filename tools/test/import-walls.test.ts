import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readArchitecture, withDrawing } from '../drawing.ts';
import { rooms, workshops } from '../import-walls.ts';

const repository = resolve(import.meta.dirname, '../..');

type Manifest = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
};

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8')) as Manifest;

const roomNames = new Map(rooms.map((room) => [manifestOf(room.folder).name, room.name]));

describe('the import table', () => {
  test('names every room of the house, and no other', () => {
    const folders = ['packages', 'apps'].flatMap((floor) =>
      readdirSync(join(repository, floor)).map((name) => `${floor}/${name}`),
    );

    expect(rooms.map(({ folder }) => folder).sort()).toEqual(folders.sort());
  });

  test('leads downward only', () => {
    const below = new Set<string>();
    for (const room of rooms) {
      expect(room.mayImport.filter((name) => !below.has(name))).toEqual([]);
      below.add(room.name);
    }
  });

  test('lets no room import a workshop', () => {
    const named = rooms.flatMap(({ mayImport }) => mayImport);

    expect(named.filter((name) => workshops.some((workshop) => workshop === name))).toEqual([]);
  });

  test.each(rooms)('is what $name asks for in its package.json', (room) => {
    const asked = Object.keys(manifestOf(room.folder).dependencies ?? {});
    const allowed = [...room.mayImport, ...room.packages];

    const tooMany = asked
      .map((name) => roomNames.get(name) ?? name)
      .filter((name) => !allowed.some((each) => each === name));

    expect(tooMany).toEqual([]);
  });

  test('is the drawing in ARCHITECTURE.md (npm run drawing)', async () => {
    const page = await readArchitecture();

    expect(page).toBe(withDrawing(page));
  });
});
