import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import type { Locale } from '@tidbok/text';

declare module 'node:http' {
  /** `server.ts` lays the opened service on each request that goes to the pages. */
  interface IncomingMessage {
    clinic?: Clinic;
  }
}

declare global {
  namespace App {
    interface Locals {
      clinic: Clinic;
      /** Who is signed in; null on the pages that need nobody. */
      user: StaffMember | null;
      locale: Locale;
    }
    interface PageState {
      /** The chosen recalls stand as cards to print. */
      printing?: boolean;
    }
    interface Error {
      message: string;
    }
  }
}

export {};
