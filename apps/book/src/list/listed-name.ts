import type { Patient } from '../calls/book-shapes.ts';
import { patientName } from '../grid/describe.ts';

/** Paper is left lying: a protected patient's name never stands on it. */
export function listedName(patient: Patient, protectedWords: string): string {
  return patient.isProtected ? protectedWords : patientName(patient);
}
