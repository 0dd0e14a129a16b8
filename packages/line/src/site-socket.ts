/** What a connection to the site tells whoever opened it. */
export interface SocketEvents {
  /** One frame of the wire, as text, in the order in which the site sent it. */
  readonly onText: (text: string) => void;
  /** Called once, whoever ended it. `because` is for the log: no patient, no secret. */
  readonly onClosed: (because: string) => void;
}

/** One connection to the site, whatever carries it. */
export interface SiteSocket {
  /** Frames arrive in order or the connection ends; nothing is said of one that was lost. */
  readonly send: (text: string) => void;
  readonly close: () => void;
}

/** Longest wait for the site's end to answer that it is there. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;
