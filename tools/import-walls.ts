/**
 * Who may import whom: the one table. The linter (dependency-cruiser), a test and the drawing in
 * ARCHITECTURE.md are made from it.
 */
export type Room = {
  /** Its name, and the folder it lies in. */
  readonly name: string;
  readonly folder: string;
  /** Other rooms that it may import, always by their doors. */
  readonly mayImport: readonly string[];
  /** Packages from outside that it may name; `node:` stands for Node's own. */
  readonly packages: readonly string[];
};

const room = (name: string, mayImport: string, packages = ''): Room => ({
  name: name.replace(/^.*\//, ''),
  folder: name.includes('/') ? name : `packages/${name}`,
  mayImport: mayImport.split(' ').filter(Boolean),
  packages: packages.split(' ').filter(Boolean),
});

const webApp =
  '@sveltejs/kit @sveltejs/adapter-node svelte vite node: ' +
  'pino prom-client valibot @valibot/to-json-schema';

/** From the quiet room downstairs to the doors upstairs. */
export const rooms: readonly Room[] = [
  room('core', ''),
  room('protocol', 'core'),
  room('sync', 'core protocol'),
  room('seal', 'core', 'node:'),
  room('text', 'core'),
  room('doorway', 'core', 'node:'),
  room('identity', 'core', 'openid-client node:'),
  room('message', 'core doorway text', 'nodemailer ical-generator node:'),
  room('store', 'core protocol', 'pg node:'),
  room(
    'service',
    'core protocol sync store seal',
    'node: @node-rs/argon2 csv-parse ical.js temporal-polyfill',
  ),
  room('gateway', 'core protocol sync service', 'ws valibot node:'),
  room('line', 'protocol', 'ws https-proxy-agent proxy-from-env valibot node:'),
  room('ui', 'core text', 'svelte bits-ui @internationalized/date @fontsource-variable/inter'),
  room('apps/book', 'core doorway text message service ui', webApp),
  room('apps/site', 'core doorway text seal message service gateway identity ui', `${webApp} ws`),
  room(
    'apps/online-client',
    'core doorway text protocol sync seal line message service ui',
    'pino prom-client valibot @fontsource-variable/inter node:',
  ),
  room('apps/identity-provider', 'core doorway text identity ui', 'oidc-provider qr pino node:'),
  room('apps/tidbok', 'core doorway text protocol store line service seal', 'pg node:'),
];

/** The core's own storeys: each may import those before it. */
export const coreStoreys = [
  ...['foundation', 'time', 'identity', 'clinic', 'schedule', 'preblock', 'template'],
  ...['availability', 'booking', 'recall', 'message'],
] as const;

/** Halves of one room that stand on two computers and never import each other. */
export const sides = ['clinic', 'site'] as const;

/** Rooms that may import anything and are imported by no production file. */
export const workshops = ['sim', 'e2e', 'bench', 'tools'] as const;
