import type { Login, PersonSession } from './api/login.ts';
import type { ProofDesk } from './api/proof-desk.ts';
import type { VisitPass, VisitPasses } from './api/visit-pass.ts';
import type { Frame } from './journey/frame.ts';
import type { TypedDetails } from './journey/typed-details.ts';
import type { ClinicView, Site } from '@tidbok/service/site';
import type { Locale } from '@tidbok/text';

declare module 'node:http' {
  interface IncomingMessage {
    /** Given by the server that stands before the pages. */
    site?: Site;
    /** null where nobody can log in. */
    login?: Login | null;
    passes?: VisitPasses;
    proofs?: ProofDesk;
    /** Whose call it is, behind whatever proxies. */
    clientAddress?: string;
  }
}

declare global {
  /** Address of the small script that betters the pages, set by the build. */
  const SCRIPT_ADDRESS: string;
  /** The script for clinics' own home pages, whole, set by the build. */
  const EMBED_SCRIPT: string;

  namespace App {
    interface Locals {
      site: Site;
      locale: Locale;
      /** Login by e-ID; null where it is not open. */
      login: Login | null;
      /** Who is logged in. */
      person: PersonSession | null;
      /** Locks what a link has opened. */
      passes: VisitPasses;
      /** What floods of bookings are met with. */
      proofs: ProofDesk;
      /** The visit that a link has opened in this browser. */
      pass: VisitPass | null;
      /** Whose call it is, behind whatever proxies. */
      address: string;
      /** What a form posted to this page, beside the patient's details. */
      posted: FormData | null;
      typed: TypedDetails | null;
      requestId: string;
    }
    interface PageData {
      frame?: Frame;
      /** What the patient has typed, where it is carried along. */
      typed: TypedDetails | null;
      locale: Locale;
      /** What every link keeps: the language that was asked for; null follows the browser. */
      askedLocale: Locale | null;
      /** The name of who is logged in; null for nobody. */
      personName: string | null;
      /** Whose page it is, where no step says so. */
      headClinic?: ClinicView | null;
    }
    interface Error {
      /** What to say to staff who look it up in the log. */
      requestId?: string;
    }
  }
}
