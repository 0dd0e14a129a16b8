import type { ClinicId, Instant, Outcome, PracticeId } from '@tidbok/core';
import type { LogRecord, Position } from '@tidbok/protocol';
import type { NeedsPersonView } from './views/book.ts';

export type SyncMode = 'unpaired' | 'paired' | 'recover' | 'halted';

/** Where the clinic's end stands: what HELLO says. */
export interface SyncState {
  readonly practiceId: PracticeId;
  readonly installationId: string;
  readonly mode: SyncMode;
  readonly siteUrl: string | null;
  readonly clinicHead: Position;
  /** How far the site's log is applied; its `inc` is empty before the first pairing. */
  readonly siteCursor: Position;
  readonly frontierAt: Instant;
  readonly haltedBecause: string | null;
}

/** What the site needs to know to pair; the private keys stay here. */
export interface PairingMaterial {
  readonly practiceId: PracticeId;
  readonly practiceName: string;
  readonly installationId: string;
  /** Base64. */
  readonly sealingPublicKey: string;
  readonly clinicHead: Position;
}

export interface Pairing {
  readonly siteUrl: string;
  readonly siteInc: string;
  /** As `pairingMaterial` gave it to the site. */
  readonly installationId: string;
  /** The site knew the practice before: both begin anew. */
  readonly known: boolean;
}

/** What the Online Client sees of its connection; kept for the status pages only. */
export interface LinkReport {
  readonly connected: boolean;
  readonly connectedSince: Instant | null;
  readonly lastExchangeAt: Instant | null;
  readonly epoch: number;
  /** The last own record that the site has applied. */
  readonly acked: number;
  /** Records of the site that are announced and not yet applied. */
  readonly waitingIn: number;
}

/** `halted`: `at` could not be applied; it is kept, never skipped. */
export type AppliedRecords =
  | { readonly type: 'applied'; readonly cursor: Position; readonly appended: boolean }
  | { readonly type: 'gap'; readonly cursor: Position }
  /** The site's log goes on from another past than the one that was read. */
  | { readonly type: 'diverged'; readonly cursor: Position }
  | { readonly type: 'halted'; readonly cursor: Position; readonly seq: number };

export interface ClientStatus {
  readonly paired: boolean;
  readonly practice: { readonly id: PracticeId; readonly name: string } | null;
  readonly clinics: readonly { readonly id: ClinicId; readonly name: string }[];
  readonly connected: boolean;
  readonly connectedSince: Instant | null;
  readonly lastExchangeAt: Instant | null;
  readonly waitingOut: number;
  readonly waitingIn: number;
  readonly frontier: Instant | null;
  readonly mode: SyncMode;
  readonly needsPerson: readonly NeedsPersonView[];
}

/** What the doctor found; `code` and `about` make the sentence. */
export interface ClinicFinding {
  readonly check: 'database' | 'pairing';
  readonly result: 'ok' | 'warn' | 'fail';
  readonly code: string;
  readonly about: Readonly<Record<string, string | number>>;
}

/** What the Online Client asks of the clinic's database. */
export interface SyncEnd {
  /** null: no practice has been loaded yet. */
  readonly syncState: () => Promise<SyncState | null>;
  /** Own records after `seq`, at most `limit`. */
  readonly recordsAfter: (seq: number, limit: number) => Promise<readonly LogRecord[]>;
  /** Applies the site's records in order, each once, cursor and effect in one transaction. */
  readonly applySiteRecords: (records: readonly LogRecord[]) => Promise<AppliedRecords>;
  readonly pairingMaterial: () => Promise<Outcome<PairingMaterial>>;
  /** Starts announcing: from here on the site may sell what the book offers. */
  readonly rememberPairing: (pairing: Pairing) => Promise<Outcome<SyncState>>;
  /**
   * Begins a new life of the log with all that the book knows; it recovers until the site has
   * answered. The way out of a halt, too: a person decides. Refuses `unknown-practice`.
   */
  readonly beginResync: (
    because: 'restored' | 'whole',
    saidHead?: Position | null,
  ) => Promise<Outcome<SyncState>>;
  /** SHA-256 of what both must agree on when nothing is on its way. */
  readonly digest: () => Promise<string>;
  /** Hands all unsold time back, then leaves the site. Refuses `not-paired`, `book-recovering`. */
  readonly leaveSite: () => Promise<Outcome<null>>;
  /**
   * The one place of an Online Client at this database: null while another holds it. Lost with the
   * connection to the database, which `onLost` tells.
   */
  readonly takePlace: (
    onLost: () => void,
  ) => Promise<{ readonly release: () => Promise<void> } | null>;
  /**
   * What the book has for a person with e-ID: the question is sealed to the practice, the answer,
   * in parts, to `answerKey`. Null when it cannot be answered; throws `SealError`.
   */
  readonly lookUp: (question: {
    readonly lookupId: string;
    readonly answerKey: string;
    readonly sealed: string;
  }) => Promise<readonly string[] | null>;
  readonly reportLink: (report: LinkReport) => Promise<void>;
  /** Withdraws what time has made void, announces what it has made due. */
  readonly tick: () => Promise<void>;
  /** Stops: a person must look before anything more is applied. */
  readonly halt: (seq: number, because: string) => Promise<void>;
  /** Calls back soon after something was appended for the site. */
  readonly onLogGrown: (wake: () => void) => () => void;
  readonly status: () => Promise<ClientStatus>;
  /** The database and the pairing, for the doctor; never throws. */
  readonly examine: () => Promise<readonly ClinicFinding[]>;
}
