import { lock, unlock } from '@tidbok/seal';
import type { BookingId, ClinicId, Instant } from '@tidbok/core';

/** One visit that a link has opened in this browser. Kept by the browser, locked. */
export interface VisitPass {
  readonly clinicId: ClinicId;
  readonly bookingId: BookingId;
  readonly expiresAt: Instant;
}

export const PASS_MINUTES = 30;
export const PASS_COOKIE = 'tidbok-visit';

export interface VisitPasses {
  /** Over https the browser is told to send its cookies nowhere else. */
  readonly isSecure: boolean;
  readonly lock: (pass: VisitPass) => string;
  /** null for none, one that has ended, or one that this site did not make. */
  readonly read: (locked: string | undefined, now: Instant) => VisitPass | null;
}

export function openVisitPasses(key: Buffer, isSecure: boolean): VisitPasses {
  return {
    isSecure,
    lock: (pass) => lock(key, JSON.stringify(pass), PASS_COOKIE),
    read: (locked, now) => {
      const text = locked === undefined ? null : unlock(key, locked, PASS_COOKIE);
      if (text === null) return null;
      // Only we can have locked it, so its shape is ours.
      const pass = JSON.parse(text) as VisitPass;
      return pass.expiresAt > now ? pass : null;
    },
  };
}
