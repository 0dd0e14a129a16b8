import { hkdfSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSealingKeyPair, secretKey } from '@tidbok/seal';
import type { SiteSecrets } from './site.ts';

const secretLength = 32;

/**
 * The site's keys, from a folder outside the database that only the site's account can read:
 * `site-key` (32 random bytes, base64url) and `site-message-key`, made here when it is missing.
 * All nodes of one site have the same two files. Throws when `site-key` is missing or too short.
 */
export async function readSiteSecrets(folder: string): Promise<SiteSecrets> {
  const siteKey = await readSiteKey(folder);
  const derived = hkdfSync('sha256', siteKey, '', 'tidbok-site-patient-keys-1', secretLength);
  return {
    patientKeySecret: Buffer.from(derived),
    messageKey: await messageKey(join(folder, 'site-message-key')),
  };
}

/**
 * The key under which patients' browsers keep their sessions for the site; the same on all nodes.
 */
export async function readSessionKey(folder: string): Promise<Buffer> {
  return secretKey(await readSiteKey(folder), 'site-sessions');
}

async function readSiteKey(folder: string): Promise<Buffer> {
  const text = await readFile(join(folder, 'site-key'), 'utf8');
  const siteKey = Buffer.from(text.trim(), 'base64url');
  if (siteKey.length < secretLength) throw new Error('site-key: 32 random bytes are needed');
  return siteKey;
}

async function messageKey(file: string): Promise<SiteSecrets['messageKey']> {
  const { publicKey, privateKey } = createSealingKeyPair();
  const fresh = `${publicKey}\n${privateKey}\n`;
  // Of two nodes that start at once the first one's pair stands.
  await writeFile(file, fresh, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!exists) throw error;
  });
  const [storedPublic, storedPrivate] = (await readFile(file, 'utf8')).split('\n');
  if (!storedPublic || !storedPrivate) throw new Error('site-message-key: two lines are needed');
  return { publicKey: storedPublic, privateKey: storedPrivate };
}
