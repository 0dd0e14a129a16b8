import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import type { BookingId, PracticeId } from '@tidbok/core';
import {
  createKeyPair,
  rawKey,
  rawPublic,
  readPrivateKey,
  readPublicKey,
  type KeyPair,
} from './keys.ts';

/**
 * Version 1: one version byte, the ephemeral X25519 public key (32 bytes), AES-256-GCM's nonce
 * (12), the ciphertext and its tag (16). The key is HKDF-SHA256 over the shared secret, salted
 * with both public keys, so that neither can be exchanged.
 */
const VERSION = 1;
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const HEAD_LENGTH = 1 + KEY_LENGTH + NONCE_LENGTH;
const INFO = 'tidbok-seal-1';

/** The longest plaintext, bytes: patient details are a few hundred. */
export const MAX_SEALED_BYTES = 4_096;

/** Why sealed bytes could not be opened; never what they hold. */
export class SealError extends Error {
  constructor(because: string, options?: ErrorOptions) {
    super(`cannot open the seal: ${because}`, options);
    this.name = 'SealError';
  }
}

/** A pair to whose public half anybody can seal and whose private half alone opens. */
export function createSealingKeyPair(): KeyPair {
  return createKeyPair('x25519');
}

/** What a seal is bound to: a copy put under another booking or practice does not open. */
export function bookingContext(practiceId: PracticeId, bookingId: BookingId): string {
  return `${practiceId}/${bookingId}`;
}

/** Seals a text to a public key, in base64. `aad` is not hidden but bound (`bookingContext`). */
export function sealTo(publicKey: string, plaintext: string, aad: string): string {
  const bytes = Buffer.from(plaintext, 'utf8');
  if (bytes.length > MAX_SEALED_BYTES) throw new SealError('the text is too long');
  const recipient = recipientOf(publicKey);
  const ephemeral = generateKeyPairSync('x25519');
  const sender = rawPublic(ephemeral.publicKey);
  const { key, nonce } = derive(
    diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient }),
    [sender, rawKey(publicKey)],
  );
  const head = Buffer.concat([Buffer.of(VERSION), sender, nonce]);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(boundTo(head, aad));
  const sealed = Buffer.concat([head, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64');
}

/** Recipients that are kept parsed: the practices of a busy site, in order of last parsing. */
const MAX_RECIPIENTS = 5_000;
const recipients = new Map<string, KeyObject>();

function recipientOf(publicKey: string): KeyObject {
  const known = recipients.get(publicKey);
  if (known !== undefined) return known;
  const recipient = readPublicKey('x25519', publicKey);
  const [oldest] = recipients.size >= MAX_RECIPIENTS ? recipients.keys() : [];
  if (oldest !== undefined) recipients.delete(oldest);
  recipients.set(publicKey, recipient);
  return recipient;
}

/**
 * Opens what was sealed to the key. Throws `SealError`: other key, other booking, altered, newer.
 */
export function openSealed(privateKey: string, sealed: string, aad: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < HEAD_LENGTH + TAG_LENGTH) throw new SealError('too short');
  if (bytes[0] !== VERSION) throw new SealError(`version ${bytes[0]} is not known`);
  const head = bytes.subarray(0, HEAD_LENGTH);
  const nonce = head.subarray(1 + KEY_LENGTH);
  const own = openerOf(privateKey);
  try {
    const key = keyFrom(own, head.subarray(1, 1 + KEY_LENGTH));
    const decipher = createDecipheriv('aes-256-gcm', key, nonce);
    decipher.setAAD(boundTo(head, aad));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_LENGTH));
    const body = bytes.subarray(HEAD_LENGTH, bytes.length - TAG_LENGTH);
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new SealError('wrong key, wrong booking, or altered', { cause });
  }
}

/** Base64 characters that one part carries. */
const PART_LENGTH = 4_000;

/** Seals a text of any length in parts that open together, in their order, or not at all. */
export function sealPartsTo(publicKey: string, plaintext: string, aad: string): string[] {
  const whole = Buffer.from(plaintext, 'utf8').toString('base64');
  const count = Math.max(1, Math.ceil(whole.length / PART_LENGTH));
  return Array.from({ length: count }, (_, part) =>
    sealTo(
      publicKey,
      whole.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH),
      partContext(aad, part, count),
    ),
  );
}

/** Throws `SealError`, also when a part is missing or in another's place. */
export function openSealedParts(privateKey: string, parts: readonly string[], aad: string): string {
  const whole = parts
    .map((sealed, part) => openSealed(privateKey, sealed, partContext(aad, part, parts.length)))
    .join('');
  return Buffer.from(whole, 'base64').toString('utf8');
}

function partContext(aad: string, part: number, count: number): string {
  return `${aad}#${part + 1}/${count}`;
}

interface Opener {
  readonly text: string;
  readonly privateKey: KeyObject;
  /** Raw, of the same pair. */
  readonly publicKey: Buffer;
}

/** The key that was last opened with, parsed: a practice has one, and opens much with it. */
let lastOpener: Opener | null = null;

function openerOf(text: string): Opener {
  if (lastOpener?.text === text) return lastOpener;
  const privateKey = readPrivateKey('x25519', text);
  lastOpener = { text, privateKey, publicKey: rawPublic(createPublicKey(privateKey)) };
  return lastOpener;
}

function keyFrom(own: Opener, sender: Buffer): Buffer {
  const publicKey = readPublicKey('x25519', sender.toString('base64'));
  const secret = diffieHellman({ privateKey: own.privateKey, publicKey });
  return derive(secret, [sender, own.publicKey]).key;
}

/** The ephemeral key is used once, so that the nonce may come from the same derivation. */
function derive(secret: Buffer, publicKeys: readonly Buffer[]): { key: Buffer; nonce: Buffer } {
  const salt = Buffer.concat([...publicKeys]);
  const bytes = Buffer.from(hkdfSync('sha256', secret, salt, INFO, KEY_LENGTH + NONCE_LENGTH));
  return { key: bytes.subarray(0, KEY_LENGTH), nonce: bytes.subarray(KEY_LENGTH) };
}

function boundTo(head: Buffer, aad: string): Buffer {
  return Buffer.concat([head, Buffer.from(aad, 'utf8')]);
}
