import { createHmac } from 'node:crypto';
import type { BankIdOrder } from './client.ts';

/**
 * What the animated QR code says so many whole seconds after the order was started: a new text each
 * second, which only this server can make (Relying Party API 6, "QR code").
 */
export function qrText(
  { qrStartToken, qrStartSecret }: Pick<BankIdOrder, 'qrStartToken' | 'qrStartSecret'>,
  seconds: number,
): string {
  const code = createHmac('sha256', qrStartSecret).update(String(seconds)).digest('hex');
  return `bankid.${qrStartToken}.${seconds}.${code}`;
}
