import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';

/** Both halves as base64 of their raw 32 bytes. */
export interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

export type KeyKind = 'x25519' | 'ed25519';

const RAW_LENGTH = 32;

/** DER before the raw key: SubjectPublicKeyInfo and PKCS #8 of RFC 8410. */
const PREFIX = {
  x25519: { public: '302a300506032b656e032100', private: '302e020100300506032b656e04220420' },
  ed25519: { public: '302a300506032b6570032100', private: '302e020100300506032b657004220420' },
} as const;

export function createKeyPair(kind: KeyKind): KeyPair {
  const pair = kind === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ed25519');
  return {
    publicKey: rawOf(pair.publicKey.export({ type: 'spki', format: 'der' })),
    privateKey: rawOf(pair.privateKey.export({ type: 'pkcs8', format: 'der' })),
  };
}

function rawOf(der: Buffer): string {
  return der.subarray(der.length - RAW_LENGTH).toString('base64');
}

/** Throws when the text is not a raw key of 32 bytes. */
export function readPublicKey(kind: KeyKind, base64: string): KeyObject {
  const key = Buffer.concat([Buffer.from(PREFIX[kind].public, 'hex'), rawKey(base64)]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

/** Throws when the text is not a raw key of 32 bytes. */
export function readPrivateKey(kind: KeyKind, base64: string): KeyObject {
  const key = Buffer.concat([Buffer.from(PREFIX[kind].private, 'hex'), rawKey(base64)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** The 32 bytes behind the base64; throws when they are not 32. */
export function rawKey(base64: string): Buffer {
  const raw = Buffer.from(base64, 'base64');
  if (raw.length !== RAW_LENGTH) throw new Error('a key is 32 bytes in base64');
  return raw;
}

/** The raw 32 bytes of a public key. A key's JWK is had at a tenth of the cost of its DER. */
export function rawPublic(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}
