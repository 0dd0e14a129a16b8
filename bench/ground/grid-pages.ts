import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';
import { crowdedDay } from './crowded-day.ts';

const PAGES = join(import.meta.dirname, '../page');
const ROOT = join(import.meta.dirname, '../..');
/** Its settings of TypeScript are made by SvelteKit, and the pages are built with them. */
const BOOK = join(ROOT, 'apps/book');
const SVELTE_KIT = join(ROOT, 'node_modules/@sveltejs/kit/svelte-kit.js');
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

export interface GridPages {
  readonly url: string;
  /** How many visits beyond the first nine hundred the next reading of the day tells. */
  more: number;
  readonly stop: () => Promise<void>;
}

/** Both grids, built as the product is, and a server that tells them the same day. */
export const startGridPages = async (): Promise<GridPages> => {
  await promisify(execFile)(process.execPath, [SVELTE_KIT, 'sync'], { cwd: BOOK });
  const folder = await mkdtemp(join(tmpdir(), 'tidbok-grid-'));
  await build({
    root: PAGES,
    logLevel: 'warn',
    configFile: false,
    plugins: [svelte({ configFile: false })],
    build: {
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: { input: [join(PAGES, 'ours.html'), join(PAGES, 'theirs.html')] },
    },
  });
  const day = { more: 0 };
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://localhost');
    const path = normalize(asked.pathname);
    if (path === '/api/v1/book') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(crowdedDay(day.more, asked.searchParams.get('since'))));
      return;
    }
    void readFile(join(folder, path)).then(
      (bytes) => {
        response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
        response.end(bytes);
      },
      () => response.writeHead(404).end(),
    );
  });
  const url = await listening(server);
  return Object.assign(day, {
    url,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await rm(folder, { recursive: true, force: true });
    },
  });
};

const listening = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return `http://127.0.0.1:${String(address.port)}`;
};
