import { instant, type PracticeId } from '@tidbok/core';
import {
  decodeClinicFrame,
  decodeSiteFrame,
  encodeFrame,
  hashOf,
  positionOf,
  startOf,
  continuity,
  NO_HASH,
  type LogRecord,
  type Position,
} from '@tidbok/protocol';
import {
  challenge,
  clinicSessionStep,
  judgeHello,
  NEW_CLINIC_SESSION,
  siteSessionStep,
  type AppliedResult,
  type ClinicSession,
  type ClinicSessionEvent,
  type ClinicSessionStep,
  type SiteSession,
  type SiteSessionEvent,
  type SiteSessionStep,
} from '@tidbok/sync';
import { id, sha256 } from './practice.ts';

const practiceId = id<PracticeId>('practi', 1);

/** A log of so many records that mean nothing. */
export function log(inc: string, count: number): LogRecord[] {
  const records: LogRecord[] = [];
  grow(records, inc, count);
  return records;
}

function grow(records: LogRecord[], inc: string, count: number): void {
  for (let left = count; left > 0; left -= 1) {
    const record = {
      inc,
      seq: records.length + 1,
      type: 'NOTE',
      v: 1,
      mustUnderstand: false,
      at: instant(0),
      prevHash: records.at(-1)?.hash ?? NO_HASH,
      body: '{}',
    };
    records.push({ ...record, hash: hashOf(record, sha256) });
  }
}

interface Flying {
  readonly to: 'clinic' | 'site';
  readonly connection: number;
  readonly text: string;
  readonly dueAt: number;
}

/** Both sessions over a line that a test may cut or mute; a clock that only the test moves. */
export class Line {
  clinic: ClinicSession = NEW_CLINIC_SESSION;
  atClinic = 0;
  atSite = 0;
  ackedByClinic = 0;
  ackedBySite = 0;
  connections = 0;
  #site: SiteSession = { type: 'ended' };
  #now = 0;
  #epoch = 0;
  #flying: Flying[] = [];
  #up = false;
  #muted = false;
  readonly #logs: { readonly clinic: LogRecord[]; readonly site: LogRecord[] };

  constructor(clinicLog: LogRecord[], siteLog: LogRecord[]) {
    this.#logs = { clinic: clinicLog, site: siteLog };
  }

  /** Lets so many milliseconds pass, in steps of ten. */
  run(milliseconds: number): void {
    for (const end = this.#now + milliseconds; this.#now < end;) {
      this.#now += 10;
      const due = this.#flying.filter(({ dueAt }) => dueAt <= this.#now);
      this.#flying = this.#flying.filter(({ dueAt }) => dueAt > this.#now);
      for (const each of due) this.#land(each);
      this.#clinicStep({ type: 'tick' });
      this.#siteStep({ type: 'tick' });
    }
  }

  /** The connection breaks; what is in the air is lost. */
  cut(): void {
    if (!this.#up) return;
    this.#up = false;
    this.#flying = [];
    this.#siteStep({ type: 'closed' });
    this.#clinicStep({ type: 'closed' });
  }

  /** Nothing arrives any more on this connection, and nobody is told. */
  mute(): void {
    this.#muted = true;
  }

  write(side: 'clinic' | 'site', count: number): void {
    grow(this.#logs[side], side, count);
    if (side === 'clinic') this.#clinicStep({ type: 'log-grew' });
    else this.#siteStep({ type: 'log-grew' });
  }

  #land({ to, connection, text }: Flying): void {
    if (!this.#up || this.#muted || connection !== this.connections) return;
    if (to === 'site') this.#siteStep({ type: 'frame', frame: decodeClinicFrame(text) });
    else this.#clinicStep({ type: 'frame', frame: decodeSiteFrame(text) });
  }

  #send(
    to: 'clinic' | 'site',
    frames: ClinicSessionStep['sends'] | SiteSessionStep['sends'],
  ): void {
    for (const frame of frames) {
      const text = encodeFrame(frame);
      this.#flying.push({ to, connection: this.connections, text, dueAt: this.#now + 10 });
    }
  }

  #clinicStep(event: ClinicSessionEvent): void {
    const moment = { now: instant(this.#now), random: 0.5 };
    const step = clinicSessionStep(this.clinic, event, moment);
    this.clinic = step.session;
    this.#send('site', step.sends);
    for (const effect of step.effects) this.#doForClinic(effect);
  }

  #doForClinic(effect: ClinicSessionStep['effects'][number]): void {
    switch (effect.type) {
      case 'connect':
        this.connections += 1;
        this.#up = true;
        this.#muted = false;
        return this.#takeSite(challenge('bm9uY2U=', instant(this.#now)));
      case 'close':
        this.#up = false;
        return this.#siteStep({ type: 'closed' });
      case 'greet':
        return this.#clinicStep({ type: 'hello-ready', hello: this.#hello(effect.nonce) });
      case 'read-log':
        return this.#clinicStep({ type: 'log-read', ...read(this.#logs.clinic, effect) });
      case 'apply': {
        const applied = this.#applied(effect.records, 'site', this.atClinic);
        this.atClinic = applied.cursor.seq;
        return this.#clinicStep({ type: 'applied', ...applied });
      }
      case 'acked':
        this.ackedBySite = effect.cursor.seq;
        return;
      case 'link-up':
      case 'link-down':
      case 'begin-resync':
      case 'look-up':
        return;
    }
  }

  #siteStep(event: SiteSessionEvent): void {
    this.#takeSite(siteSessionStep(this.#site, event, instant(this.#now)));
  }

  #takeSite(step: SiteSessionStep): void {
    this.#site = step.session;
    this.#send('clinic', step.sends);
    for (const effect of step.effects) this.#doForSite(effect);
  }

  #doForSite(effect: SiteSessionStep['effects'][number]): void {
    switch (effect.type) {
      case 'close':
        return;
      case 'admit':
        return this.#admit(effect.hello);
      case 'read-log':
        return this.#siteStep({ type: 'log-read', ...read(this.#logs.site, effect) });
      case 'apply': {
        const applied = this.#applied(effect.records, 'clinic', this.atSite);
        this.atSite = applied.cursor.seq;
        return this.#siteStep({ type: 'applied', ...applied });
      }
      case 'acked':
        this.ackedByClinic = effect.cursor.seq;
        return;
      case 'looked-up':
        return;
    }
  }

  #admit(hello: Extract<SiteSessionStep['effects'][number], { type: 'admit' }>['hello']): void {
    const clinicCursor = placeAt(this.#logs.clinic, 'clinic', this.atSite);
    const siteHead = placeAt(this.#logs.site, 'site', this.#logs.site.length);
    const code = judgeHello(
      {
        installationId: 'this-computer',
        signingPublicKey: 'key',
        halted: false,
        clinicCursor,
        siteHead,
      },
      hello,
      { nonce: hello.nonce, verify: () => true },
    );
    if (code !== null) return this.#siteStep({ type: 'refused', code });
    this.#epoch += 1;
    const frontierAt = instant(0);
    const epoch = this.#epoch;
    return this.#siteStep({ type: 'admitted', epoch, clinicCursor, siteHead, frontierAt });
  }

  #hello(nonce: string) {
    return {
      type: 'HELLO',
      practiceId,
      installationId: 'this-computer',
      protocol: { min: 1, max: 1 },
      clinicHead: placeAt(this.#logs.clinic, 'clinic', this.#logs.clinic.length),
      siteCursor: placeAt(this.#logs.site, 'site', this.atClinic),
      clinicTime: instant(this.#now),
      nonce,
      signature: 'c2ln',
    } as const;
  }

  /** As the databases do: in order, once, from the cursor. */
  #applied(
    records: readonly LogRecord[],
    from: 'clinic' | 'site',
    seq: number,
  ): { readonly result: AppliedResult; readonly cursor: Position } {
    let cursor = placeAt(this.#logs[from], from, seq);
    for (const record of records) {
      const place = continuity(cursor, record, sha256);
      if (place === 'gap' || place === 'diverged') return { result: place, cursor };
      if (place === 'next') cursor = positionOf(record);
    }
    return { result: 'applied', cursor };
  }
}

function read(
  records: readonly LogRecord[],
  { afterSeq, limit }: { readonly afterSeq: number; readonly limit: number },
) {
  return { afterSeq, records: records.slice(afterSeq, afterSeq + limit) };
}

function placeAt(records: readonly LogRecord[], inc: string, seq: number): Position {
  const record = records[seq - 1];
  return record === undefined ? startOf(inc) : positionOf(record);
}
