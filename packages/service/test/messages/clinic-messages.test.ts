import { randomUUID } from 'node:crypto';
import {
  HOUR_MS,
  instant,
  type BookingId,
  type LocalDate,
  type MessageCarrier,
  type MessageSettings,
  type VisitMessage,
} from '@tidbok/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BothSides } from '../both-sides.ts';
import { must } from '../clinic/open-small-practice.ts';
import {
  at,
  chairA,
  clinicId,
  internetKind,
  local,
  reception,
  visit30,
} from '../clinic/small-practice.ts';

const on: MessageSettings = {
  ...{ email: true, sms: false, smsSender: '', replyTo: '', texts: [] },
  ...{ reminderHours: 48, remindAll: false },
  decision: { decidedBy: 'Chefen', decidedOn: '2026-11-20' as LocalDate, text: 'Beslut 1' },
};
const log = { warn: () => undefined };

let both: BothSides;
/** What was handed over, by either side. */
let out: VisitMessage[];
let refusing = false;

const carrier: MessageCarrier = {
  channels: new Set(['email', 'sms']),
  deliver: (_channel, message) => {
    if (refusing) return Promise.resolve({ type: 'refused', fault: 'address-refused' });
    out.push(message);
    return Promise.resolve({ type: 'sent', reference: null, parts: 1 });
  },
  report: () => Promise.resolve('under-way'),
  close: () => undefined,
};

beforeEach(async () => {
  out = [];
  refusing = false;
  both = await BothSides.open();
  must(await both.clinic.saveMessageSettings(reception, on));
  must(
    await both.clinic.placePreblock(reception, {
      kindId: internetKind,
      resourceId: chairA,
      from: local('08:00'),
      to: local('12:00'),
    }),
  );
  await both.exchange();
});
afterEach(() => both.close());

const patient = {
  ...{ givenName: 'Nina', familyName: 'Ny', personalIdentityNumber: '198001019802' },
  ...{ email: 'nina@example.se', mobile: '+46701740606', language: 'en' as const },
};

async function patientBooks(time: string): Promise<BookingId> {
  const sold = await both.site.book({
    ...{ clinicId, templateId: visit30, resourceId: chairA, practitionerId: null, patient },
    ...{ start: at(time), holdId: null, idempotencyKey: randomUUID() },
  });
  const { bookingId } = must(sold);
  await both.exchange();
  return bookingId;
}

async function bothSend(): Promise<VisitMessage[]> {
  const before = out.length;
  await both.site.post({ carrier, log }).round();
  await both.clinic.post({ carrier, log }).round();
  await both.exchange();
  return out.slice(before);
}

describe('the clinic’s side', () => {
  it('tells the patient when staff move or cancel a visit that was booked online', async () => {
    const booked = await patientBooks('09:00');
    expect(await bothSend()).toMatchObject([{ kind: 'confirmation', start: at('09:00') }]);

    const moved = await both.clinic.move(reception, {
      bookingId: booked,
      start: at('13:00'),
      override: true,
    });
    const { id } = must(moved);
    await both.exchange();
    const contact = { email: patient.email, mobile: patient.mobile };
    expect(await bothSend()).toMatchObject([
      {
        ...{ kind: 'change', language: 'en', start: at('13:00'), contact },
        calendar: { uid: booked, sequence: 1 },
      },
    ]);

    must(await both.clinic.cancel(reception, { bookingId: id, reason: 'clinic' }));
    await both.exchange();
    expect(await bothSend()).toMatchObject([
      { kind: 'cancellation', calendar: { uid: booked, sequence: 2 } },
    ]);
    expect(await bothSend()).toEqual([]);
  });

  it('tells when the patient has cancelled and the site keeps no address any more', async () => {
    const bookingId = await patientBooks('09:00');
    await bothSend();
    const { personalIdentityNumber } = patient;
    must(
      await both.site.cancelMine({ clinicId, bookingId, personalIdentityNumber, patient: null }),
    );
    await both.exchange();
    expect(await bothSend()).toMatchObject([{ kind: 'cancellation', language: 'en' }]);
  });

  it('reminds once, of what was booked earlier than that', async () => {
    await patientBooks('09:00');
    await bothSend();
    both.clock.now = instant(at('09:00') - 47 * HOUR_MS);
    expect(await bothSend()).toMatchObject([{ kind: 'reminder', start: at('09:00') }]);
    await patientBooks('10:00');
    expect((await bothSend()).map(({ kind }) => kind)).toEqual(['confirmation']);
    expect(await bothSend()).toEqual([]);
  });

  it('writes to nobody before the risk decision is recorded', async () => {
    const refused = await both.clinic.saveMessageSettings(reception, { ...on, decision: null });
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
    must(await both.clinic.saveMessageSettings(reception, { ...on, email: false, decision: null }));
    await both.exchange();
    const booked = await patientBooks('09:00');
    must(await both.clinic.cancel(reception, { bookingId: booked, reason: 'clinic' }));
    expect(await bothSend()).toEqual([]);
  });

  it('writes to no protected person', async () => {
    const booked = await patientBooks('09:00');
    await bothSend();
    await both.pools.clinic.query(
      `update patient set protection = 'confidential', email = '', mobile = ''`,
    );
    must(await both.clinic.cancel(reception, { bookingId: booked, reason: 'clinic' }));
    expect(await bothSend()).toEqual([]);
  });
});

describe('the staff’s list', () => {
  it('hears from the site what did not leave, with whom to call', async () => {
    refusing = true;
    const booked = await patientBooks('09:00');
    await bothSend();
    const failed = { kind: 'confirmation', channel: 'email', fault: 'address-refused' };
    expect(await both.clinic.failedMessages(reception)).toMatchObject([
      {
        ...{ ...failed, bookingId: booked, uncertain: false, mayRetry: true },
        ...{ patientName: 'Nina Ny', mobile: patient.mobile, start: at('09:00') },
      },
    ]);
    expect(
      JSON.stringify((await both.pools.site.query('select * from message_delivery')).rows),
    ).not.toMatch(/nina|Ny/i);
  });

  it('sends again from the clinic, once', async () => {
    refusing = true;
    const bookingId = await patientBooks('09:00');
    await bothSend();
    refusing = false;
    const key = { bookingId, kind: 'confirmation', channel: 'email' } as const;
    must(await both.clinic.retryMessage(reception, key));
    expect(await both.clinic.failedMessages(reception)).toEqual([]);
    expect(await bothSend()).toMatchObject([{ kind: 'confirmation', start: at('09:00') }]);
    expect(await bothSend()).toEqual([]);
    const again = await both.clinic.retryMessage(reception, key);
    expect(again).toMatchObject({ refusal: { code: 'unknown-message' } });
  });

  it('is rid of what somebody has seen to', async () => {
    refusing = true;
    const bookingId = await patientBooks('09:00');
    await bothSend();
    const key = { bookingId, kind: 'confirmation', channel: 'email' } as const;
    must(await both.clinic.markMessageHandled(reception, key));
    expect(await both.clinic.failedMessages(reception)).toEqual([]);
    refusing = false;
    expect(await bothSend()).toEqual([]);
  });
});
