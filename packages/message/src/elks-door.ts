import type { Delivery, DeliveryReport } from '@tidbok/core';

/** An account at 46elks, or at anybody who answers the same calls. */
export interface SmsAccount {
  readonly url: URL;
  readonly user: string;
  readonly password: string;
}

export interface OutgoingSms {
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly parts: number;
}

const patienceMs = 20_000;

/** Sends SMS by 46elks' API (46elks.se/docs/send-sms), asking it to keep no text in its log. */
export class ElksDoor {
  readonly #account: SmsAccount;

  constructor(account: SmsAccount) {
    this.#account = account;
  }

  async deliver({ from, to, text, parts }: OutgoingSms): Promise<Delivery> {
    const form = new URLSearchParams({ from, to, message: text, dontlog: 'message' });
    let response: Response;
    try {
      response = await this.#call('sms', { method: 'POST', body: form });
    } catch (error) {
      // Refused at the door, nothing has left; silence after it, and it may have.
      return isNotConnected(error)
        ? { type: 'not-now', fault: 'not-reached' }
        : { type: 'uncertain', fault: 'no-answer' };
    }
    if (!response.ok) return faultOf(response.status);
    const id = await idOf(response);
    return id === null
      ? { type: 'uncertain', fault: 'no-answer' }
      : { type: 'sent', reference: id, parts };
  }

  async report(reference: string): Promise<DeliveryReport> {
    try {
      const response = await this.#call(`sms/${encodeURIComponent(reference)}`, {});
      if (!response.ok) return 'under-way';
      const sms: unknown = await response.json();
      return reportOf(isRecord(sms) ? sms['status'] : null);
    } catch {
      return 'under-way';
    }
  }

  #call(path: string, init: RequestInit): Promise<Response> {
    const { url, user, password } = this.#account;
    const key = Buffer.from(`${user}:${password}`).toString('base64');
    const base = url.href.endsWith('/') ? url.href : `${url.href}/`;
    return fetch(new URL(path, base), {
      ...init,
      headers: { Authorization: `Basic ${key}` },
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
  }
}

/** What the operator's word for a message's state means here. */
export function reportOf(status: unknown): DeliveryReport {
  if (status === 'delivered' || status === 'failed') return status;
  return 'under-way';
}

function faultOf(status: number): Delivery {
  switch (status) {
    case 401:
    case 402:
    case 403:
      return { type: 'not-now', fault: 'not-let-in' };
    case 404:
    case 408:
    case 429:
    case 503:
      return { type: 'not-now', fault: 'not-reached' };
    default:
      return status >= 500
        ? { type: 'uncertain', fault: 'no-answer' }
        : { type: 'refused', fault: 'address-refused' };
  }
}

const beforeConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

function isNotConnected(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  if (!(cause instanceof Error) || !('code' in cause)) return false;
  return beforeConnected.has(String(cause.code)) || cause.code === 'UND_ERR_CONNECT_TIMEOUT';
}

async function idOf(response: Response): Promise<string | null> {
  const sms: unknown = await response.json().catch(() => null);
  const id = isRecord(sms) ? sms['id'] : null;
  return typeof id === 'string' && id !== '' ? id : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As operators take numbers; a Swedish one may be written without its country. Null: none. */
export function internationalNumber(mobile: string): string | null {
  const plain = mobile.replace(/[^\d+]/g, '').replace(/^00/, '+');
  const full = plain.startsWith('+') ? plain : plain.replace(/^0(?=[1-9])/, '+46');
  return /^\+[1-9]\d{6,14}$/.test(full) ? full : null;
}
