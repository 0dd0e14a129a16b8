import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockOf } from '@tidbok/service/clinic';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe('the clock of a test', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tidbok-clock-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is what the file holds now, and as it last was while the file is half written', async () => {
    const file = join(folder, 'now');
    await writeFile(file, '2026-03-29T01:30:00+01:00\n');
    const now = clockOf(file);
    expect(now()).toBe(Date.parse('2026-03-29T00:30:00Z'));
    await writeFile(file, '');
    expect(now()).toBe(Date.parse('2026-03-29T00:30:00Z'));
    await writeFile(file, '2026-03-29T03:30:00+02:00');
    expect(now()).toBe(Date.parse('2026-03-29T01:30:00Z'));
  });

  it('says so when the file never held an instant', async () => {
    const file = join(folder, 'now');
    await writeFile(file, 'i morgon');
    expect(clockOf(file)).toThrow('TIDBOK_NOW_FILE');
  });
});
