import { randomBytes, timingSafeEqual } from 'node:crypto';
import {
  BankIdLogin,
  returnUrlFor,
  type BankId,
  type BankIdUser,
  type BankIdWay,
  type LoginState,
} from '@tidbok/identity';

interface UnderWay {
  readonly login: BankIdLogin;
  readonly way: BankIdWay;
  /** Comes back in the app's `returnUrl`, once; then null. */
  nonce: string | null;
  hasReturned: boolean;
  readonly startedAt: number;
}

export interface Starter {
  readonly way: BankIdWay;
  readonly endUserIp: string;
  readonly userAgent: string;
  /** Where the app returns to, before the nonce. */
  readonly returnUrl: string;
}

const keptMs = 10 * 60_000;
/** So many starts of one address in ten minutes: a family, or a clinic's waiting room. */
const mostStarts = 60;

/**
 * The logins by BankID that are under way, each bound to one interaction of the provider and so to
 * one browser. On the same device a login ends only in the browser to which the app returns with
 * the nonce of this very login: who sends somebody else a link gains nothing.
 */
export class BankIdLogins {
  readonly #bankId: BankId;
  readonly #domain: string;
  readonly #underWay = new Map<string, UnderWay>();
  readonly #starts = new Map<string, number[]>();

  constructor(bankId: BankId, domain: string) {
    this.#bankId = bankId;
    this.#domain = domain;
  }

  /** False above the address's share. An older login of the same interaction is cancelled. */
  async start(uid: string, { returnUrl, ...starter }: Starter): Promise<boolean> {
    const now = Date.now();
    this.#forget(now);
    const { endUserIp, userAgent, way } = starter;
    const starts = (this.#starts.get(endUserIp) ?? []).filter((at) => now - at < keptMs);
    if (starts.length >= mostStarts) return false;
    this.#starts.set(endUserIp, [...starts, now]);
    await this.cancel(uid);
    const nonce = randomBytes(24).toString('base64url');
    const url = new URL(returnUrl);
    url.searchParams.set('nonce', nonce);
    const login = new BankIdLogin(
      this.#bankId,
      {
        ...starter,
        referringDomain: this.#domain,
        returnUrl: returnUrlFor(url.href, userAgent),
      },
      Date.now,
    );
    const hasReturned = way === 'qr';
    this.#underWay.set(uid, { login, way, nonce, hasReturned, startedAt: now });
    return true;
  }

  /** null: none was started. */
  async state(uid: string): Promise<LoginState | null> {
    const found = this.#underWay.get(uid);
    if (found === undefined) return null;
    const state = await found.login.state();
    if (state.type !== 'done' || found.hasReturned) return state;
    return { type: 'waiting', saying: 'in-progress', qr: null, autoStartToken: null };
  }

  /** The app has come back. Another nonce than this login's, or one used before, ends the login. */
  async cameBack(uid: string, nonce: string): Promise<boolean> {
    const found = this.#underWay.get(uid);
    const expected = found?.nonce ?? null;
    if (found === undefined || expected === null || !isSame(expected, nonce)) {
      await this.cancel(uid);
      return false;
    }
    found.nonce = null;
    found.hasReturned = true;
    return true;
  }

  /** Who it was, once; null while the login is not done. */
  async take(uid: string): Promise<BankIdUser | null> {
    const state = await this.state(uid);
    if (state?.type !== 'done') return null;
    this.#underWay.delete(uid);
    return state.user;
  }

  async cancel(uid: string): Promise<void> {
    const found = this.#underWay.get(uid);
    this.#underWay.delete(uid);
    await found?.login.cancel().catch(() => undefined);
  }

  #forget(now: number): void {
    for (const [uid, { startedAt }] of this.#underWay) {
      if (now - startedAt > keptMs) void this.cancel(uid);
    }
    for (const [address, starts] of this.#starts) {
      if (starts.every((at) => now - at > keptMs)) this.#starts.delete(address);
    }
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
