import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** A key for one purpose, out of a secret of at least 32 random bytes (HKDF-SHA256). */
export function secretKey(secret: Buffer, purpose: string): Buffer {
  if (secret.length < KEY_LENGTH) throw new Error('the secret is too short');
  return Buffer.from(hkdfSync('sha256', secret, '', `tidbok-${purpose}-1`, KEY_LENGTH));
}

/**
 * Locks a text so that only who has the key reads or makes it (AES-256-GCM), base64url: what a
 * browser keeps for us. `context` is not hidden but bound.
 */
export function lock(key: Buffer, plaintext: string, context: string): string {
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const locked = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, locked, cipher.getAuthTag()]).toString('base64url');
}

/** null for what was not locked with this key for this context. */
export function unlock(key: Buffer, locked: string, context: string): string | null {
  const bytes = Buffer.from(locked, 'base64url');
  if (bytes.length < NONCE_LENGTH + TAG_LENGTH) return null;
  const nonce = bytes.subarray(0, NONCE_LENGTH);
  const body = bytes.subarray(NONCE_LENGTH, -TAG_LENGTH);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce)
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-TAG_LENGTH));
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
