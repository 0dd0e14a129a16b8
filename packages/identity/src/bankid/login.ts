import { BankIdError, type BankId, type BankIdOrder, type BankIdUser } from './client.ts';
import {
  sayingForError,
  sayingWhenFailed,
  sayingWhilePending,
  type BankIdSaying,
  type BankIdWay,
} from './hints.ts';
import { qrText } from './qr.ts';

/** BankID must not be asked more often while an order is pending. */
const collectEveryMs = 2_000;
/** A code that nobody has scanned by then is made anew, silently … */
const restartQrAfterMs = 28_000;
/** … so many times; then somebody has left. */
const mostRestarts = 5;

export interface LoginStart {
  readonly way: BankIdWay;
  readonly endUserIp: string;
  readonly userAgent: string;
  readonly referringDomain: string;
  /** Same device: where the app returns, with this session's nonce in it. */
  readonly returnUrl?: string;
}

/** What the person's page may know: never the order's reference or secret. */
export type LoginState =
  | {
      readonly type: 'waiting';
      readonly saying: BankIdSaying;
      /** The text of the QR code of this second; null when none is to be shown. */
      readonly qr: string | null;
      /** Opens the app on this device; null on the way by QR code. */
      readonly autoStartToken: string | null;
    }
  | { readonly type: 'failed'; readonly saying: BankIdSaying }
  | { readonly type: 'done'; readonly user: BankIdUser };

/**
 * One login by BankID, bound to one session of the provider: started, asked about at most every two
 * seconds however often the page asks, restarted while nobody scans, ended once.
 */
export class BankIdLogin {
  readonly #bankId: BankId;
  readonly #start: LoginStart;
  readonly #now: () => number;
  #order: BankIdOrder | null = null;
  #startedAt = 0;
  #collectedAt = 0;
  #restarts = 0;
  #hint = 'outstandingTransaction';
  #end: LoginState | null = null;
  #asking: Promise<LoginState> | null = null;

  constructor(bankId: BankId, start: LoginStart, now: () => number) {
    this.#bankId = bankId;
    this.#start = start;
    this.#now = now;
  }

  /** How the login stands; two questions at once are one. */
  state(): Promise<LoginState> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** The person leaves: the order ends at BankID too. */
  async cancel(): Promise<void> {
    const order = this.#order;
    const isOver = this.#end !== null;
    this.#end ??= { type: 'failed', saying: 'cancelled' };
    if (order !== null && !isOver) await this.#bankId.cancel(order.orderRef);
  }

  async #ask(): Promise<LoginState> {
    if (this.#end !== null) return this.#end;
    try {
      if (this.#order === null) await this.#begin();
      else if (this.#now() - this.#collectedAt >= collectEveryMs) await this.#collect(this.#order);
    } catch (error) {
      if (!(error instanceof BankIdError)) throw error;
      this.#end = { type: 'failed', saying: sayingForError(error.code) };
    }
    return this.#end ?? this.#waiting();
  }

  async #begin(): Promise<void> {
    const { way, returnUrl, ...asker } = this.#start;
    this.#order = await this.#bankId.auth(
      way === 'same-device' && returnUrl !== undefined ? { ...asker, returnUrl } : asker,
    );
    this.#startedAt = this.#now();
    this.#collectedAt = this.#startedAt;
    this.#hint = 'outstandingTransaction';
  }

  async #collect(order: BankIdOrder): Promise<void> {
    this.#collectedAt = this.#now();
    const status = await this.#bankId.collect(order.orderRef);
    if (this.#end !== null) return;
    switch (status.type) {
      case 'pending':
        this.#hint = status.hint;
        if (this.#isUnscanned()) await this.#restart(order);
        return;
      case 'failed':
        if (status.hint === 'startFailed' && this.#mayRestart()) await this.#restart(order);
        else this.#end = { type: 'failed', saying: this.#failedSaying(status.hint) };
        return;
      case 'complete':
        this.#end =
          status.risk?.toLowerCase() === 'high'
            ? { type: 'failed', saying: 'risk-blocked' }
            : { type: 'done', user: status.user };
    }
  }

  #isUnscanned(): boolean {
    const isOld = this.#now() - this.#startedAt >= restartQrAfterMs;
    return this.#mayRestart() && this.#hint === 'outstandingTransaction' && isOld;
  }

  #mayRestart(): boolean {
    return this.#start.way === 'qr' && this.#restarts < mostRestarts;
  }

  async #restart(old: BankIdOrder): Promise<void> {
    this.#restarts += 1;
    await this.#bankId.cancel(old.orderRef);
    await this.#begin();
  }

  #failedSaying(hint: string): BankIdSaying {
    return sayingWhenFailed(hint, this.#start.way);
  }

  #waiting(): LoginState {
    const order = this.#order;
    const { way } = this.#start;
    const isOutstanding = this.#hint === 'outstandingTransaction';
    const seconds = Math.floor((this.#now() - this.#startedAt) / 1000);
    return {
      type: 'waiting',
      saying: sayingWhilePending(this.#hint, way),
      qr: way === 'qr' && isOutstanding && order !== null ? qrText(order, seconds) : null,
      autoStartToken: way === 'same-device' ? (order?.autoStartToken ?? null) : null,
    };
  }
}
