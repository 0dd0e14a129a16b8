import { Client } from 'pg';
import type { Place } from './history.ts';

/** A visit as a database holds it. */
export interface StoredVisit extends Place {
  readonly id: string;
  readonly state: string;
  readonly online: boolean;
  readonly replaces: string | null;
  /** Staff went on knowingly: it may overlap. */
  readonly excepted: boolean;
  readonly knownAtSite: boolean;
}

/** What is left to sell of a preblock. */
export interface StoredOffer {
  /** Which preblock, whom it binds, from where its times are counted and when it expires. */
  readonly key: string;
  /** Milliseconds since 1970, in order. */
  readonly open: readonly { readonly from: number; readonly to: number }[];
}

export interface LogLine {
  /** Which life of the log: another after book and site have begun anew. */
  readonly inc: string;
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
}

/** What one side holds of what both must agree on. */
export interface Side {
  readonly visits: readonly StoredVisit[];
  readonly tombstones: readonly string[];
  /** Milliseconds since 1970, by the database's clock: when all this was so. */
  readonly readAt: number;
  readonly offers: readonly StoredOffer[];
  readonly blocks: readonly string[];
  readonly frontier: number;
  readonly mode: string;
  /** By life, each in order. */
  readonly log: readonly LogLine[];
  /** Where the log ends in the life that it has now. */
  readonly head: LogPlace;
  /** How much of the other side's log is applied. */
  readonly cursor: LogPlace;
}

export interface LogPlace {
  readonly inc: string;
  readonly seq: number;
}

export interface BookSide extends Side {
  readonly openClaims: number;
}

export interface SiteSide extends Side {
  readonly keys: readonly { readonly key: string; readonly bookingId: string }[];
}

/** PostgreSQL's own address of a side, past every faulty line. */
export type Ask = <Row extends object>(text: string) => Promise<readonly Row[]>;

/** One connection and one snapshot for all questions. */
export const inSnapshot = async <T>(url: string, work: (ask: Ask) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query("set timezone to 'UTC'");
    await client.query('begin isolation level repeatable read read only');
    return await work(async <Row extends object>(text: string) => {
      const { rows } = await client.query<Row>(text);
      return rows;
    });
  } finally {
    await client.end().catch(() => undefined);
  }
};

const ms = (at: string): string => `(extract(epoch from ${at}) * 1000)::float8`;

/** Grouped, for time that was cut into several offers is the same time. */
const offersOf = (table: string): string => `
  select key, json_agg(
      json_build_object('from', ${ms('lower(piece)')}, 'to', ${ms('upper(piece)')}) order by piece
    ) as open
  from (
    select concat_ws(' ', preblock_id, resource_id, practitioner_id, preblock_kind_id, anchor_at,
      expires_at) as key, unnest(range_agg(open)) as piece
    from ${table} group by 1
  ) as each group by key order by key`;

const LOG = `select inc, seq::float8 as seq, prev_hash as "prevHash", hash`;

const logPlace = (inc: string, seq: string): string =>
  `json_build_object('inc', ${inc}, 'seq', ${seq})`;

interface Id {
  readonly id: string;
}
interface Row {
  readonly readAt: number;
  readonly mode: string;
  readonly frontier: number;
  readonly head: LogPlace;
  readonly cursor: LogPlace;
}

const one = <T>(rows: readonly T[]): T => {
  const [row] = rows;
  if (row === undefined) throw new Error('the practice is gone');
  return row;
};

/** With the log, or without: it is long, and both sides can be told equal by its end. */
export interface Depth {
  readonly log: boolean;
}

export const readBook = (url: string, depth: Depth): Promise<BookSide> =>
  inSnapshot(url, async (ask) => {
    const visits = await ask<StoredVisit>(
      `select b.id, b.state, b.resource_id as "resourceId", b.practitioner_id as "practitionerId",
        ${ms('b.starts_at')} as from, ${ms('b.ends_at')} as to, b.source = 'online' as online,
        b.replaces, (b.override or b.conflict) as excepted, b.known_at_site as "knownAtSite"
       from booking b`,
    );
    const tombstones = await ask<Id>('select booking_id as id from tombstone');
    const offers = await ask<StoredOffer>(offersOf('announced_offer'));
    const blocks = await ask<Id>('select distinct block_id as id from block order by 1');
    const row = one(
      await ask<Row>(
        `select mode, ${ms('now()')} as "readAt",
          ${ms("greatest(frontier_at, 'epoch')")} as frontier,
          ${logPlace('inc', 'head')} as head, ${logPlace('site_inc', 'site_cursor')} as cursor
         from practice_sync`,
      ),
    );
    const claims = await ask<{ count: number }>(
      "select count(*)::int as count from claim where state in ('asked', 'abandoned')",
    );
    return {
      ...row,
      visits,
      tombstones: tombstones.map(({ id }) => id),
      offers,
      blocks: blocks.map(({ id }) => id),
      log: depth.log ? await ask(`${LOG} from clinic_log order by inc, clinic_log.seq`) : [],
      openClaims: one(claims).count,
    };
  });

export const readSite = (url: string, depth: Depth): Promise<SiteSide> =>
  inSnapshot(url, async (ask) => {
    const visits = await ask<StoredVisit>(
      `select booking_id as id, state, resource_id as "resourceId",
        practitioner_id as "practitionerId", ${ms('lower(during)')} as from,
        ${ms('upper(during)')} as to, patient_key is not null as online, replaces,
        false as excepted, true as "knownAtSite"
       from booking`,
    );
    const tombstones = await ask<Id>('select booking_id as id from tombstone');
    const offers = await ask<StoredOffer>(offersOf('offer'));
    const blocks = await ask<Id>('select distinct block_id as id from block order by 1');
    const row = one(
      await ask<Row>(
        `select mode, ${ms('now()')} as "readAt", ${ms('frontier_at')} as frontier,
          ${logPlace('site_inc', 'site_head')} as head,
          ${logPlace('clinic_inc', 'clinic_cursor')} as cursor
         from practice_sync`,
      ),
    );
    return {
      ...row,
      visits,
      tombstones: tombstones.map(({ id }) => id),
      offers,
      blocks: blocks.map(({ id }) => id),
      log: depth.log ? await ask(`${LOG} from site_log order by site_log.seq`) : [],
      keys: await ask('select key, booking_id as "bookingId" from idempotency_key'),
    };
  });
