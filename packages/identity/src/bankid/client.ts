import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';

/** Where BankID's Relying Party API 6 is, and with which keys: mutual TLS. */
export interface BankIdSettings {
  /** `https://appapi2.bankid.com/rp/v6.0/`; the test one has `.test.`. */
  readonly url: string;
  /** PKCS #12 with the relying party's own certificate and key. */
  readonly pfx: Buffer;
  readonly passphrase: string;
  /** BankID's own root, PEM; no other is trusted. */
  readonly ca: Buffer;
}

/** An order as BankID gives it: the secret and the reference never leave this server. */
export interface BankIdOrder {
  readonly orderRef: string;
  readonly autoStartToken: string;
  readonly qrStartToken: string;
  readonly qrStartSecret: string;
}

export interface BankIdUser {
  /** Twelve digits. */
  readonly personalNumber: string;
  readonly givenName: string;
  readonly surname: string;
}

/** How an order stands (`collect`); hint codes that are new here count as unknown. */
export type BankIdStatus =
  | { readonly type: 'pending'; readonly hint: string }
  | { readonly type: 'failed'; readonly hint: string }
  | { readonly type: 'complete'; readonly user: BankIdUser; readonly risk: string | null };

export interface StartOrder {
  /** The person's own address, as this server sees it. */
  readonly endUserIp: string;
  /** Where the app returns on the same device; carries a nonce of this session. */
  readonly returnUrl?: string;
  readonly userAgent: string;
  readonly referringDomain: string;
}

/** What BankID answered instead (`errorCode`), or `unreachable`. Never an order's secrets. */
export class BankIdError extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`BankID answered ${code}`, options);
    this.name = 'BankIdError';
    this.code = code;
  }
}

export interface BankId {
  readonly auth: (order: StartOrder) => Promise<BankIdOrder>;
  readonly collect: (orderRef: string) => Promise<BankIdStatus>;
  /** An order that has ended already is no error. */
  readonly cancel: (orderRef: string) => Promise<void>;
}

const patienceMs = 10_000;
const longestAnswer = 256 * 1024;

export async function readBankIdSettings(files: {
  readonly url: string;
  readonly pfxFile: string;
  readonly passphrase: string;
  readonly caFile: string;
}): Promise<BankIdSettings> {
  const [pfx, ca] = await Promise.all([readFile(files.pfxFile), readFile(files.caFile)]);
  return { url: files.url, passphrase: files.passphrase, pfx, ca };
}

/** A relying party of BankID: `auth`, `collect` and `cancel` of the API, version 6. */
export function openBankId({ url, pfx, passphrase, ca }: BankIdSettings): BankId {
  const agent = new Agent({ pfx, passphrase, ca, keepAlive: true, minVersion: 'TLSv1.2' });
  const call = (path: string, body: object) => post(new URL(path, url), body, agent);
  return {
    auth: async ({ endUserIp, returnUrl, userAgent, referringDomain }) =>
      orderOf(
        await call('auth', {
          endUserIp,
          returnRisk: true,
          ...(returnUrl === undefined ? {} : { returnUrl }),
          web: { referringDomain, userAgent: userAgent.slice(0, 256) },
        }),
      ),
    collect: async (orderRef) => statusOf(await call('collect', { orderRef })),
    cancel: async (orderRef) => {
      await call('cancel', { orderRef }).catch((error: unknown) => {
        if (!(error instanceof BankIdError) || error.code === 'unreachable') throw error;
      });
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

function post(url: URL, body: object, agent: Agent): Promise<Json> {
  const text = JSON.stringify(body);
  return new Promise((done, fail) => {
    // A charset beside the type is refused by BankID.
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    const sent = request(url, { method: 'POST', agent, headers, timeout: patienceMs }, (answer) => {
      const parts: Buffer[] = [];
      let length = 0;
      answer.on('data', (part: Buffer) => {
        length += part.length;
        if (length > longestAnswer) answer.destroy(new Error('too long an answer'));
        else parts.push(part);
      });
      answer.once('error', (cause) => fail(new BankIdError('unreachable', { cause })));
      answer.once('end', () => {
        const read = jsonOf(Buffer.concat(parts).toString('utf8'));
        if (answer.statusCode === 200) done(read);
        else fail(new BankIdError(textOf(read['errorCode']) || `status-${answer.statusCode}`));
      });
    });
    sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.once('error', (cause) => fail(new BankIdError('unreachable', { cause })));
    sent.end(text);
  });
}

function jsonOf(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : {};
  } catch {
    return {};
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function required(answer: Json, name: string): string {
  const value = textOf(answer[name]);
  if (value === '') throw new BankIdError(`no-${name}`);
  return value;
}

function orderOf(answer: Json): BankIdOrder {
  return {
    orderRef: required(answer, 'orderRef'),
    autoStartToken: required(answer, 'autoStartToken'),
    qrStartToken: required(answer, 'qrStartToken'),
    qrStartSecret: required(answer, 'qrStartSecret'),
  };
}

function statusOf(answer: Json): BankIdStatus {
  const hint = textOf(answer['hintCode']);
  switch (answer['status']) {
    case 'pending':
      return { type: 'pending', hint };
    case 'failed':
      return { type: 'failed', hint };
    case 'complete': {
      const completion = isJson(answer['completionData']) ? answer['completionData'] : {};
      const user = isJson(completion['user']) ? completion['user'] : {};
      return {
        type: 'complete',
        risk: textOf(completion['risk']) || null,
        user: {
          personalNumber: required(user, 'personalNumber'),
          givenName: textOf(user['givenName']),
          surname: textOf(user['surname']),
        },
      };
    }
    default:
      throw new BankIdError('no-status');
  }
}
