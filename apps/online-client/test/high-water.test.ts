import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HighWater, liesBehind } from '../src/high-water.ts';

let folder: string;
let file: string;
const place = (inc: string, seq: number) => ({ inc, seq, hash: `${inc} ${String(seq)}` });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidbok-mark-'));
  file = join(folder, 'client', 'high-water.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the mark of what was sent and read, outside the database', () => {
  it('is not there before anything was sent', async () => {
    expect(await new HighWater(file).read()).toBeNull();
  });

  it('rises and never falls, and is found by the next start', async () => {
    const mark = new HighWater(file);
    await mark.raise({ clinicHead: place('a', 7), siteCursor: place('s', 3) });
    await mark.raise({ clinicHead: place('a', 5) });
    await mark.raise({ siteCursor: place('s', 4) });
    const found = await new HighWater(file).read();
    expect(found).toEqual({ clinicHead: place('a', 7), siteCursor: place('s', 4) });
  });

  it('is raised from both directions at once without one losing the other', async () => {
    const mark = new HighWater(file);
    await mark.raise({ clinicHead: place('a', 1), siteCursor: place('s', 1) });
    const both = Array.from({ length: 40 }, (_, at) =>
      mark.raise(at % 2 === 0 ? { clinicHead: place('a', at) } : { siteCursor: place('s', at) }),
    );
    await Promise.all(both);
    const found = await new HighWater(file).read();
    expect(found).toEqual({ clinicHead: place('a', 38), siteCursor: place('s', 39) });
  });

  it('follows the log into a new life', async () => {
    const mark = new HighWater(file);
    await mark.raise({ clinicHead: place('a', 7), siteCursor: place('s', 3) });
    await mark.raise({ clinicHead: place('b', 1) });
    expect((await mark.read())?.clinicHead).toEqual(place('b', 1));
  });

  it('that cannot be read counts as none, and is written anew', async () => {
    const mark = new HighWater(file);
    await mark.raise({ clinicHead: place('a', 7), siteCursor: place('s', 3) });
    await writeFile(file, '{"clinicHead":');
    const next = new HighWater(file);
    expect(await next.read()).toBeNull();
    await next.raise({ clinicHead: place('a', 8), siteCursor: place('s', 3) });
    expect(await readFile(file, 'utf8')).toContain('"seq":8');
  });
});

describe('a database behind the mark', () => {
  const mark = { clinicHead: place('a', 7), siteCursor: place('s', 3) };

  it.each([
    ['ends before what was sent', { ...mark, clinicHead: place('a', 6) }, true],
    ['has read less of the site', { ...mark, siteCursor: place('s', 2) }, true],
    ['is in another life', { ...mark, clinicHead: place('b', 9) }, true],
    ['stands where it stood', mark, false],
    ['has gone on', { clinicHead: place('a', 9), siteCursor: place('s', 4) }, false],
  ])('%s', (_, stands, isBehind) => {
    expect(liesBehind(mark, stands)).toBe(isBehind);
  });

  it('is not told without a mark', () => {
    expect(liesBehind(null, mark)).toBe(false);
  });
});
