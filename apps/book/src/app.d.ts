import type { Clinic, StaffMember } from '@tidbok/service/clinic';
import type { Locale } from '@tidbok/text';

declare global {
  namespace App {
    interface Locals {
      clinic: Clinic;
      /** Who is signed in; null on the pages that need nobody. */
      user: StaffMember | null;
      locale: Locale;
    }
    interface Platform {
      req: import('node:http').IncomingMessage & { clinic?: Clinic };
    }
    interface Error {
      message: string;
    }
  }
}

export {};
