import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { root } from '../stack/root.ts';

/** The handbook's own pictures are made anew when `TIDBOK_PICTURES` is set; else thrown away. */
const folder =
  process.env['TIDBOK_PICTURES'] === undefined
    ? join(tmpdir(), 'tidbok-handbook')
    : join(root, 'docs/handbook/bilder');

/** Keeps what the page (or a part of it) shows as `docs/handbook/bilder/NAME.png`. */
export const handbookPicture = async (shown: Page | Locator, name: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await shown.screenshot({ path: join(folder, `${name}.png`) });
};
