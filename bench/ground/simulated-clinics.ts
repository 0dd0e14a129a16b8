import { createHash, randomUUID } from 'node:crypto';
import { instant, type PracticeId } from '@tidbok/core';
import { waitUntil } from '@tidbok/e2e';
import { decodeSiteFrame, encodeFrame, helloText, PROTOCOL_RANGE, startOf } from '@tidbok/protocol';
import { createSealingKeyPair, createSigningKeyPair, sign, type KeyPair } from '@tidbok/seal';
import { insertPairingCode, openSitePool, pairPractice } from '@tidbok/store/site';
import {
  clinicSessionStep,
  NEW_CLINIC_SESSION,
  type ClinicSession,
  type ClinicSessionEffect,
  type ClinicSessionEvent,
} from '@tidbok/sync';
import { WebSocket } from 'ws';

/** A paired practice whose Online Client is played here. */
interface SimulatedClinic {
  readonly practiceId: PracticeId;
  readonly installationId: string;
  readonly clinicInc: string;
  readonly siteInc: string;
  readonly identity: KeyPair;
}

const CODE_MS = 3_600_000;
const TICK_MS = 100;
const PATIENCE_MS = 180_000;
const PAIR_AT_ONCE = 8;

/** Pairs practices as their Online Clients would have, each with keys of its own. */
export const pairMany = async (databaseUrl: string, count: number): Promise<SimulatedClinic[]> => {
  const pool = openSitePool({
    databaseUrl,
    maxConnections: PAIR_AT_ONCE,
    onBroken: () => undefined,
  });
  const { publicKey: sealingPublicKey } = createSealingKeyPair();
  const pairOne = async (index: number): Promise<SimulatedClinic> => {
    const practiceId = randomUUID() as PracticeId;
    const codeHash = createHash('sha256').update(practiceId).digest('hex');
    const at = instant(Date.now());
    const name = `Klinik ${String(index)}`;
    const expiresAt = instant(at + CODE_MS);
    await insertPairingCode(pool, { codeHash, practiceName: name, at, expiresAt });
    const identity = createSigningKeyPair();
    const [installationId, clinicInc, siteInc] = [randomUUID(), randomUUID(), randomUUID()];
    const paired = await pairPractice(pool, codeHash, {
      ...{ practiceId, name, installationId, sealingPublicKey, clinicInc, siteInc, at },
      signingPublicKey: identity.publicKey,
    });
    if (paired.type !== 'paired') throw new Error('a practice did not pair');
    return { practiceId, installationId, clinicInc, siteInc, identity };
  };
  const clinics: SimulatedClinic[] = [];
  for (let first = 0; first < count; first += PAIR_AT_ONCE) {
    const indices = Array.from({ length: Math.min(PAIR_AT_ONCE, count - first) }, (_, i) => i);
    clinics.push(...(await Promise.all(indices.map((index) => pairOne(first + index)))));
  }
  await pool.end();
  return clinics;
};

/** Runs on a clock that nobody sets. */
const now = () => instant(Math.round(performance.timeOrigin + performance.now()));

/** The production session, signature and frames; only what lies behind the session is played. */
class Dialler {
  readonly #clinic: SimulatedClinic;
  readonly #siteUrl: string;
  /** Each calls from an address of its own, as clinics do. */
  readonly #address: string;
  #session: ClinicSession = NEW_CLINIC_SESSION;
  #socket: WebSocket | null = null;
  #lostAt = performance.now();
  /** From losing the connection to being welcomed again. */
  backAfterMs: number | null = null;

  constructor(clinic: SimulatedClinic, siteUrl: string, index: number) {
    this.#clinic = clinic;
    this.#siteUrl = siteUrl.replace(/^http/, 'ws');
    this.#address = `127.1.${String(index >> 8)}.${String(index & 255 || 1)}`;
  }

  step(event: ClinicSessionEvent): void {
    const moment = { now: now(), random: Math.random() };
    const { session, sends, effects } = clinicSessionStep(this.#session, event, moment);
    this.#session = session;
    for (const frame of sends) this.#socket?.send(encodeFrame(frame));
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: ClinicSessionEffect): void {
    if (effect.type === 'connect') this.#connect();
    else if (effect.type === 'greet') this.#greet(effect.nonce);
    else if (effect.type === 'link-up') this.backAfterMs = performance.now() - this.#lostAt;
    else if (effect.type === 'read-log') {
      this.step({ type: 'log-read', afterSeq: effect.afterSeq, records: [] });
    } else if (effect.type === 'close') this.#socket?.close();
    else if (effect.type === 'link-down') {
      this.#lostAt = performance.now();
      this.backAfterMs = null;
    }
  }

  #connect(): void {
    const socket = new WebSocket(`${this.#siteUrl}/sync`, {
      localAddress: this.#address,
      perMessageDeflate: false,
    });
    this.#socket = socket;
    socket.on('message', (data) => {
      const text = Buffer.isBuffer(data) ? data.toString('utf8') : '';
      if (this.#socket === socket) this.step({ type: 'frame', frame: decodeSiteFrame(text) });
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.#socket === socket) this.step({ type: 'closed' });
    });
  }

  #greet(nonce: string): void {
    const { practiceId, installationId, clinicInc, siteInc, identity } = this.#clinic;
    const hello = {
      practiceId,
      installationId,
      protocol: PROTOCOL_RANGE,
      clinicHead: startOf(clinicInc),
      siteCursor: startOf(siteInc),
      clinicTime: instant(Date.now()),
      nonce,
    };
    const signature = sign(identity.privateKey, helloText(hello));
    this.step({ type: 'hello-ready', hello: { type: 'HELLO', ...hello, signature } });
  }
}

export interface Fleet {
  /** How long each was away, ascending; throws when not all come. */
  readonly untilAllOpen: () => Promise<readonly number[]>;
  readonly hangUp: () => void;
}

export const dialAll = (siteUrl: string, clinics: readonly SimulatedClinic[]): Fleet => {
  const diallers = clinics.map((clinic, index) => new Dialler(clinic, siteUrl, index));
  for (const dialler of diallers) dialler.step({ type: 'start' });
  const ticker = setInterval(() => {
    for (const dialler of diallers) dialler.step({ type: 'tick' });
  }, TICK_MS);
  return {
    untilAllOpen: async () => {
      await waitUntil(() => diallers.every(({ backAfterMs }) => backAfterMs !== null), {
        what: 'every clinic to be connected',
        withinMs: PATIENCE_MS,
      });
      return diallers.map(({ backAfterMs }) => backAfterMs ?? 0).sort((a, b) => a - b);
    },
    hangUp: () => {
      clearInterval(ticker);
      for (const dialler of diallers) dialler.step({ type: 'stop' });
    },
  };
};
