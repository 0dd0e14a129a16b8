import { instant, type Instant, type PracticeId } from '@tidbok/core';
import type { LogRecord, Position } from '@tidbok/protocol';
import type { Queryable } from './database.ts';
import type { ClaimRow } from './facts.ts';

interface RecordRow {
  inc: string;
  seq: string;
  type: string;
  v: number;
  must_understand: boolean;
  at_ms: string;
  prev_hash: string;
  hash: string;
  body: string;
}

/** Own records after `seq`, in order. */
export async function readLog(
  db: Queryable,
  { inc, after, limit }: { readonly inc: string; readonly after: number; readonly limit: number },
): Promise<readonly LogRecord[]> {
  const { rows } = await db.query<RecordRow>({
    name: 'read-log',
    text: `select inc, seq, type, v, must_understand, ms_of(at) as at_ms, prev_hash, hash, body
      from clinic_log where inc = $1 and seq > $2 order by seq limit $3`,
    values: [inc, after, limit],
  });
  return rows.map((row) => ({
    inc: row.inc,
    seq: Number(row.seq),
    type: row.type,
    v: row.v,
    mustUnderstand: row.must_understand,
    at: instant(Number(row.at_ms)),
    prevHash: row.prev_hash,
    hash: row.hash,
    body: row.body,
  }));
}

export interface PracticeKeys {
  readonly sealingPublicKey: string;
  readonly sealingPrivateKey: string;
}

export async function readKeys(db: Queryable): Promise<PracticeKeys | null> {
  const { rows } = await db.query<PracticeKeys>(
    `select sealing_public_key as "sealingPublicKey", sealing_private_key as "sealingPrivateKey"
     from practice_key`,
  );
  return rows[0] ?? null;
}

export async function insertKeys(
  db: Queryable,
  practiceId: PracticeId,
  keys: PracticeKeys,
): Promise<void> {
  await db.query(
    `insert into practice_key (practice_id, sealing_public_key, sealing_private_key)
     values ($1, $2, $3) on conflict do nothing`,
    [practiceId, keys.sealingPublicKey, keys.sealingPrivateKey],
  );
}

/** The lock row, the link's status and an own log that begins: once per practice. */
export async function insertPractice(
  db: Queryable,
  practice: {
    readonly practiceId: PracticeId;
    readonly installationId: string;
    readonly inc: string;
  },
): Promise<void> {
  await db.query(
    `with sync as (
       insert into practice_sync (practice_id, installation_id, inc) values ($1, $2, $3)
     ) insert into link_status (practice_id) values ($1)`,
    [practice.practiceId, practice.installationId, practice.inc],
  );
}

/** A site that was never told anything: nothing counts as announced, asked or marked there. */
export async function forgetSite(db: Queryable): Promise<void> {
  await db.query('delete from announced_offer');
  await db.query('delete from withdrawal');
  await db.query('delete from block');
  await db.query(`update claim set state = 'lost' where state in ('asked', 'abandoned')`);
  await db.query('update booking set known_at_site = false where known_at_site');
  await setCatalogHash(db, '');
}

/** From now on the book announces; the site's log is read from the place given. */
export async function setPaired(
  db: Queryable,
  pairing: {
    readonly siteUrl: string;
    readonly siteStart: Position;
    readonly installationId: string;
  },
): Promise<void> {
  await db.query(
    `update practice_sync set mode = 'paired', halted_because = null, halted_seq = null,
       site_url = $1, site_inc = $2, site_cursor = $3, site_cursor_hash = $4,
       installation_id = $5, leaving = false`,
    [
      pairing.siteUrl,
      pairing.siteStart.inc,
      pairing.siteStart.seq,
      pairing.siteStart.hash,
      pairing.installationId,
    ],
  );
}

export async function setCatalogHash(db: Queryable, hash: string): Promise<void> {
  await db.query('update practice_sync set catalog_hash = $1', [hash]);
}

export async function setHalted(
  db: Queryable,
  halt: { readonly seq: number; readonly because: string },
): Promise<void> {
  await db.query(`update practice_sync set mode = 'halted', halted_seq = $1, halted_because = $2`, [
    halt.seq,
    halt.because,
  ]);
}

export interface LinkRow {
  readonly connected: boolean;
  readonly connectedSince: Instant | null;
  readonly lastExchangeAt: Instant | null;
  readonly epoch: number;
  readonly acked: number;
  readonly waitingIn: number;
}

export async function writeLink(db: Queryable, link: LinkRow): Promise<void> {
  const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));
  await db.query({
    name: 'write-link',
    text: `update link_status set connected = $1, connected_since = $2,
        last_exchange_at = coalesce($3, last_exchange_at), epoch = $4,
        acked = greatest(acked, $5), waiting_in = $6, reported_at = now()`,
    values: [
      link.connected,
      date(link.connectedSince),
      date(link.lastExchangeAt),
      link.epoch,
      link.acked,
      link.waitingIn,
    ],
  });
}

/** An Online Client that has not reported for so long is not there any more. */
const silence = `interval '15 seconds'`;

export async function readLink(db: Queryable): Promise<LinkRow> {
  const { rows } = await db.query<{ link: LinkRow }>({
    name: 'read-link',
    text: `select jsonb_build_object(
        'connected', connected and reported_at > now() - ${silence},
        'connectedSince', ms_of(connected_since), 'lastExchangeAt', ms_of(last_exchange_at),
        'epoch', epoch, 'acked', acked, 'waitingIn', waiting_in) as link from link_status`,
    values: [],
  });
  const none = { connected: false, connectedSince: null, lastExchangeAt: null };
  return rows[0]?.link ?? { ...none, epoch: 0, acked: 0, waitingIn: 0 };
}

export async function readClaimState(
  db: Queryable,
  claimId: string,
): Promise<ClaimRow['state'] | null> {
  const { rows } = await db.query<{ state: ClaimRow['state'] }>({
    name: 'read-claim',
    text: 'select state from claim where claim_id = $1',
    values: [claimId],
  });
  return rows[0]?.state ?? null;
}

export interface ChangeRow {
  readonly revision: number;
  readonly changes: readonly {
    readonly kind: 'booking' | 'preblock' | 'shift' | 'sync' | 'settings';
    readonly from: string | null;
    readonly to: string | null;
    readonly ids: readonly string[];
  }[];
}

/** Commits after `revision`, oldest first. */
export async function readChanges(
  db: Queryable,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly ChangeRow[]> {
  const { rows } = await db.query<{ revision: string; changes: ChangeRow['changes'] }>({
    name: 'read-changes',
    text: 'select revision, changes from change where revision > $1 order by revision limit $2',
    values: [after, limit],
  });
  return rows.map(({ revision, changes }) => ({ revision: Number(revision), changes }));
}

/** Counts and tells a change that no decision wrote, as of settings or of the link. */
export async function noteChanges(db: Queryable, changes: ChangeRow['changes']): Promise<number> {
  const { rows } = await db.query<{ revision: string }>({
    name: 'note-changes',
    text: 'select note_changes($1::jsonb) as revision',
    values: [JSON.stringify(changes)],
  });
  return Number(rows[0]?.revision ?? 0);
}

/** The first and last instant of anything that offers depend on; null in an empty book. */
export async function announcedSpan(
  db: Queryable,
): Promise<{ readonly from: Instant; readonly to: Instant } | null> {
  const { rows } = await db.query<{ from: string | null; to: string | null }>({
    name: 'announced-span',
    text: `select ms_of(min(lower(open))) as "from", ms_of(max(upper(open))) as "to"
      from announced_offer`,
    values: [],
  });
  const row = rows[0];
  if (row === undefined || row.from === null || row.to === null) return null;
  return { from: instant(Number(row.from)), to: instant(Number(row.to)) };
}

/** The last local day on which a preblock stands. */
export async function lastPreblockDay(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ day: string | null }>({
    name: 'last-preblock',
    text: `select to_char(max(ends_local), 'YYYY-MM-DD') as day from preblock`,
    values: [],
  });
  return rows[0]?.day ?? null;
}
