import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 bits that nobody can guess, safe in a cookie or a header. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret: one that long needs no slow hash. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
