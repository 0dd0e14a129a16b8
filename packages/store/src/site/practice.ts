import type { Instant, PracticeId } from '@tidbok/core';
import type { Position } from '@tidbok/protocol';
import type { Queryable } from './database.ts';

export interface PairedPractice {
  readonly practiceId: PracticeId;
  readonly name: string;
  readonly installationId: string;
  /** Base64. */
  readonly sealingPublicKey: string;
  readonly signingPublicKey: string;
  readonly clinicInc: string;
  /** The incarnation of the site's log, should the practice be new. */
  readonly siteInc: string;
  readonly at: Instant;
}

export type PairedNow =
  | { readonly type: 'paired'; readonly siteInc: string; readonly epoch: number }
  | { readonly type: 'code-invalid' };

/**
 * Uses up a one-time code and remembers the practice, in one statement. A practice that pairs
 * again gets a new installation; its log and what it has applied stay.
 */
export async function pairPractice(
  db: Queryable,
  codeHash: string,
  practice: PairedPractice,
): Promise<PairedNow> {
  const { rows } = await db.query<{ siteInc: string; epoch: number }>(
    `with code as (
       update pairing_code set used_at = site_instant($2), used_by = $3
       where code_hash = $1 and used_at is null and expires_at > site_instant($2)
       returning code_hash
     ), known as (
       insert into practice (
         practice_id, name, installation_id, sealing_public_key, signing_public_key, paired_at
       ) select $3, $4, $5, $6, $7, site_instant($2) from code
       on conflict on constraint practice_pkey do update
         set installation_id = excluded.installation_id,
           sealing_public_key = excluded.sealing_public_key,
           signing_public_key = excluded.signing_public_key
       returning practice_id
     )
     insert into practice_sync (practice_id, site_inc, clinic_inc)
     select practice_id, $9, $8 from known
     on conflict on constraint practice_sync_pkey do update
       set epoch = practice_sync.epoch + 1
     returning site_inc as "siteInc", epoch::float8 as epoch`,
    [
      codeHash,
      practice.at,
      practice.practiceId,
      practice.name,
      practice.installationId,
      practice.sealingPublicKey,
      practice.signingPublicKey,
      practice.clinicInc,
      practice.siteInc,
    ],
  );
  const paired = rows[0];
  return paired === undefined ? { type: 'code-invalid' } : { type: 'paired', ...paired };
}

/** A code to be told to one clinic; only its hash is kept. */
export async function insertPairingCode(
  db: Queryable,
  code: {
    readonly codeHash: string;
    readonly practiceName: string;
    readonly at: Instant;
    readonly expiresAt: Instant;
  },
): Promise<void> {
  await db.query(
    `insert into pairing_code (code_hash, practice_name, created_at, expires_at)
     values ($1, $2, site_instant($3), site_instant($4))`,
    [code.codeHash, code.practiceName, code.at, code.expiresAt],
  );
}

/** What the site checks of a HELLO, and answers it with. */
export interface LinkRow {
  readonly installationId: string;
  readonly signingPublicKey: string;
  readonly mode: 'paired' | 'recover' | 'halted' | 'unpaired';
  /** The last record of the site's log that is kept no longer. */
  readonly floor: number;
  readonly epoch: number;
  readonly siteHead: Position;
  readonly clinicCursor: Position;
  readonly frontierAt: Instant;
  /** Milliseconds since a connection was last admitted; null: none ever was. */
  readonly admittedAgoMs: number | null;
}

const link = `
  s.mode, s.site_floor::float8 as floor, s.epoch::float8 as epoch,
  site_ms(s.frontier_at) as "frontierAt",
  site_ms(clock_timestamp()) - site_ms(s.admitted_at) as "admittedAgoMs",
  json_build_object('inc', s.site_inc, 'seq', s.site_head, 'hash', s.site_head_hash)
    as "siteHead",
  json_build_object('inc', s.clinic_inc, 'seq', s.clinic_cursor, 'hash', s.clinic_cursor_hash)
    as "clinicCursor"`;

export async function loadLink(db: Queryable, practiceId: PracticeId): Promise<LinkRow | null> {
  const { rows } = await db.query<LinkRow>({
    name: 'site-link',
    text: `select p.installation_id as "installationId",
        p.signing_public_key as "signingPublicKey", ${link}
      from practice p join practice_sync s on s.practice_id = p.practice_id
      where p.practice_id = $1`,
    values: [practiceId],
  });
  return rows[0] ?? null;
}

/** The key to which what is meant for the practice alone is sealed; null for no such practice. */
export async function loadSealingKey(
  db: Queryable,
  practiceId: PracticeId,
): Promise<string | null> {
  const { rows } = await db.query<{ key: string }>({
    name: 'site-sealing-key',
    text: 'select sealing_public_key as key from practice where practice_id = $1',
    values: [practiceId],
  });
  return rows[0]?.key ?? null;
}

/** Fences off every older connection (I8); answers the new epoch, null for no such practice. */
export async function raiseEpoch(
  db: Queryable,
  practiceId: PracticeId,
  at: Instant,
): Promise<number | null> {
  const { rows } = await db.query<{ epoch: number }>(
    `update practice_sync set epoch = epoch + 1, last_seen_at = site_instant($2),
       admitted_at = clock_timestamp()
     where practice_id = $1 returning epoch::float8 as epoch`,
    [practiceId, at],
  );
  return rows[0]?.epoch ?? null;
}

/** The clinic was heard, by the connection of this epoch; false when a newer one has taken over. */
export async function noteContact(
  db: Queryable,
  practiceId: PracticeId,
  contact: { readonly epoch: number; readonly at: Instant },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update practice_sync set last_seen_at = greatest(last_seen_at, site_instant($3))
     where practice_id = $1 and epoch = $2`,
    [practiceId, contact.epoch, contact.at],
  );
  return rowCount === 1;
}

/** Stops applying the clinic's log: a person must look first. */
export async function haltPractice(db: Queryable, practiceId: PracticeId): Promise<void> {
  await db.query(
    `update practice_sync set mode = 'halted', revision = revision + 1 where practice_id = $1`,
    [practiceId],
  );
}
