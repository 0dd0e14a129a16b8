import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant, type PracticeId } from '@tidbok/core';
import {
  decodeClinicFrame,
  decodeSiteFrame,
  encodeFrame,
  NO_HASH,
  startOf,
  type ClinicFrame,
  type LogRecord,
  type Position,
  type SiteFrame,
} from '@tidbok/protocol';
import {
  ACK_AFTER_MS,
  challenge,
  clinicSessionStep,
  DEAD_AFTER_MS,
  GREET_ANEW_AFTER_MS,
  isOvertaken,
  judgeHello,
  NEW_CLINIC_SESSION,
  PING_AFTER_MS,
  reconnectDelay,
  RECONNECT_CAP_MS,
  siteSessionStep,
  type ClinicSession,
  type ClinicSessionEvent,
  type KnownPractice,
  type SiteSession,
  openStream,
} from '@tidbok/sync';
import { id } from './practice.ts';
import { Line, log } from './line.ts';

const practiceId = id<PracticeId>('practi', 1);
const hello = {
  type: 'HELLO',
  practiceId,
  installationId: 'this-computer',
  protocol: { min: 1, max: 1 },
  clinicHead: startOf('clinic'),
  siteCursor: startOf('site'),
  clinicTime: instant(0),
  nonce: 'bm9uY2U=',
  signature: 'c2ln',
} as const;

describe('the Online Client and the site', () => {
  it('shake hands, then exchange all that either has, acknowledged', () => {
    const line = new Line(log('clinic', 250), log('site', 120));
    line.run(3_000);
    expect(line.clinic.type).toBe('open');
    expect(line.atSite).toBe(250);
    expect(line.atClinic).toBe(120);
    expect(line.ackedByClinic).toBe(120);
    expect(line.ackedBySite).toBe(250);
  });

  it('say of which head the site took the book for restored', () => {
    const moment = { now: instant(0), random: 0 };
    const goaway = { type: 'GOAWAY', code: 'resync-restored', retryAfterMs: 0 } as const;
    const events: ClinicSessionEvent[] = [
      { type: 'start' },
      { type: 'hello-ready', hello },
      { type: 'frame', frame: goaway },
    ];
    let session: ClinicSession = NEW_CLINIC_SESSION;
    let effects: readonly unknown[] = [];
    for (const event of events) {
      const step = clinicSessionStep(session, event, moment);
      ({ session, effects } = step);
    }
    const saidHead = hello.clinicHead;
    expect(effects).toContainEqual({ type: 'begin-resync', because: 'restored', saidHead });
  });

  it('send what is written later as soon as they are woken', () => {
    const line = new Line(log('clinic', 1), log('site', 0));
    line.run(1_000);
    line.write('site', 3);
    line.run(50);
    expect(line.atClinic).toBe(3);
  });

  it('resume from the cursor when the line breaks, losing and doubling nothing', () => {
    const line = new Line(log('clinic', 250), log('site', 120));
    line.run(20);
    line.cut();
    line.write('clinic', 50);
    line.run(40_000);
    expect(line.atSite).toBe(300);
    expect(line.atClinic).toBe(120);
  });

  it('keep a quiet line alive with pings, and give a dead one up', () => {
    const line = new Line(log('clinic', 0), log('site', 0));
    line.run(1_000);
    line.run(PING_AFTER_MS * 4);
    expect(line.connections).toBe(1);
    line.mute();
    line.run(DEAD_AFTER_MS + 1_000);
    expect(line.connections).toBeGreaterThan(1);
  });

  it('greet anew once a day, when nothing is on its way, to compare what they agree on', () => {
    const line = new Line(log('clinic', 3), log('site', 3));
    line.run(3_000);
    const tomorrow = { now: instant(3_000 + GREET_ANEW_AFTER_MS), random: 0 };
    const because = (session: ClinicSession) =>
      clinicSessionStep(session, { type: 'tick' }, tomorrow).effects.find(
        ({ type }) => type === 'link-down',
      );
    expect(because(line.clinic)).toMatchObject({ because: 'greets-anew' });
    const earlier = { ...tomorrow, now: instant(3_000 + PING_AFTER_MS) };
    expect(clinicSessionStep(line.clinic, { type: 'tick' }, earlier).session.type).toBe('open');
    line.mute();
    line.write('clinic', 1);
    line.run(100);
    expect(because(line.clinic)).not.toMatchObject({ because: 'greets-anew' });
  });

  it('get through any line that breaks and loses frames at the end of each connection', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 12 }),
        fc.nat({ max: 400 }),
        fc.nat({ max: 400 }),
        (breaks, fromClinic, fromSite) => {
          const line = new Line(log('clinic', fromClinic), log('site', fromSite));
          for (const after of breaks) {
            line.run(after);
            line.cut();
          }
          line.run(60_000);
          expect([line.atSite, line.atClinic]).toEqual([fromClinic, fromSite]);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  }, 30_000);
});

describe('the site, told HELLO,', () => {
  const known: KnownPractice = {
    installationId: 'this-computer',
    signingPublicKey: 'key',
    halted: false,
    clinicCursor: startOf('clinic'),
    siteHead: startOf('site'),
  };
  const judge = (practice: KnownPractice | null, said = {}, valid = true) =>
    judgeHello(practice, { ...hello, ...said }, { nonce: hello.nonce, verify: () => valid });
  const ahead: Position = { inc: 'clinic', seq: 5, hash: 'a'.repeat(64) };

  it('welcomes the paired installation', () => {
    expect(judge(known)).toBeNull();
  });

  it.each([
    { code: 'not-paired', practice: null, said: {}, valid: true },
    { code: 'bad-signature', practice: known, said: {}, valid: false },
    { code: 'bad-signature', practice: known, said: { nonce: 'b3RoZXI=' }, valid: true },
    {
      code: 'repair-required',
      practice: known,
      said: { installationId: 'a copied disk' },
      valid: true,
    },
    {
      code: 'protocol-unsupported',
      practice: known,
      said: { protocol: { min: 9, max: 9 } },
      valid: true,
    },
    { code: 'halted', practice: { ...known, halted: true }, said: {}, valid: true },
    { code: 'fenced', practice: { ...known, isOvertaken: true }, said: {}, valid: true },
    { code: 'log-diverged', practice: { ...known, clinicCursor: ahead }, said: {}, valid: true },
    {
      code: 'log-diverged',
      practice: known,
      said: { siteCursor: { ...ahead, inc: 'site' } },
      valid: true,
    },
    {
      code: 'log-diverged',
      practice: known,
      said: { clinicHead: { ...ahead, inc: 'restored' } },
      valid: true,
    },
  ])('answers $code', ({ code, practice, said, valid }) => {
    expect(judge(practice, said, valid)).toBe(code);
  });

  it('hears no connection that was challenged before the one that it has admitted', () => {
    expect(isOvertaken(2_000, 3_000)).toBe(true);
    expect(isOvertaken(3_000, 2_000)).toBe(false);
    expect(isOvertaken(null, 3_000)).toBe(false);
    // The clock of the database was set back in between.
    expect(isOvertaken(-60_000, 3_000)).toBe(false);
  });

  it('knows a fork at the same place by its hash', () => {
    const cursor = { ...ahead, hash: NO_HASH };
    expect(judge({ ...known, clinicCursor: cursor }, { clinicHead: ahead })).toBe('log-diverged');
  });
});

describe('a session of the site', () => {
  const open = (): SiteSession => {
    const asked = siteSessionStep(
      challenge('bm9uY2U=', instant(0)).session,
      { type: 'frame', frame: hello },
      instant(0),
    );
    const places = { clinicCursor: startOf('clinic'), siteHead: startOf('site') };
    const event = { type: 'admitted', epoch: 4, ...places, frontierAt: instant(0) } as const;
    return siteSessionStep(asked.session, event, instant(0)).session;
  };

  it('is fenced when a newer connection of the practice was admitted', () => {
    const fenced = siteSessionStep(open(), { type: 'fenced' }, instant(1));
    expect(fenced.sends).toEqual([{ type: 'GOAWAY', code: 'fenced', retryAfterMs: 0 }]);
    expect(fenced.session.type).toBe('ended');
  });

  it('is fenced as well when its log has begun a new life by a newer one', () => {
    const read = { type: 'log-read', afterSeq: 0, records: log('another life', 1) } as const;
    expect(siteSessionStep(open(), read, instant(1)).sends).toEqual([
      { type: 'GOAWAY', code: 'fenced', retryAfterMs: 0 },
    ]);
  });

  it('does not hear frames of another epoch', () => {
    const records = [...log('clinic', 1)];
    const frame = { type: 'DATA', epoch: 3, records } as const;
    expect(siteSessionStep(open(), { type: 'frame', frame }, instant(1)).effects).toEqual([]);
  });

  it('ends on a frame that is none, on data before HELLO, on a second HELLO', () => {
    const bad = { type: 'GOAWAY', code: 'bad-frame', retryAfterMs: 0 };
    const fresh = challenge('bm9uY2U=', instant(0)).session;
    const data = { type: 'PING', epoch: 0 } as const;
    for (const [session, frame] of [
      [open(), null],
      [fresh, data],
      [open(), hello],
    ] as const) {
      expect(siteSessionStep(session, { type: 'frame', frame }, instant(1)).sends).toEqual([bad]);
    }
  });

  it('ends when HELLO does not come', () => {
    const fresh = challenge('bm9uY2U=', instant(0)).session;
    expect(siteSessionStep(fresh, { type: 'tick' }, instant(20_000)).session.type).toBe('ended');
  });

  it('asks again from its cursor at a gap', () => {
    const cursor = startOf('clinic');
    const step = siteSessionStep(open(), { type: 'applied', result: 'gap', cursor }, instant(1));
    expect(step.sends).toEqual([{ type: 'ACK', epoch: 4, cursor }]);
  });

  it('sends the clinic away when the logs do not fit, or a record cannot be applied', () => {
    const cursor = startOf('clinic');
    for (const [result, code] of [
      ['diverged', 'log-diverged'],
      ['halted', 'halted'],
    ] as const) {
      const step = siteSessionStep(open(), { type: 'applied', result, cursor }, instant(1));
      expect(step.sends).toEqual([{ type: 'GOAWAY', code, retryAfterMs: 0 }]);
    }
  });

  it('acknowledges a little later, many records at once', () => {
    const cursor = { inc: 'clinic', seq: 3, hash: NO_HASH };
    const applied = { type: 'applied', result: 'applied', cursor } as const;
    const first = siteSessionStep(open(), applied, instant(10));
    expect(first.sends).toEqual([]);
    const later = siteSessionStep(first.session, { type: 'tick' }, instant(10 + ACK_AFTER_MS));
    expect(later.sends).toEqual([{ type: 'ACK', epoch: 4, cursor }]);
  });
});

describe('a session of the Online Client', () => {
  const moment = { now: instant(0), random: 0.5 };
  const step = (session: ClinicSession, event: ClinicSessionEvent) =>
    clinicSessionStep(session, event, moment);
  const greeting = () => {
    const dialled = step(NEW_CLINIC_SESSION, { type: 'start' });
    const asked = step(dialled.session, {
      type: 'frame',
      frame: { type: 'CHALLENGE', nonce: hello.nonce },
    });
    expect(asked.effects).toEqual([{ type: 'greet', nonce: hello.nonce }]);
    return step(asked.session, { type: 'hello-ready', hello }).session;
  };
  const welcome = {
    type: 'WELCOME',
    epoch: 4,
    protocol: 1,
    clinicCursor: startOf('clinic'),
    siteHead: startOf('site'),
    siteTime: instant(0),
    frontierAt: instant(0),
    digest: null,
  } as const;

  it('opens on WELCOME', () => {
    expect(step(greeting(), { type: 'frame', frame: welcome }).session.type).toBe('open');
  });

  it('greets anew, and sends nothing, when another program has begun a new life of its log', () => {
    const { session } = step(greeting(), { type: 'frame', frame: welcome });
    const read = { type: 'log-read', afterSeq: 0, records: log('another life', 1) } as const;
    const told = step(session, read);
    expect(told).toMatchObject({ session: { type: 'waiting' }, sends: [] });
    expect(told.effects).toContainEqual({ type: 'link-down', because: 'greets-anew' });
  });

  describe('when the site takes its log for another’s', () => {
    const later = { now: instant(3_600_000), random: 0 };
    const next = (session: ClinicSession, event: ClinicSessionEvent) =>
      clinicSessionStep(session, event, later);
    /** Greets with a head that is so far, and is refused. */
    const refused = (session: ClinicSession, seq: number) => {
      const clinicHead = { inc: 'clinic', seq, hash: NO_HASH };
      const dialled = next(session, { type: 'tick' }).session;
      const said = next(dialled, { type: 'hello-ready', hello: { ...hello, clinicHead } }).session;
      const frame = { type: 'GOAWAY', code: 'log-diverged', retryAfterMs: 0 } as const;
      return next(said, { type: 'frame', frame });
    };
    const waiting = { type: 'waiting', attempt: 0, retryAt: instant(0) } as const;

    it('greets again, and stops when it has nothing else to say', () => {
      const doubted = refused(waiting, 3);
      expect(doubted.session.type).toBe('waiting');
      expect(doubted.effects).toContainEqual({ type: 'link-down', because: 'doubted' });
      const again = refused(doubted.session, 3);
      expect(again.session).toEqual({ type: 'stopped', because: 'log-diverged' });
      expect(again.effects).toContainEqual({ type: 'link-down', because: 'log-diverged' });
    });

    it('greets again as long as its log goes on, but not for ever', () => {
      let session: ClinicSession = waiting;
      for (let seq = 1; seq <= 8; seq += 1) {
        session = refused(session, seq).session;
        expect(session.type).toBe('waiting');
      }
      expect(refused(session, 9).session).toEqual({ type: 'stopped', because: 'log-diverged' });
    });

    it('has no doubt left once it was welcomed', () => {
      const dialled = next(refused(waiting, 3).session, { type: 'tick' }).session;
      const said = next(dialled, { type: 'hello-ready', hello }).session;
      const open = next(said, { type: 'frame', frame: welcome }).session;
      const down = next(open, { type: 'closed' }).session;
      expect(refused(down, 3).session.type).toBe('waiting');
    });
  });

  it('stops when the site has lost what the clinic has read of it', () => {
    const siteCursor = { inc: 'site', seq: 9, hash: NO_HASH };
    const greeted = { ...greeting(), hello: { ...hello, siteCursor } } as ClinicSession;
    const told = step(greeted, { type: 'frame', frame: welcome });
    expect(told.session).toEqual({ type: 'stopped', because: 'log-diverged' });
  });

  it('does not fight another connection of its own installation', () => {
    const frame = { type: 'GOAWAY', code: 'fenced', retryAfterMs: 0 } as const;
    const told = step(greeting(), { type: 'frame', frame });
    expect(told.session).toMatchObject({ type: 'waiting' });
    if (told.session.type === 'waiting')
      expect(told.session.retryAt).toBeGreaterThanOrEqual(30_000);
  });

  it('waits longer from try to try, with jitter, and never long', () => {
    const most = [0, 1, 2, 3, 9, 99].map((attempt) => reconnectDelay(attempt, 0.999_999));
    expect(most).toEqual([499, 999, 1_999, 3_999, 14_999, 14_999]);
    expect(reconnectDelay(9, 0)).toBe(0);
    expect(RECONNECT_CAP_MS).toBe(15_000);
  });
});

describe('a question about a person’s visits', () => {
  const question = { lookupId: id<string>('lookup', 1), answerKey: 'a2V5', sealed: 'AQID' };
  const answer = { lookupId: question.lookupId, parts: ['BAUG'] };

  function opened(speaks: { readonly min: number; readonly max: number }): SiteSession {
    const said = { ...hello, protocol: speaks };
    let site: SiteSession = challenge(hello.nonce, instant(0)).session;
    site = siteSessionStep(site, { type: 'frame', frame: said }, instant(0)).session;
    const admitted = {
      type: 'admitted',
      epoch: 4,
      clinicCursor: startOf('clinic'),
      siteHead: startOf('site'),
      frontierAt: instant(0),
    } as const;
    return siteSessionStep(site, admitted, instant(0)).session;
  }
  const asked = (site: SiteSession) =>
    siteSessionStep(site, { type: 'look-up', question }, instant(0));
  const clinic: ClinicSession = {
    type: 'open',
    since: instant(0),
    stream: openStream(
      { epoch: 4, peerHas: startOf('clinic'), applied: startOf('site') },
      instant(0),
    ).stream,
  };
  const moment = { now: instant(9), random: 0.5 };

  it('goes to the clinic, is answered from its book, and the answer comes back', () => {
    const { session: site, sends } = asked(opened({ min: 1, max: 4 }));
    expect(sends).toEqual([{ type: 'LOOKUP', epoch: 4, ...question }]);
    const [frame] = sends;
    if (frame === undefined) throw new Error('nothing was asked');
    const heard = clinicSessionStep(clinic, { type: 'frame', frame }, moment);
    expect(heard.effects).toEqual([{ type: 'look-up', question: { epoch: 4, ...question } }]);
    const told = clinicSessionStep(
      heard.session,
      { type: 'looked-up', answer: { epoch: 4, ...answer } },
      moment,
    );
    const [back] = told.sends;
    if (back === undefined) throw new Error('nothing was answered');
    const came = siteSessionStep(site, { type: 'frame', frame: back }, instant(9));
    expect(came.effects).toEqual([{ type: 'looked-up', ...answer }]);
  });

  it('is never put to an older clinic, which would take it for nonsense', () => {
    const { sends, effects } = asked(opened({ min: 1, max: 3 }));
    expect(sends).toEqual([]);
    expect(effects).toEqual([{ type: 'looked-up', lookupId: question.lookupId, parts: null }]);
  });

  it('of another connection is neither heard nor answered', () => {
    const frame = { type: 'LOOKUP', epoch: 3, ...question } as const;
    expect(clinicSessionStep(clinic, { type: 'frame', frame }, moment).effects).toEqual([]);
    const late = { type: 'looked-up', answer: { epoch: 3, ...answer } } as const;
    expect(clinicSessionStep(clinic, late, moment).sends).toEqual([]);
    const old = { type: 'LOOKED_UP', epoch: 3, ...answer } as const;
    const site = opened({ min: 1, max: 4 });
    expect(siteSessionStep(site, { type: 'frame', frame: old }, instant(0)).effects).toEqual([]);
  });
});

describe('frames on the line', () => {
  it('are text that the other end reads strictly', () => {
    const sent: (SiteFrame | ClinicFrame)[] = [{ type: 'PING', epoch: 1 }];
    const records: readonly LogRecord[] = log('clinic', 1);
    sent.push({ type: 'DATA', epoch: 1, records });
    for (const frame of sent) {
      expect(decodeSiteFrame(encodeFrame(frame))).toEqual(frame);
      expect(decodeClinicFrame(encodeFrame(frame))).toEqual(frame);
    }
  });
});
