import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/** Rooms whose tests need a real PostgreSQL. */
const databaseRooms = ['packages/{store,service,gateway}', 'apps/tidbok'];

const databaseTests = [
  ...databaseRooms.map((room) => `${room}/test/**/*.test.ts`),
  'apps/*/test/database/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'unit',
          include: [
            '{packages,apps}/*/test/**/*.test.ts',
            '{sim,tools,bench,e2e/chaos}/test/**/*.test.ts',
          ],
          exclude: databaseTests,
        },
      },
      {
        test: {
          name: 'database',
          include: [...databaseTests],
          globalSetup: ['tools/test-database/global-setup.ts'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          // Alone, after the others: it drives the whole product on the same cores.
          sequence: { groupOrder: 1 },
          include: ['e2e/test/**/*.test.ts'],
          globalSetup: ['e2e/stack/global-setup.ts'],
          fileParallelism: false,
          // A busy machine may let a browser's patience run out; what is broken fails twice.
          retry: 1,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
