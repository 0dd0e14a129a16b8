import { describe, expect, it } from 'vitest';
import {
  BankIdError,
  BankIdLogin,
  launchUrl,
  qrText,
  returnUrlFor,
  type BankId,
  type BankIdStatus,
  type LoginState,
} from '../src/index.ts';
import { identityMessages } from '@tidbok/text';
import { BANKID_SAYINGS } from '../src/bankid/hints.ts';
import { sayingForError, sayingWhenFailed, sayingWhilePending } from '../src/bankid/hints.ts';

const NUMBER = '192801287075';

/** A BankID whose app does what the test says. */
function scripted(states: readonly BankIdStatus[]) {
  const left = [...states];
  const calls: string[] = [];
  let orders = 0;
  const bankId: BankId = {
    auth: ({ returnUrl }) => {
      orders += 1;
      calls.push(returnUrl === undefined ? 'auth' : `auth ${returnUrl}`);
      const n = String(orders);
      const tokens = { autoStartToken: `start-${n}`, qrStartToken: `qr-${n}` };
      return Promise.resolve({ orderRef: `order-${n}`, qrStartSecret: `secret-${n}`, ...tokens });
    },
    collect: (orderRef) => {
      calls.push(`collect ${orderRef}`);
      const next = left.shift();
      if (next === undefined) throw new BankIdError('internalError');
      return Promise.resolve(next);
    },
    cancel: (orderRef) => {
      calls.push(`cancel ${orderRef}`);
      return Promise.resolve();
    },
  };
  return { bankId, calls };
}

const asker = { endUserIp: '127.0.0.1', userAgent: 'test', referringDomain: 'localhost' };
const pending = (hint: string): BankIdStatus => ({ type: 'pending', hint });
const complete: BankIdStatus = {
  type: 'complete',
  risk: 'low',
  user: { personalNumber: NUMBER, givenName: 'Prov', surname: 'Ek' },
};

/** A login whose clock moves two seconds and a bit for each question. */
function loginWith(states: readonly BankIdStatus[], way: 'qr' | 'same-device' = 'qr') {
  const { bankId, calls } = scripted(states);
  const clock = { now: 0 };
  const start = { ...asker, way, returnUrl: 'https://site/return?nonce=n' };
  const login = new BankIdLogin(bankId, start, () => clock.now);
  return {
    calls,
    login,
    clock,
    later: (ms: number) => {
      clock.now += ms;
      return login.state();
    },
  };
}

describe('the animated code', () => {
  it.each([
    [0, 'dc69358e712458a66a7525beef148ae8526b1c71610eff2c16cdffb4cdac9bf8'],
    [1, '949d559bf23403952a94d103e67743126381eda00f0b3cbddbf7c96b1adcbce2'],
    [2, 'a9e5ec59cb4eee4ef4117150abc58fad7a85439a6a96ccbecc3668b41795b3f3'],
  ])('says after %d seconds what the published vector says', (seconds, code) => {
    const order = {
      qrStartToken: '67df3917-fa0d-44e5-b327-edcc928297f8',
      qrStartSecret: 'd28db9a7-4cde-429e-a983-359be676944c',
    };
    expect(qrText(order, seconds)).toBe(`bankid.${order.qrStartToken}.${seconds}.${code}`);
  });

  it('is another each second, and is hidden once the app has read it', async () => {
    const { login, later } = loginWith([pending('userSign')]);
    const first = await login.state();
    const second = await later(1_000);
    const read = await later(1_500);

    const codeOf = (state: LoginState): string | null =>
      state.type === 'waiting' ? state.qr : null;
    expect(codeOf(first)).toMatch(/^bankid\.qr-1\.0\./);
    expect(codeOf(second)).toMatch(/^bankid\.qr-1\.1\./);
    expect(read).toMatchObject({ qr: null, saying: 'enter-code' });
  });

  it('is made anew, silently, when nobody scans it in time, but not for ever', async () => {
    const states = Array.from({ length: 20 }, () => pending('outstandingTransaction'));
    const { login, later, calls } = loginWith(states);
    await login.state();
    for (let i = 0; i < 10; i += 1) await later(30_000);

    expect(calls.filter((call) => call === 'auth')).toHaveLength(6);
    expect(calls.filter((call) => call.startsWith('cancel'))).toHaveLength(5);
  });
});

describe('a login by BankID', () => {
  it('asks BankID at most every two seconds, however often the page asks', async () => {
    const { login, later, calls } = loginWith([pending('userSign'), complete]);
    await Promise.all([login.state(), login.state(), login.state()]);
    for (let i = 0; i < 6; i += 1) await later(500);

    expect(calls).toEqual(['auth', 'collect order-1']);
  });

  it('ends once, with who it is', async () => {
    const { login, later, calls } = loginWith([pending('started'), complete]);
    await login.state();
    expect(await later(2_000)).toMatchObject({ type: 'waiting', saying: 'searching' });
    expect(await later(2_000)).toMatchObject({ type: 'done', user: { personalNumber: NUMBER } });
    await later(10_000);
    expect(calls).toHaveLength(3);
  });

  it('on the same device tells where the app returns, and shows no code', async () => {
    const { login, calls } = loginWith([], 'same-device');

    expect(await login.state()).toEqual({
      type: 'waiting',
      saying: 'opening-app',
      qr: null,
      autoStartToken: 'start-1',
    });
    expect(calls).toEqual(['auth https://site/return?nonce=n']);
  });

  it('that the person leaves is cancelled at BankID, once', async () => {
    const { login, calls } = loginWith([]);
    await login.state();
    await login.cancel();
    await login.cancel();

    expect(calls).toEqual(['auth', 'cancel order-1']);
    expect(await login.state()).toEqual({ type: 'failed', saying: 'cancelled' });
  });

  it('is stopped at high risk', async () => {
    const { login, later } = loginWith([{ ...complete, risk: 'high' }]);
    await login.state();

    expect(await later(2_000)).toEqual({ type: 'failed', saying: 'risk-blocked' });
  });

  it('says a technical error when BankID does not answer as it should', async () => {
    const { login, later } = loginWith([]);
    await login.state();

    expect(await later(2_000)).toEqual({ type: 'failed', saying: 'technical-error' });
  });
});

describe('every hint code', () => {
  it.each([
    ['outstandingTransaction', 'qr', 'scan'],
    ['outstandingTransaction', 'same-device', 'opening-app'],
    ['noClient', 'qr', 'open-app'],
    ['started', 'qr', 'searching'],
    ['userMrtd', 'qr', 'read-passport'],
    ['userSign', 'qr', 'enter-code'],
    ['userCallConfirm', 'qr', 'confirm-call'],
    ['somethingNew', 'qr', 'in-progress'],
  ] as const)('pending %s by %s is told', (hint, way, saying) => {
    expect(sayingWhilePending(hint, way)).toBe(saying);
  });

  it.each([
    ['expiredTransaction', 'qr', 'timed-out'],
    ['certificateErr', 'qr', 'blocked'],
    ['userCancel', 'qr', 'cancelled'],
    ['cancelled', 'qr', 'superseded'],
    ['startFailed', 'qr', 'scan-failed'],
    ['startFailed', 'same-device', 'app-missing'],
    ['userDeclinedCall', 'qr', 'call-declined'],
    ['transactionRiskBlocked', 'qr', 'risk-blocked'],
    ['notSupportedByUserApp', 'qr', 'update-app'],
    ['somethingNew', 'qr', 'unknown-error'],
  ] as const)('failed %s by %s is told', (hint, way, saying) => {
    expect(sayingWhenFailed(hint, way)).toBe(saying);
  });

  it.each([
    ['alreadyInProgress', 'already-in-progress'],
    ['ALREADYINPROGRESS', 'already-in-progress'],
    ['Maintenance', 'technical-error'],
    ['requestTimeout', 'technical-error'],
    ['unreachable', 'technical-error'],
  ] as const)('error %s is told', (code, saying) => {
    expect(sayingForError(code)).toBe(saying);
  });

  it('has its sentence in both languages', () => {
    for (const { sayings } of Object.values(identityMessages)) {
      expect(Object.keys(sayings).sort()).toEqual([...BANKID_SAYINGS].sort());
    }
  });
});

describe('the app on the same device', () => {
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15';
  const agents = {
    desktop:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
    android: 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
    safari: `${iphone} Version/18.0 Mobile/15E148 Safari/604.1`,
    chromeIos: `${iphone} CriOS/140.0 Mobile/15E148 Safari/604.1`,
    firefoxIos: `${iphone} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`,
  };

  it('is opened by the link that the browser understands', () => {
    expect(launchUrl('t', agents.desktop)).toBe('bankid:///?autostarttoken=t&redirect=null');
    for (const agent of [agents.android, agents.safari, agents.chromeIos]) {
      expect(launchUrl('t', agent)).toBe('https://app.bankid.com/?autostarttoken=t&redirect=null');
    }
  });

  it('returns to the very browser that started it', () => {
    const url = 'https://idp.example/login/1/return?nonce=n';
    expect(returnUrlFor(url, agents.desktop)).toBe(url);
    expect(returnUrlFor(url, agents.safari)).toBe(url);
    expect(returnUrlFor(url, agents.chromeIos)).toBe(url.replace('https', 'googlechromes'));
    expect(returnUrlFor(url, agents.firefoxIos)).toBe(
      `firefox://open-url?url=${encodeURIComponent(url)}`,
    );
  });
});
