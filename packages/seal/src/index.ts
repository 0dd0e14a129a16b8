export { lock, secretKey, unlock } from './secret-box.ts';
export {
  bookingContext,
  createSealingKeyPair,
  MAX_SEALED_BYTES,
  openSealed,
  openSealedParts,
  SealError,
  sealPartsTo,
  sealTo,
} from './sealed-box.ts';
export { createSigningKeyPair, sign, verify } from './signature.ts';
export { MIN_SECRET_BYTES, patientKey } from './patient-key.ts';
export { readPatientDetails, writePatientDetails, type PatientDetails } from './patient-details.ts';
export type { KeyPair } from './keys.ts';
