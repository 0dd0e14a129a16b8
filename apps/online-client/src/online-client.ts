import type { Instant, Outcome } from '@tidbok/core';
import type { Clinic, SyncState } from '@tidbok/service/clinic';
import { dirname, join } from 'node:path';
import { HighWater, liesBehind } from './high-water.ts';
import { readIdentity } from './identity-key.ts';
import { pair, type PairRequest } from './pair.ts';
import { SiteLink, type LinkFacts, type LinkLog } from './site-link.ts';

export interface ClientOptions {
  readonly clinic: Clinic;
  readonly identityFile: string;
  readonly now: () => Instant;
  readonly log: LinkLog;
  /** How often a WebSocket is tried again where a proxy broke it. */
  readonly probeEveryMs?: number;
}

const lookAgainMs = 2_000;
const announceEveryMs = 60_000;

/**
 * The program that keeps book and site in step. It waits until the practice is paired, then keeps
 * one connection to the site alive; a new pairing starts a new one.
 */
export class OnlineClient {
  readonly #options: ClientOptions;
  #link: SiteLink | null = null;
  #linkedTo: string | null = null;
  #timers: NodeJS.Timeout[] = [];
  #looking: Promise<void> = Promise.resolve();
  #ended = false;
  #place: Awaited<ReturnType<Clinic['takePlace']>> = null;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timers.push(setInterval(() => void this.look(), lookAgainMs));
    this.#timers.push(setInterval(() => void this.#announce(), announceEveryMs));
    void this.look();
  }

  get facts(): LinkFacts {
    return this.#link?.facts ?? { transport: null, siteAheadMs: null };
  }

  /** Why the sync stands still and needs a person; null when it does not. */
  get stoppedBecause(): string | null {
    return this.#link?.stoppedBecause ?? null;
  }

  /** Throws `PairingRefused`. */
  async pair(request: PairRequest): Promise<void> {
    await pair(this.#options.clinic, this.#options.identityFile, request);
    await this.#unlink();
    await this.look();
  }

  /** All unsold time goes back to the clinic, and the site shows nothing any more. */
  async leave(): Promise<Outcome<null>> {
    const left = await this.#options.clinic.leaveSite();
    await this.look();
    return left;
  }

  async stop(): Promise<void> {
    this.#ended = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#looking;
    await this.#unlink();
    await this.#place?.release();
  }

  /** Connects when there is something to connect to; one look at a time. */
  look(): Promise<void> {
    this.#looking = this.#looking
      .then(() => this.#lookOnce())
      .catch((error: unknown) => {
        this.#options.log.warn({ error: String(error) }, 'The clinic’s database did not answer.');
      });
    return this.#looking;
  }

  async #lookOnce(): Promise<void> {
    if (this.#ended) return;
    const { clinic, identityFile, now, log, ...rest } = this.#options;
    const state = await clinic.syncState();
    const siteUrl = siteToReach(state);
    // A life of the log that another program has begun is told to the site at once.
    const linkedTo = siteUrl === null ? null : `${siteUrl} ${state?.clinicHead.inc ?? ''}`;
    if (linkedTo === this.#linkedTo) return;
    await this.#unlink();
    if (siteUrl === null || state === null) return;
    const identity = await readIdentity(identityFile);
    if (identity === null) {
      log.error({}, 'This computer has no identity key: pair it with the site anew.');
      return;
    }
    if (!(await this.#hasPlace())) return;
    const mark = new HighWater(join(dirname(identityFile), 'high-water.json'));
    if (liesBehind(await mark.read(), state) && state.mode === 'paired') {
      log.error({}, 'ALARM: the database lies behind what was sent: it was restored.');
      await clinic.beginResync('restored');
    }
    const link = new SiteLink({ clinic, identity, siteUrl, now, log, mark, ...rest });
    this.#link = link;
    this.#linkedTo = linkedTo;
    link.start();
  }

  /** One Online Client per database: another one waits until this one is gone (4.3). */
  async #hasPlace(): Promise<boolean> {
    if (this.#place !== null) return true;
    const { clinic, log } = this.#options;
    this.#place = await clinic.takePlace(() => {
      this.#place = null;
      void this.#unlink();
    });
    if (this.#place === null) log.warn({}, 'Another Online Client works on this database.');
    return this.#place !== null;
  }

  async #unlink(): Promise<void> {
    const link = this.#link;
    this.#link = null;
    this.#linkedTo = null;
    await link?.stop();
  }

  async #announce(): Promise<void> {
    try {
      await this.#options.clinic.tick();
    } catch (error) {
      this.#options.log.warn({ error: String(error) }, 'Time could not be announced now.');
    }
  }
}

/** Null when there is nothing to connect to: not paired, or halted until a person has looked. */
function siteToReach(state: SyncState | null): string | null {
  const isLinked = state?.mode === 'paired' || state?.mode === 'recover';
  return isLinked ? state.siteUrl : null;
}
