import { randomFillSync } from 'node:crypto';

const bytes = new Uint8Array(16);

/** A UUID version 7: 48 bits of milliseconds, 74 bits of chance (RFC 9562). */
export function uuidv7(nowMs: number = Date.now()): string {
  randomFillSync(bytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(nowMs / 2 ** 32));
  view.setUint32(2, nowMs % 2 ** 32);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
