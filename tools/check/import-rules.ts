import { coreStoreys, rooms, sides, workshops, type Room } from '../import-walls.ts';

/** One rule of dependency-cruiser; the part of its form that is used here. */
type Rule = {
  readonly name: string;
  readonly comment: string;
  readonly severity: 'error';
  readonly from: { readonly path?: string; readonly pathNot?: string };
  readonly to: {
    readonly path?: string;
    readonly pathNot?: string;
    readonly circular?: boolean;
    readonly dependencyTypes?: readonly string[];
  };
};

const outsideTypes = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];

/** The import table as rules for dependency-cruiser. */
export function importRules(): readonly Rule[] {
  return [
    rule('no-cycles', 'No file may lead back to itself.', {}, { circular: true }),
    rule(
      'by-the-door',
      'A room is entered by its door.',
      { path: '^((?:packages|apps)/[^/]+|[^/]+)/', pathNot: '/test/' },
      { path: '^packages/[^/]+/src/', pathNot: `^$1/|^packages/[^/]+/src/${doors}` },
    ),
    ...rooms.flatMap(roomRules),
    ...storeyRules(),
    ...sideRules(),
  ];
}

function roomRules(room: Room): Rule[] {
  const from = { path: `^${room.folder}/`, pathNot: `^${room.folder}/test/` };
  const others = [...rooms.map(({ folder }) => folder), ...workshops];
  const closed = others.filter(
    (folder) => folder !== room.folder && !room.mayImport.some((name) => folder === folderOf(name)),
  );
  const packages = room.packages.filter((name) => name !== 'node:').join('|');
  return [
    rule(`${room.name}-rooms`, `${room.name} may import: ${room.mayImport.join(', ')}.`, from, {
      path: `^(${closed.join('|')})/`,
    }),
    rule(`${room.name}-packages`, `${room.name} names only its own packages.`, from, {
      dependencyTypes: outsideTypes,
      pathNot: `^(packages|apps)/${packages && `|node_modules/(@types/)?(${packages})/`}`,
    }),
    ...(room.packages.includes('node:')
      ? []
      : [
          rule(`${room.name}-node`, `${room.name} does not know Node.`, from, {
            dependencyTypes: ['core'],
          }),
        ]),
  ];
}

function folderOf(name: string): string | undefined {
  return rooms.find((room) => room.name === name)?.folder;
}

/** `$1` is the importing room's folder: within a room every file may be named. */
const doors = '(index\\.ts|(clinic|site)/index\\.ts|[^/]+\\.css|[^/]+\\.svelte)$';

function storeyRules(): Rule[] {
  return coreStoreys.map((storey, index) =>
    rule(
      `core-${storey}`,
      `core/${storey} imports only the storeys below it.`,
      { path: `^packages/core/src/${storey}/` },
      { path: `^packages/core/src/(${['index\\.ts', ...coreStoreys.slice(index + 1)].join('|')})` },
    ),
  );
}

function sideRules(): Rule[] {
  const [clinic, site] = sides;
  return [
    [clinic, site],
    [site, clinic],
  ].map(([one, other]) =>
    rule(
      `${one}-and-${other}`,
      'The two sides stand on two computers.',
      { path: `^packages/(store|service|sync)/src/${one}/` },
      { path: `^packages/(store|service|sync)/src/${other}/` },
    ),
  );
}

function rule(name: string, comment: string, from: Rule['from'], to: Rule['to']): Rule {
  return { name, comment, severity: 'error', from, to };
}
