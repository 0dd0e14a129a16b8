import { stat, statfs } from 'node:fs/promises';

/** What is looked at on the clinic's computer itself. */
export interface ComputerFinding {
  readonly check: 'disk' | 'keys';
  readonly result: 'ok' | 'warn' | 'fail';
  readonly code: string;
  readonly about: Readonly<Record<string, string | number>>;
}

const gigabyte = 1024 ** 3;
const fullBelow = 0.5 * gigabyte;
const lowBelow = 2 * gigabyte;
const othersMayReadOrWrite = 0o077;

/** Room on the disk of the data folder, and who may read the key files. Changes nothing. */
export async function checkComputer(
  dataFolder: string,
  keyFiles: readonly string[],
): Promise<ComputerFinding[]> {
  return Promise.all([checkDisk(dataFolder), checkKeys(keyFiles)]);
}

async function checkDisk(folder: string): Promise<ComputerFinding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const about = { gigabytes: (free / gigabyte).toFixed(1) };
  if (free < fullBelow) return { check: 'disk', result: 'fail', code: 'disk-full', about };
  if (free < lowBelow) return { check: 'disk', result: 'warn', code: 'disk-low', about };
  return { check: 'disk', result: 'ok', code: 'disk-well', about };
}

async function checkKeys(files: readonly string[]): Promise<ComputerFinding> {
  const check = 'keys';
  if (process.platform === 'win32') {
    return { check, result: 'warn', code: 'keys-unchecked', about: {} };
  }
  let found = 0;
  for (const file of files) {
    const mode = await stat(file).then(
      (facts) => facts.mode,
      () => null,
    );
    if (mode === null) continue;
    found += 1;
    if ((mode & othersMayReadOrWrite) !== 0) {
      return { check, result: 'fail', code: 'keys-open', about: { file } };
    }
  }
  return { check, result: 'ok', code: found === 0 ? 'keys-none' : 'keys-well', about: {} };
}
