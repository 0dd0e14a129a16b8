export type { VerifiedIdentity } from './verified-identity.ts';
export {
  CLAIM_MAPS,
  isProviderKind,
  readIdentity,
  type ClaimMap,
  type ProviderKind,
} from './claim-map.ts';
export {
  openRelyingParty,
  type LoginUnderWay,
  type ProviderSettings,
  type RelyingParty,
} from './relying-party.ts';
export { BankIdError, openBankId, readBankIdSettings, type BankId } from './bankid/client.ts';
export type { BankIdOrder, BankIdSettings, BankIdStatus, BankIdUser } from './bankid/client.ts';
export { BANKID_SAYINGS, type BankIdSaying, type BankIdWay } from './bankid/hints.ts';
export { launchUrl, returnUrlFor } from './bankid/launch.ts';
export { BankIdLogin, type LoginState } from './bankid/login.ts';
export { qrText } from './bankid/qr.ts';
