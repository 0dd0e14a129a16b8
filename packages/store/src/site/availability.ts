import type { ClinicId, Instant, Interval, PracticeId, SubjectId } from '@tidbok/core';
import type { Queryable } from './database.ts';
import type { OfferRow, PracticeRow } from './facts.ts';

/** How new a practice's facts are: a cache that has the revision need not read them again. */
export interface RevisionRow {
  readonly practiceId: PracticeId;
  readonly revision: number;
  readonly offerRevision: number;
  readonly catalogVersion: number;
  /** When the clinic was last heard; null: never. */
  readonly lastContactAt: Instant | null;
  readonly mode: PracticeRow['mode'];
  readonly frontierAt: Instant;
  readonly sealingPublicKey: string;
}

const revision = `
  s.practice_id as "practiceId", s.revision::float8 as revision,
  s.offer_revision::float8 as "offerRevision", s.catalog_version as "catalogVersion",
  site_ms(s.last_seen_at) as "lastContactAt", s.mode, site_ms(s.frontier_at) as "frontierAt",
  p.sealing_public_key as "sealingPublicKey"`;

/** The practice of a clinic and its revision, by one indexed read; null for an unknown clinic. */
export async function loadRevisionOfClinic(
  db: Queryable,
  clinicId: ClinicId,
): Promise<RevisionRow | null> {
  // Should two practices name one clinic, it is the one that paired first that has it.
  const { rows } = await db.query<RevisionRow>({
    name: 'site-revision-of-clinic',
    text: `select ${revision}
      from clinic c
      join practice_sync s on s.practice_id = c.practice_id
      join practice p on p.practice_id = c.practice_id
      where c.clinic_id = $1 order by p.paired_at limit 1`,
    values: [clinicId],
  });
  return rows[0] ?? null;
}

/** Every offer of a practice that reaches beyond `after`. */
export async function loadOffers(
  db: Queryable,
  practiceId: PracticeId,
  after: Instant,
): Promise<readonly OfferRow[]> {
  const { rows } = await db.query<OfferRow>({
    name: 'site-offers',
    text: `select o.offer_id as "offerId", o.preblock_id as "preblockId",
        o.preblock_kind_id as "preblockKindId", o.resource_id as "resourceId",
        o.practitioner_id as "practitionerId", site_ms(o.anchor_at) as "anchorAt",
        site_ms(o.expires_at) as "expiresAt",
        (select json_agg(site_interval(piece)) from unnest(o.open) as piece) as open
      from offer o
      where o.practice_id = $1 and o.during && tstzrange(site_instant($2), null)`,
    values: [practiceId, after],
  });
  return rows;
}

export interface TakenRow {
  readonly subjectId: SubjectId;
  /** In order. */
  readonly parts: readonly Interval[];
}

/** What live bookings and the clinic's blocks take beyond `after`, by subject. */
export async function loadTaken(
  db: Queryable,
  practiceId: PracticeId,
  after: Instant,
): Promise<readonly TakenRow[]> {
  const { rows } = await db.query<TakenRow>({
    name: 'site-taken',
    text: `select subject_id as "subjectId",
        json_agg(site_interval(during) order by during) as parts
      from (
        select subject_id, during from occupancy
        where practice_id = $1 and during && tstzrange(site_instant($2), null)
        union all
        select subject_id, during from block
        where practice_id = $1 and during && tstzrange(site_instant($2), null)
      ) as taken
      group by subject_id`,
    values: [practiceId, after],
  });
  return rows;
}

export interface HeldRow {
  readonly subjectId: SubjectId;
  readonly during: Interval;
  readonly expiresAt: Instant;
}

/** What patients hold at `at`. */
export async function loadHeld(
  db: Queryable,
  practiceId: PracticeId,
  at: Instant,
): Promise<readonly HeldRow[]> {
  const { rows } = await db.query<HeldRow>({
    name: 'site-held',
    text: `select o.subject_id as "subjectId", site_interval(o.during) as during,
        site_ms(h.expires_at) as "expiresAt"
      from hold h
      join hold_occupancy o on o.practice_id = h.practice_id and o.hold_id = h.hold_id
      where h.practice_id = $1 and h.expires_at > site_instant($2)`,
    values: [practiceId, at],
  });
  return rows;
}
