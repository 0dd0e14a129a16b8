import { randomBytes } from 'node:crypto';
import { instant, type Instant } from '@tidbok/core';
import { helloText, PROTOCOL_RANGE, positionOf, type Position } from '@tidbok/protocol';
import { createSealingKeyPair, createSigningKeyPair, sign } from '@tidbok/seal';
import { openClinic, type Clinic } from '@tidbok/service/clinic';
import { openSite, type Site } from '@tidbok/service/site';
import { migrateClinic } from '@tidbok/store/clinic';
import { migrateSite } from '@tidbok/store/site';
import { createTestDatabase } from '@tidbok/tools/test-database';
import { Pool } from 'pg';
import { NOW, practiceId, reception, smallPractice } from './clinic/small-practice.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
type Side = 'clinic' | 'site';

/** A database that can be copied, and that a copy of it can take the place of. */
interface Kept {
  readonly url: string;
  readonly pool: Pool;
  readonly drop: () => Promise<void>;
}

/** Book and site on databases of their own, and what goes between them, record by record. */
export class BothSides {
  clinic: Clinic;
  site: Site;
  /** What counts as now at both. */
  readonly clock: { now: Instant };
  /** GOAWAY codes that the site has said. */
  readonly refused: string[] = [];
  /** What the site has raised an alarm about. */
  readonly alarms: string[] = [];
  readonly #signing = createSigningKeyPair();
  readonly #messageKey = createSealingKeyPair();
  readonly #secret = randomBytes(32);
  readonly #databases: { clinic: Kept; site: Kept };
  readonly #copies: string[] = [];

  private constructor(
    databases: { clinic: Kept; site: Kept },
    parts: { clinic: Clinic; clock: { now: Instant } },
  ) {
    this.#databases = databases;
    this.clinic = parts.clinic;
    this.clock = parts.clock;
    // Opened by `open` before anybody may see it.
    this.site = undefined as never;
  }

  static async open(): Promise<BothSides> {
    const clock = { now: NOW };
    const databases = {
      clinic: await createTestDatabase({ side: 'clinic', migrate: migrateClinic }),
      site: await createTestDatabase({ side: 'site', migrate: migrateSite }),
    };
    const clinic = await openBook(databases.clinic.url, clock);
    const both = new BothSides(databases, { clinic, clock });
    both.site = await both.#openSite(databases.site.url);
    const imported = await clinic.importPractice(smallPractice());
    if (!imported.ok) throw new Error(imported.refusal.code);
    await databases.clinic.pool.query(
      `insert into staff_user (id, sign_in_name, name, created_at) values ($1, $2, $3, now())`,
      [reception.userId, reception.signInName, reception.name],
    );
    await both.pair();
    return both;
  }

  get pools(): { readonly clinic: Pool; readonly site: Pool } {
    return { clinic: this.#databases.clinic.pool, site: this.#databases.site.pool };
  }

  async pair(): Promise<void> {
    const material = await this.clinic.pairingMaterial();
    if (!material.ok) throw new Error(material.refusal.code);
    const { code } = await this.site.createPairingCode('Praktiken');
    const signingPublicKey = this.#signing.publicKey;
    const paired = await this.site.pair({ code, ...material.value, signingPublicKey });
    if (!paired.ok) throw new Error(paired.refusal.code);
    const { siteInc, epoch } = paired.value;
    const { installationId } = material.value;
    const siteUrl = 'http://127.0.0.1:1';
    const known = epoch > 0;
    const kept = await this.clinic.rememberPairing({ siteUrl, siteInc, installationId, known });
    if (!kept.ok) throw new Error(kept.refusal.code);
  }

  /** Connects, and hands everything over both ways until nothing is left. */
  async exchange(): Promise<void> {
    let clinicCursor = await this.#greet();
    for (;;) {
      const toSite = await this.clinic.recordsAfter(clinicCursor.seq, 50);
      if (toSite.length > 0) {
        const applied = await this.site.link.applyRecords(practiceId, toSite);
        if (applied.result !== 'applied') throw new Error(`the site ${applied.result}`);
        clinicCursor = toSite.map(positionOf).at(-1) ?? clinicCursor;
      }
      const state = await this.#state();
      const page = { after: state.siteCursor.seq, limit: 50 };
      const toClinic = await this.site.link.recordsAfter(practiceId, page);
      if (toClinic.length > 0) {
        const applied = await this.clinic.applySiteRecords(toClinic);
        if (applied.type !== 'applied') throw new Error(`the book ${applied.type}`);
      }
      if (toSite.length === 0 && toClinic.length === 0) return;
    }
  }

  /** HELLO, until the site welcomes; answers where the site stands in the clinic's log. */
  async #greet(): Promise<Position> {
    for (let tries = 0; tries < 4; tries += 1) {
      const nonce = randomBytes(32).toString('base64');
      const answer = await this.site.link.admit(await this.hello(nonce), { nonce, agoMs: 0 });
      if (answer.type === 'admitted') return answer.clinicCursor;
      this.refused.push(answer.code);
      if (answer.code === 'resync') await this.clinic.beginResync('whole');
      else if (answer.code === 'resync-restored') await this.clinic.beginResync('restored');
      else throw new Error(answer.code);
    }
    throw new Error('never welcomed');
  }

  async hello(nonce: string) {
    const { installationId, clinicHead, siteCursor } = await this.#state();
    const said = {
      practiceId,
      installationId,
      protocol: PROTOCOL_RANGE,
      clinicHead,
      siteCursor,
      clinicTime: this.clock.now,
      nonce,
    };
    const signature = sign(this.#signing.privateKey, helloText(said));
    return { type: 'HELLO' as const, ...said, signature };
  }

  async #state() {
    const state = await this.clinic.syncState();
    if (state === null) throw new Error('no practice');
    return state;
  }

  /** A copy of one side's database as it is: answers how to put it back in its place. */
  async backUp(side: 'clinic' | 'site'): Promise<() => Promise<void>> {
    const { url } = this.#databases[side];
    await this[side].close();
    const copy = await copyOf(url, this.pools[side === 'clinic' ? 'site' : 'clinic']);
    this.#copies.push(copy);
    await this.#reopen(side, url);
    return async () => {
      await this[side].close();
      await this.#reopen(side, copy);
    };
  }

  /** The copy that was put in the place of a side's database. */
  restored(): Pool {
    const pool = new Pool({ connectionString: this.#copies.at(-1) });
    pool.on('error', () => undefined);
    return pool;
  }

  /** One side's database takes no writes, as with a full disk, or takes them again. */
  async takesWrites(side: Side, takes: boolean): Promise<void> {
    const { url } = this.#databases[side];
    const name = new URL(url).pathname.slice(1);
    const beside = this.pools[side === 'clinic' ? 'site' : 'clinic'];
    const setting = takes ? 'off' : 'on';
    await beside.query(`alter database ${name} set default_transaction_read_only = ${setting}`);
    await beside.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
      [name],
    );
  }

  async #reopen(side: 'clinic' | 'site', url: string): Promise<void> {
    if (side === 'clinic') this.clinic = await openBook(url, this.clock);
    else this.site = await this.#openSite(url);
  }

  #openSite(databaseUrl: string): Promise<Site> {
    return openSite({
      databaseUrl,
      secrets: { patientKeySecret: this.#secret, messageKey: this.#messageKey },
      now: () => this.clock.now,
      log: { ...quiet, error: (_about, message) => this.alarms.push(message) },
      answerWaitMs: 100,
    });
  }

  async close(): Promise<void> {
    await this.clinic.close();
    await this.site.close();
    for (const url of this.#copies) {
      await this.pools.site.query(dropping(new URL(url).pathname.slice(1)));
    }
    await this.#databases.clinic.drop();
    await this.#databases.site.drop();
  }
}

function openBook(databaseUrl: string, clock: { now: Instant }): Promise<Clinic> {
  return openClinic({ databaseUrl, now: () => instant(clock.now), log: quiet });
}

function dropping(name: string): string {
  return `drop database if exists ${name} with (force)`;
}

/** Copies a database from a connection to another one; answers the copy's address. */
async function copyOf(url: string, beside: Pool): Promise<string> {
  const copy = new URL(url);
  const name = copy.pathname.slice(1);
  const copied = `${name}_${randomBytes(4).toString('hex')}`;
  await beside.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
    name,
  ]);
  await beside.query(`create database ${copied} template ${name}`);
  copy.pathname = `/${copied}`;
  return copy.href;
}
