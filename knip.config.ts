import type { KnipConfig } from 'knip';

const tests = 'test/**/*.ts';

const config: KnipConfig = {
  workspaces: {
    '.': { ignoreDependencies: ['dependency-cruiser'] },
    'apps/book': { entry: ['server.ts', tests] },
    'apps/site': { entry: ['server.ts', 'src/enhance/*.ts', tests] },
    'apps/online-client': {
      entry: ['src/main.ts', 'src/pages/live.js', tests],
      // Read by its address in statics.ts.
      ignoreDependencies: ['@fontsource-variable/inter'],
    },
    'apps/identity-provider': { entry: ['src/main.ts', 'src/login-script.js', tests] },
    'apps/tidbok': {
      entry: ['src/main.ts', 'src/supervisor/{main,leash}.ts', 'test/tiny-part.ts', tests],
    },
    'packages/protocol': { entry: ['model/check.ts', tests] },
    'packages/store': { entry: ['src/schema-dump.ts', tests] },
    'packages/ui': {
      entry: ['src/**/*.{svelte,css}', tests],
      // Its files are named by `url()` in fonts.css.
      ignoreDependencies: ['@fontsource-variable/inter'],
    },
    'packages/*': { entry: [tests] },
    bench: {
      entry: ['main.ts', 'limit/bare-server.ts'],
      // Named in a page that Vite builds.
      ignoreDependencies: ['@event-calendar/core'],
    },
    sim: { entry: ['main.ts', tests] },
    e2e: { entry: ['test/**/*.ts', 'chaos/main.ts', 'chaos/test/**/*.ts'] },
    tools: { entry: ['check/*.ts', 'test-run/*.ts', 'drawing.ts', 'bootstrap/*.mjs', tests] },
  },
  // Debian's, asked for by name where they exist.
  ignoreBinaries: ['useradd', 'apt-get', 'mount', 'umount'],
  ignoreExportsUsedInFile: true,
};

export default config;
