import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createSigningKeyPair, type KeyPair } from '@tidbok/seal';

/**
 * This computer's identity towards the site: made at the first pairing, never copied elsewhere.
 * The file can be read by its owner alone.
 */
export async function ensureIdentity(file: string): Promise<KeyPair> {
  const known = await readIdentity(file);
  if (known !== null) return known;
  const made = createSigningKeyPair();
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${made.publicKey}\n${made.privateKey}\n`, { mode: 0o600, flag: 'wx' });
  return made;
}

/** null: this computer has never been paired. Throws when the file is damaged. */
export async function readIdentity(file: string): Promise<KeyPair | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const [publicKey, privateKey] = text.split('\n');
  if (!publicKey || !privateKey) throw new Error(`${file} is damaged: pair this computer anew.`);
  return { publicKey, privateKey };
}
