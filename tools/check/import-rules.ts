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
    readonly viaOnly?: { readonly dependencyTypesNot: readonly string[] };
    readonly dependencyTypes?: readonly string[];
  };
};

const outsideTypes = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];

/** The import table as rules for dependency-cruiser. */
export function importRules(): readonly Rule[] {
  return [noCycles(), byTheDoor(), ...rooms.flatMap(roomRules), ...storeyRules(), ...sideRules()];
}

/** Types may name each other, and a Svelte part itself; running code goes one way. */
function noCycles(): Rule {
  const ways = {
    from: { path: '(.+)' },
    to: {
      circular: true,
      pathNot: '^$1$',
      viaOnly: { dependencyTypesNot: ['type-only'] },
    },
  };
  return rule('no-cycles', ways, 'No file may lead back to itself.');
}

/** `$1` is the importing room's folder: within a room every file may be named. */
function byTheDoor(): Rule {
  const doors = '(index\\.ts|(clinic|site|away)/index\\.ts|html\\.ts|[^/]+\\.css|[^/]+\\.svelte)$';
  const ways = {
    from: { path: '^((?:packages|apps)/[^/]+|[^/]+)/', pathNot: '/test/' },
    to: { path: '^packages/[^/]+/src/', pathNot: `^$1/|^packages/[^/]+/src/${doors}` },
  };
  return rule('by-the-door', ways, 'A room is entered by its door.');
}

function roomRules(room: Room): Rule[] {
  const { name, folder, mayImport } = room;
  // Tests, and the model that a checker searches, are no production files.
  const from = { path: `^${folder}/`, pathNot: `^${folder}/(test|model)/` };
  const packages = room.packages.filter((each) => each !== 'node:').join('|');
  const inside = `^(packages|apps)/${packages && `|node_modules/(@types/)?(${packages})/`}`;
  const toRooms = { path: `^(${closedTo(room).join('|')})/` };
  const toPackages = { dependencyTypes: outsideTypes, pathNot: inside };
  const toNode = { dependencyTypes: ['core'] };
  const rules = [
    rule(`${name}-rooms`, { from, to: toRooms }, `It may import: ${mayImport.join(', ')}.`),
    rule(`${name}-packages`, { from, to: toPackages }, 'It names only its own packages.'),
  ];
  if (room.packages.includes('node:')) return rules;
  return [...rules, rule(`${name}-node`, { from, to: toNode }, 'It does not know Node.')];
}

/** The folders that a room may not look into. */
function closedTo(room: Room): string[] {
  const open = rooms.filter(({ name }) => name === room.name || room.mayImport.includes(name));
  const all = [...rooms.map(({ folder }) => folder), ...workshops];
  return all.filter((folder) => !open.some((each) => each.folder === folder));
}

function storeyRules(): Rule[] {
  return coreStoreys.map((storey, index) => {
    const above = ['index\\.ts', ...coreStoreys.slice(index + 1)].join('|');
    const ways = {
      from: { path: `^packages/core/src/${storey}/` },
      to: { path: `^packages/core/src/(${above})` },
    };
    return rule(`core-${storey}`, ways, 'A storey imports only those below it.');
  });
}

function sideRules(): Rule[] {
  const [clinic, site] = sides;
  return [
    [clinic, site],
    [site, clinic],
  ].map(([one, other]) => {
    const ways = {
      from: { path: `^packages/(store|service|sync)/src/${one}/` },
      to: { path: `^packages/(store|service|sync)/src/${other}/` },
    };
    return rule(`${one}-not-${other}`, ways, 'The two sides stand on two computers.');
  });
}

function rule(name: string, ways: { from?: Rule['from']; to: Rule['to'] }, comment: string): Rule {
  return { name, comment, severity: 'error', from: {}, ...ways };
}
