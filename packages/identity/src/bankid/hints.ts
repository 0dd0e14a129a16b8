/**
 * What a person is told while an order is under way, and when it has failed: the hint codes of the
 * Relying Party API 6 and its error codes, each to the key of a sentence in `@tidbok/text`.
 */
export const BANKID_SAYINGS = [
  'scan',
  'open-app',
  'opening-app',
  'searching',
  'read-passport',
  'enter-code',
  'confirm-call',
  'in-progress',
  'timed-out',
  'blocked',
  'cancelled',
  'superseded',
  'app-missing',
  'scan-failed',
  'call-declined',
  'risk-blocked',
  'update-app',
  'already-in-progress',
  'technical-error',
  'unknown-error',
] as const;

export type BankIdSaying = (typeof BANKID_SAYINGS)[number];

/** By QR code from another device, or by the app on this one. */
export type BankIdWay = 'qr' | 'same-device';

const pending: Readonly<Record<string, BankIdSaying>> = {
  noClient: 'open-app',
  started: 'searching',
  userMrtd: 'read-passport',
  userSign: 'enter-code',
  userCallConfirm: 'confirm-call',
};

const failed: Readonly<Record<string, BankIdSaying>> = {
  expiredTransaction: 'timed-out',
  certificateErr: 'blocked',
  userCancel: 'cancelled',
  cancelled: 'superseded',
  userDeclinedCall: 'call-declined',
  transactionRiskBlocked: 'risk-blocked',
  notSupportedByUserApp: 'update-app',
};

/** While pending. A hint that is not known is "in progress". */
export function sayingWhilePending(hint: string, way: BankIdWay): BankIdSaying {
  if (hint === 'outstandingTransaction') return way === 'qr' ? 'scan' : 'opening-app';
  return pending[hint] ?? 'in-progress';
}

/** When failed. A hint that is not known is an unknown error. */
export function sayingWhenFailed(hint: string, way: BankIdWay): BankIdSaying {
  if (hint === 'startFailed') return way === 'qr' ? 'scan-failed' : 'app-missing';
  return failed[hint] ?? 'unknown-error';
}

/** When BankID refused the call itself. */
export function sayingForError(code: string): BankIdSaying {
  return code.toLowerCase() === 'alreadyinprogress' ? 'already-in-progress' : 'technical-error';
}
