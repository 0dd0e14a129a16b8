import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Reply } from './reply.ts';

export type Statics = ReadonlyMap<string, Reply>;

const pages = join(import.meta.dirname, '../pages');
const font = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';
const css = 'text/css; charset=utf-8';

/** The look and the one script, read once at the start. */
export async function readStatics(): Promise<Statics> {
  const [tokens, style, screens, script, inter] = await Promise.all([
    readFile(fileURLToPath(import.meta.resolve('@tidbok/ui/tokens.css'))),
    readFile(join(pages, 'client.css')),
    readFile(join(pages, 'client-screens.css')),
    readFile(join(pages, 'live.js')),
    readFile(fileURLToPath(import.meta.resolve(font))),
  ]);
  const hour = { 'cache-control': 'max-age=3600' };
  const fixed = (type: string, body: Buffer): Reply => ({ status: 200, type, body, headers: hour });
  return new Map([
    ['/tokens.css', fixed(css, tokens)],
    ['/client.css', fixed(css, Buffer.concat([style, screens]))],
    ['/live.js', fixed('text/javascript; charset=utf-8', script)],
    ['/inter.woff2', fixed('font/woff2', inter)],
  ]);
}
