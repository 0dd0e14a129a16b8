import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '@tidbok/core';
import {
  decodeClinicEntry,
  encodeEntry,
  hashOf,
  startOf,
  type ClinicEntry,
  type LogRecord,
  type Position,
  type SiteEntry,
} from '@tidbok/protocol';
import { bookingContext, sealTo, writePatientDetails, type PatientDetails } from '@tidbok/seal';
import type { Clinic } from '@tidbok/service/clinic';
import { NOW, practiceId } from './small-practice.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The other end of the wire at the level of records: writes a site's log, reads the clinic's. */
export class SitePeer {
  readonly #clinic: Clinic;
  #head: Position = startOf('site-inc');
  #read = 0;
  #sealingKey = '';

  constructor(clinic: Clinic) {
    this.#clinic = clinic;
  }

  /** Pairs, and reads what the book announces at once. */
  async pair(frontierAt: Instant = NOW): Promise<ClinicEntry[]> {
    const material = await this.#clinic.pairingMaterial();
    if (!material.ok) throw new Error(material.refusal.code);
    this.#sealingKey = material.value.sealingPublicKey;
    const siteUrl = 'http://127.0.0.1:1';
    const { installationId } = material.value;
    const siteInc = this.#head.inc;
    await this.#clinic.rememberPairing({ siteUrl, siteInc, installationId, known: false });
    await this.say({ type: 'FRONTIER', frontierAt });
    return this.hear();
  }

  /** The book has begun a new life of its log: from here on that is read, and answered. */
  async readAnew(): Promise<void> {
    const state = await this.#clinic.syncState();
    if (state === null) throw new Error('no practice');
    this.#read = 0;
    this.#head = state.siteCursor;
  }

  /** The clinic's entries since the last time. */
  async hear(): Promise<ClinicEntry[]> {
    const records = await this.#clinic.recordsAfter(this.#read, 10_000);
    this.#read = records.at(-1)?.seq ?? this.#read;
    return records.map((record) => {
      const decoded = decodeClinicEntry(record);
      if (decoded.type !== 'entry') throw new Error(`${record.type} cannot be read`);
      return decoded.entry;
    });
  }

  /** Only those of one type. */
  async hearOf<T extends ClinicEntry['type']>(
    type: T,
  ): Promise<Extract<ClinicEntry, { type: T }>[]> {
    const all = await this.hear();
    return all.filter((entry): entry is Extract<ClinicEntry, { type: T }> => entry.type === type);
  }

  /** Waits for the next entry of this type; what comes before it is passed over. */
  async next<T extends ClinicEntry['type']>(type: T): Promise<Extract<ClinicEntry, { type: T }>> {
    const until = performance.now() + 10_000;
    while (performance.now() < until) {
      const [found] = await this.hearOf(type);
      if (found !== undefined) return found;
      await wait(5);
    }
    throw new Error(`the book never said ${type}`);
  }

  record(entry: SiteEntry): LogRecord {
    const { type, v, mustUnderstand, body } = encodeEntry(entry);
    const rest = {
      inc: this.#head.inc,
      seq: this.#head.seq + 1,
      type,
      v,
      at: NOW,
      prevHash: this.#head.hash,
      body,
    };
    const record = { ...rest, mustUnderstand, hash: hashOf(rest, sha256) };
    this.#head = { inc: record.inc, seq: record.seq, hash: record.hash };
    return record;
  }

  async say(...entries: readonly SiteEntry[]): Promise<LogRecord[]> {
    const records = entries.map((entry) => this.record(entry));
    const applied = await this.#clinic.applySiteRecords(records);
    if (applied.type !== 'applied') throw new Error(`the records were ${applied.type}`);
    return records;
  }

  seal(bookingId: Parameters<typeof bookingContext>[1], details: PatientDetails): string {
    const context = bookingContext(practiceId, bookingId);
    return sealTo(this.#sealingKey, writePatientDetails(details), context);
  }
}
