import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MessageRules } from '@tidbok/core';
import { internationalNumber, openCarrier, reportOf } from '@tidbok/message';
import { openSmsOperator, smsAccount, type SmsOperator } from '@tidbok/tools/message-counterparts';
import { stamp, visit } from './visit.ts';

const rules: MessageRules = {
  ...{ email: false, sms: true, smsSender: 'Tandhalsan', replyTo: '', texts: [] },
};
let operator: SmsOperator;

beforeEach(async () => {
  operator = await openSmsOperator();
});
afterEach(() => operator.close());

type Account = ReturnType<typeof smsAccount>;

function carrier(account: Partial<Account> = {}) {
  const sms = { ...smsAccount(operator), ...account };
  return openCarrier({ folder: null, smtp: null, sms, from: '' }, () => stamp);
}

describe('an SMS', () => {
  it('goes to the operator under the clinic’s name, and is not kept in its log', async () => {
    const delivery = await carrier().deliver('sms', visit, rules);
    expect(delivery).toEqual({ type: 'sent', reference: 's1', parts: 1 });
    expect(operator.taken.map(({ form }) => form)).toEqual([
      {
        from: 'Tandhalsan',
        to: '+46701740605',
        message: 'Bokad tid: tisdag 15 december kl. 08.30 hos Tandhälsan City.',
        dontlog: 'message',
      },
    ]);
  });

  it('counts the parts that are paid for', async () => {
    const text = `{klinik} ${'ordning '.repeat(30)}`;
    const texts = [{ kind: visit.kind, channel: 'sms', language: 'sv', text }] as const;
    expect(await carrier().deliver('sms', visit, { ...rules, texts })).toMatchObject({ parts: 2 });
  });

  it.each([
    ['070-174 06 05', '+46701740605'],
    ['0046 70 174 06 05', '+46701740605'],
    ['+45 12 34 56 78', '+4512345678'],
    ['12', null],
    ['', null],
  ])('to %j is for %s', (mobile, number) => expect(internationalNumber(mobile)).toBe(number));

  it.each([
    [401, { type: 'not-now', fault: 'not-let-in' }],
    [403, { type: 'not-now', fault: 'not-let-in' }],
    [429, { type: 'not-now', fault: 'not-reached' }],
    [503, { type: 'not-now', fault: 'not-reached' }],
    [400, { type: 'refused', fault: 'address-refused' }],
    [500, { type: 'uncertain', fault: 'no-answer' }],
    ['silence', { type: 'uncertain', fault: 'no-answer' }],
  ] as const)('answered by %s is dealt with as what it means', async (fault, delivery) => {
    operator.fault = fault;
    expect(await carrier().deliver('sms', visit, rules)).toEqual(delivery);
  });

  it('has surely not left while nobody answers the door', async () => {
    const url = operator.url;
    await operator.close();
    expect(await carrier({ url }).deliver('sms', visit, rules)).toEqual({
      type: 'not-now',
      fault: 'not-reached',
    });
    operator = await openSmsOperator();
  });

  it('is asked after until the operator knows what became of it', async () => {
    const out = carrier();
    await out.deliver('sms', visit, rules);
    expect(await out.report('s1')).toBe('under-way');
    const [sms] = operator.taken;
    if (sms !== undefined) sms.status = 'delivered';
    expect(await out.report('s1')).toBe('delivered');
    expect(await out.report('s7')).toBe('under-way');
    expect(reportOf('failed')).toBe('failed');
    expect(reportOf('sent')).toBe('under-way');
  });

  it('with the wrong password is not let in', async () => {
    const out = carrier({ password: 'fel' });
    expect(await out.deliver('sms', visit, rules)).toEqual({
      type: 'not-now',
      fault: 'not-let-in',
    });
  });
});
