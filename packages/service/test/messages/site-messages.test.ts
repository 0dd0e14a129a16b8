import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BookingId, MessageCarrier } from '@tidbok/core';
import { decodeSiteEntry } from '@tidbok/protocol';
import { openCarrier } from '@tidbok/message';
import type { PostOptions } from '@tidbok/service/site';
import { loadUntold, noteReport, tellFailure } from '@tidbok/store/site';
import { at, openPairedSite, siteDatabase, START, type PairedSite } from '../site/paired-site.ts';
import {
  addressOf,
  BY_EMAIL,
  openMailServer,
  openSmsOperator,
  refusal,
  smsAccount,
  type MailServer,
} from '@tidbok/tools/message-counterparts';
import { queueAt } from './queued.ts';

let database: PairedSite['database'];
let mail: MailServer;
let open: PairedSite | null = null;
const carriers: MessageCarrier[] = [];

beforeAll(async () => {
  database = await siteDatabase();
});
afterAll(() => database.drop());

afterEach(async () => {
  await open?.close();
  open = null;
  for (const carrier of carriers.splice(0)) carrier.close();
  await mail.close();
  await database.pool.query('delete from message_outbox');
});

const log = { warn: () => undefined };

async function start(catalog: Partial<PairedSite['catalog']> = { messages: BY_EMAIL }) {
  mail = await openMailServer();
  open = await openPairedSite(database, { catalog });
  return open;
}

function postOf({ site }: PairedSite, options: Partial<PostOptions> = {}) {
  const smtp = { url: mail.url, password: '' };
  const from = 'tider@klinik.example';
  const carrier = openCarrier({ folder: null, smtp, sms: null, from }, () => START);
  carriers.push(carrier);
  return site.post({ carrier, log, retryDelaysMs: [0, 0], ...options });
}

async function deliveries({ practiceId }: PairedSite) {
  const { rows } = await database.pool.query<{ state: string; fault: string | null }>(
    'select state, fault from message_delivery where practice_id = $1 order by booking_id',
    [practiceId],
  );
  return rows;
}

async function waiting({ practiceId }: PairedSite): Promise<number> {
  const { rows } = await database.pool.query(
    'select 1 from message_outbox where practice_id = $1',
    [practiceId],
  );
  return rows.length;
}

/** What the clinic is told of messages that did not leave. */
async function toldOf({ site, practiceId }: PairedSite) {
  const records = await site.link.recordsAfter(practiceId, { after: 0, limit: 100 });
  return records.flatMap((record) => {
    const read = decodeSiteEntry(record);
    return read.type === 'entry' && read.entry.type === 'MESSAGE_FAILED' ? [read.entry] : [];
  });
}

/** A message that did not leave, and that the clinic has not been told of. */
async function oneUntold(paired: PairedSite) {
  const [booking] = await queueAt(paired, 1);
  await database.pool.query(
    `insert into message_delivery (practice_id, booking_id, kind, channel, state, fault, at)
     values ($1, $2, 'confirmation', 'email', 'failed', 'not-reached', now())`,
    [paired.practiceId, booking],
  );
  const failures = await loadUntold(database.pool);
  const failure = failures.find(({ bookingId }) => bookingId === booking);
  if (failure === undefined) throw new Error('nothing is untold');
  return failure;
}

describe('what the site tells patients', () => {
  it('confirms a booking once, with the calendar’s file, and erases the contact', async () => {
    const paired = await start();
    await paired.connect();
    await paired.offer(0, { from: at(48), to: at(50) });
    const wanted = paired.input({});
    const patient = { ...wanted.patient, language: 'en' } as const;
    const booked = await paired.site.book({ ...wanted, patient });
    if (!booked.ok) throw new Error(booked.refusal.code);

    await postOf(paired).round();
    await postOf(paired).round();

    expect(mail.taken).toHaveLength(1);
    const [{ to = '', source = '' } = {}] = mail.taken;
    expect(to).toBe('tolvan@example.se');
    expect(source).toContain('Reply-To: svar@klinik.example');
    expect(source).toContain('Content-Language: en');
    expect(source).toMatch(/text\/calendar;[^]*method=REQUEST/);
    expect(source).toContain(
      `Message-ID: <${booked.value.bookingId}.0.confirmation@klinik.example>`,
    );
    expect(await waiting(paired)).toBe(0);
    expect(await deliveries(paired)).toEqual([{ state: 'sent', fault: null }]);
  });

  it('sends nothing before the clinic has decided to', async () => {
    const paired = await start({ messages: null });
    await queueAt(paired, 3);
    await postOf(paired).round();
    expect(mail.taken).toEqual([]);
    expect(await waiting(paired)).toBe(0);
  });

  it('does not confirm what has been cancelled meanwhile', async () => {
    const paired = await start();
    await queueAt(paired, 1);
    await database.pool.query(`update booking set state = 'cancelled' where practice_id = $1`, [
      paired.practiceId,
    ]);
    await postOf(paired).round();
    expect(mail.taken).toEqual([]);
  });

  it('keeps the name of a moved visit, and counts its moves', async () => {
    const paired = await start();
    const [first = '', second = ''] = await queueAt(paired, 2);
    await database.pool.query(
      'update booking set replaces = $2 where practice_id = $1 and booking_id = $3',
      [paired.practiceId, first, second],
    );
    await database.pool.query(`update message_outbox set kind = 'change' where booking_id = $1`, [
      second,
    ]);
    await postOf(paired).round();
    const change = mail.taken.find(({ to }) => to === addressOf(second));
    expect(change?.source).toContain(`Message-ID: <${first}.1.change@klinik.example>`);
  });

  it('tries again what the server puts off, and gives up in the end', async () => {
    const paired = await start();
    const [booking = ''] = await queueAt(paired, 1);
    let tries = 0;
    mail.onMoment = (moment) => {
      if (moment !== 'recipient') return;
      tries += 1;
      throw refusal(451, 'Later');
    };
    const post = postOf(paired);
    for (let i = 0; i < 5; i += 1) await post.round();
    expect(tries).toBe(3);
    expect(mail.taken).toEqual([]);
    expect(await deliveries(paired)).toEqual([{ state: 'failed', fault: 'not-reached' }]);
    expect(await toldOf(paired)).toMatchObject([
      { bookingId: booking, kind: 'confirmation', channel: 'email', uncertain: false },
    ]);
  });

  it('puts an address that does not exist on the list at once', async () => {
    const paired = await start();
    await queueAt(paired, 1);
    mail.onMoment = (moment) => {
      if (moment === 'recipient') throw refusal(550, 'No such mailbox');
    };
    await postOf(paired).round();
    expect(await deliveries(paired)).toEqual([{ state: 'failed', fault: 'address-refused' }]);
    expect(await toldOf(paired)).toMatchObject([{ fault: 'address-refused', start: at(48) }]);
  });

  it('tells the clinic of each failure once', async () => {
    const paired = await start();
    await queueAt(paired, 1);
    mail.onMoment = (moment) => {
      if (moment === 'recipient') throw refusal(550, 'No such mailbox');
    };
    await postOf(paired).round();
    await postOf(paired).round();
    expect(await toldOf(paired)).toHaveLength(1);
  });

  it('tells the clinic once of what many nodes find untold at one moment', async () => {
    const paired = await start();
    const failure = await oneUntold(paired);
    const tellers = Array.from({ length: 8 }, () => tellFailure(database.pool, failure, START));
    expect((await Promise.all(tellers)).filter(Boolean)).toHaveLength(1);
    expect(await toldOf(paired)).toHaveLength(1);
  });

  it('tells the clinic again of what could not be written into the log', async () => {
    const paired = await start();
    await oneUntold(paired);
    await database.pool.query(
      `create function refuse() returns trigger language plpgsql
         as $$ begin raise 'the disk is full' using errcode = '53100'; end $$;
       create trigger refuse before insert on site_log execute function refuse()`,
    );
    await expect(postOf(paired).round()).rejects.toThrow('the disk is full');
    await database.pool.query('drop function refuse cascade');
    await postOf(paired).round();
    expect(await toldOf(paired)).toHaveLength(1);
  });

  it('waits, and keeps the message, while there is no way out', async () => {
    const paired = await start();
    await queueAt(paired, 1);
    const settings = { folder: null, smtp: null, sms: null, from: '' };
    const carrier = openCarrier(settings, () => START);
    await paired.site.post({ carrier, log }).round();
    expect(await waiting(paired)).toBe(1);
    expect(await deliveries(paired)).toEqual([{ state: 'waiting', fault: 'not-set-up' }]);
  });

  it('puts what had not left on the list when the contact must be erased', async () => {
    const paired = await start();
    const [booking] = await queueAt(paired, 1);
    paired.clock.now = at(49);
    await paired.site.tick();
    expect(await waiting(paired)).toBe(0);
    await postOf(paired).round();
    expect(await toldOf(paired)).toMatchObject([{ bookingId: booking, fault: 'gave-up' }]);
  });

  it('leaves a cancellation without an address to the clinic', async () => {
    const paired = await start();
    await paired.connect();
    await paired.offer(0, { from: at(48), to: at(50) });
    const wanted = paired.input({});
    const booked = await paired.site.book(wanted);
    if (!booked.ok) throw new Error(booked.refusal.code);
    const { bookingId } = booked.value;
    const { clinicId, patient } = wanted;
    const { personalIdentityNumber } = patient;
    await paired.site.cancelMine({ clinicId, bookingId, personalIdentityNumber, patient: null });
    const records = await paired.site.link.recordsAfter(paired.practiceId, {
      after: 0,
      limit: 9,
    });
    expect(records.map(({ type }) => type)).toContain('TELL');
  });

  it('shares a queue between two nodes: each message leaves once', async () => {
    const paired = await start();
    const ids: readonly string[] = await queueAt(paired, 200);
    const posts = [postOf(paired), postOf(paired)];
    const taken = await Promise.all(posts.map((post) => post.round()));
    expect(taken.reduce((sum, each) => sum + each, 0)).toBe(200);
    expect(mail.taken.map(({ to }) => to).toSorted()).toEqual(ids.map(addressOf).toSorted());
    expect(await waiting(paired)).toBe(0);
  });

  it('asks the operator what became of an SMS, by one node at a time, and ever more seldom', async () => {
    const paired = await start();
    const operator = await openSmsOperator();
    const [booking = ''] = await queueAt(paired, 1);
    const carrier = () =>
      openCarrier({ folder: null, smtp: null, sms: smsAccount(operator), from: '' }, () => START);
    const askIn = async () => {
      const { rows } = await database.pool.query<{ state: string; seconds: number | null }>(
        `select state, extract(epoch from ask_at - at)::float8 as seconds
         from message_delivery where practice_id = $1`,
        [paired.practiceId],
      );
      return rows[0];
    };
    await database.pool.query('update message_outbox set next_try_at = $1', ['infinity']);
    await database.pool.query(
      `insert into message_delivery (practice_id, booking_id, kind, channel, state, reference, at)
       values ($1, $2, 'confirmation', 'sms', 'sent', 's1', now() - interval '10 seconds')`,
      [paired.practiceId, booking],
    );
    operator.taken.push({ id: 's1', form: {}, status: 'sent' });
    const round = () =>
      Promise.all([1, 2].map(() => paired.site.post({ carrier: carrier(), log }).round()));
    await round();
    expect(await askIn()).toEqual({ state: 'sent', seconds: null });

    await database.pool.query(`update message_delivery set at = at - interval '20 seconds'`);
    await round();
    const asked = await askIn();
    expect(operator.asked).toEqual(['s1']);
    expect(asked?.seconds).toBeGreaterThanOrEqual(60);
    await round();
    expect(operator.asked).toEqual(['s1']);

    operator.taken.splice(0, 1, { id: 's1', form: {}, status: 'failed' });
    await database.pool.query(`update message_delivery set ask_at = now() - interval '1 second'`);
    await round();
    expect(await deliveries(paired)).toEqual([{ state: 'failed', fault: 'not-delivered' }]);
    await operator.close();
  });

  it('takes the operator’s word on a message, in whatever order it comes', async () => {
    const paired = await start();
    const [booking = ''] = await queueAt(paired, 1);
    await database.pool.query(
      `insert into message_delivery (practice_id, booking_id, kind, channel, state, reference, at)
       values ($1, $2, 'confirmation', 'sms', 'sent', 's1', now())`,
      [paired.practiceId, booking as BookingId],
    );
    expect(await noteReport(database.pool, 's1', true)).toBe(true);
    expect(await noteReport(database.pool, 's1', false)).toBe(false);
    expect(await noteReport(database.pool, 's2', true)).toBe(false);
    expect(await deliveries(paired)).toEqual([{ state: 'delivered', fault: null }]);
  });
});
