import { spawnSync } from 'node:child_process';
import { open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/** A disk of its own for one database, which can be filled to the brim. */
export interface SmallDisk {
  readonly fill: () => Promise<void>;
  readonly free: () => Promise<void>;
  readonly unmount: () => void;
}

const SIZE = '900m';
const PIECE = Buffer.alloc(1 << 22, 1);

/** null where this account may not mount: then nothing is changed. */
export const mountSmallDisk = (folder: string): SmallDisk | null => {
  const options = ['-t', 'tmpfs', '-o', `size=${SIZE},mode=711`, 'tmpfs', folder];
  if (spawnSync('mount', options, { stdio: 'ignore' }).status !== 0) return null;
  const ballast = join(folder, 'ballast');
  const fill = async (): Promise<void> => {
    const { bavail, bsize } = await statfs(folder);
    const file = await open(ballast, 'w');
    try {
      for (let left = bavail * bsize; left > 0; left -= PIECE.length) await file.write(PIECE);
    } catch {
      // Full a little earlier: others write too.
    } finally {
      await file.close();
    }
  };
  return {
    fill,
    free: () => rm(ballast, { force: true }),
    unmount: () => {
      spawnSync('umount', [folder], { stdio: 'ignore' });
    },
  };
};
