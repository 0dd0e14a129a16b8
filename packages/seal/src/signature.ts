import { sign as signBytes, verify as verifyBytes } from 'node:crypto';
import { createKeyPair, readPrivateKey, readPublicKey, type KeyPair } from './keys.ts';

/** The Online Client's identity: the private half stays in a file on its machine. */
export function createSigningKeyPair(): KeyPair {
  return createKeyPair('ed25519');
}

/** Ed25519 over the UTF-8 of a text, base64. */
export function sign(privateKey: string, text: string): string {
  const key = readPrivateKey('ed25519', privateKey);
  return signBytes(null, Buffer.from(text, 'utf8'), key).toString('base64');
}

/** False for anything but this key's signature of exactly this text. */
export function verify(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = readPublicKey('ed25519', publicKey);
    return verifyBytes(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
  } catch {
    // A key or signature that is no such thing proves nothing.
    return false;
  }
}
