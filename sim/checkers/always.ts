import { hashOf, NO_HASH, type LogRecord, type Position, type Sha256Hex } from '@tidbok/protocol';
import type { MemoryLog } from '@tidbok/sync';
import { Violation } from '../world/stage.ts';
import type { Both } from './both.ts';
import { checkOneOwner, mayOwn } from './one-owner.ts';
import { Standing } from './standing.ts';

/** All is looked at anew at every so many writes; at the others what they touched. */
const EVERYTHING_EVERY = 16;

/** Looks at both databases after every durable write; remembers only what it saw before. */
export class Watch {
  #seen: Both | null = null;
  readonly #standing = new Standing();
  #looks = 0;
  readonly #sha256: Sha256Hex;

  constructor(sha256: Sha256Hex) {
    this.#sha256 = sha256;
  }

  look(now: Both): void {
    this.#looks += 1;
    const before = this.#looks % EVERYTHING_EVERY === 0 ? null : this.#seen;
    this.#lookAt(now, before);
  }

  /** A database became an earlier one: what was seen before binds no more. */
  restored(): void {
    this.#seen = null;
  }

  /** Leaves nothing out: for a world at rest. */
  lookAtAll(now: Both): void {
    this.#lookAt(now, null);
    checkHashes(now.clinic.log.records, this.#sha256);
    checkHashes(now.site.log.records, this.#sha256);
  }

  #lookAt(now: Both, since: Both | null): void {
    const before = this.#seen;
    this.#seen = now;
    if (since === null) this.#standing.checkAll(now);
    else this.#standing.check(now, since);
    if (now.clinic.needsPerson !== since?.clinic.needsPerson) checkBookMet(now);
    if (mayOwn(now)) checkOneOwner(now, since);
    checkMonotone(now, before);
    checkLogs(now, before);
  }
}

/** I1, as the book itself saw it. */
function checkBookMet({ clinic, stale }: Both): void {
  const met = clinic.needsPerson.find(
    ({ kind, bookingIds }) => kind === 'overlap' && !bookingIds.some((each) => stale.has(each)),
  );
  if (met !== undefined) throw new Violation(`I1: the book met ${met.bookingIds.join(' and ')}`);
}

/** I6, I8: the frontier never goes back, nor ahead of the site's; epochs only rise. */
function checkMonotone({ clinic, site, epoch, behind }: Both, before: Both | null): void {
  const isOld = behind.clinic || behind.site;
  const areTogether = !isOld && clinic.facts.recovery === null && site.mode !== 'recover';
  if (areTogether && clinic.facts.frontierAt > site.frontierAt) {
    throw new Violation('I6: the clinic is past the frontier');
  }
  if (before === null) return;
  if (site.frontierAt < before.site.frontierAt) throw new Violation('I6: the site’s went back');
  if (clinic.facts.frontierAt < before.clinic.facts.frontierAt) {
    throw new Violation('I6: the clinic’s frontier went back');
  }
  if (epoch < before.epoch) throw new Violation('I8: the epoch went back');
}

function checkLogs({ clinic, site, behind }: Both, before: Both | null): void {
  checkLog(clinic.log, before?.clinic.log);
  checkLog(site.log, before?.site.log);
  if (!behind.clinic) checkCursor('site', site.clinicCursor, clinic.log);
  if (!behind.site) checkCursor('clinic', clinic.facts.siteCursor, site.log);
}

/** I7: nothing written is unwritten; what is new goes on without gap. A new life begins empty. */
function checkLog({ inc, records }: MemoryLog, last: MemoryLog | undefined): void {
  const before = last?.inc === inc ? last.records : [];
  if (records === before) return;
  if (records[before.length - 1] !== before.at(-1)) throw new Violation('I7: a log was rewritten');
  let prevHash = before.at(-1)?.hash ?? NO_HASH;
  for (let i = before.length; i < records.length; i += 1) {
    const record = records[i];
    if (record === undefined || record.seq !== i + 1 || record.prevHash !== prevHash) {
      throw new Violation(`I7: a log is broken at ${i + 1}`);
    }
    prevHash = record.hash;
  }
}

/** I7: every hash is the hash of what it stands beside. */
function checkHashes(records: readonly LogRecord[], sha256: Sha256Hex): void {
  for (const record of records) {
    if (hashOf(record, sha256) !== record.hash) throw new Violation(`I7: a hash at ${record.seq}`);
  }
}

/** I7: a reader stands on a record of the log that it reads; of another life it reads no more. */
function checkCursor(reader: string, cursor: Position, { inc, records }: MemoryLog): void {
  if (cursor.inc !== inc) return;
  const hash = cursor.seq === 0 ? NO_HASH : records[cursor.seq - 1]?.hash;
  if (hash !== cursor.hash) throw new Violation(`I7: the ${reader} stands on no record`);
}
