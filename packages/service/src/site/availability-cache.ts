import {
  HOUR_MS,
  instant,
  intervalSet,
  MINUTE_MS,
  prepareAvailability,
  type ClinicId,
  type Instant,
  type Interval,
  type IntervalSet,
  type PracticeId,
  type PreparedAvailability,
  type SubjectId,
} from '@tidbok/core';
import {
  isSiteDatabaseAway,
  loadHeld,
  loadOffers,
  loadRevisionOfClinic,
  loadTaken,
  type OfferRow,
  type Queryable,
  type RevisionRow,
} from '@tidbok/store/site';
import type { SiteCatalog } from '@tidbok/sync';
import { BoundedMap } from './bounded-map.ts';
import type { TimeAge } from './site.ts';
import type { CatalogCache } from './catalog-cache.ts';
import { SharedRead } from './shared-read.ts';

/** Some 200 kB each. */
const maxPractices = 1_000;
/** Offers that were long past when loaded are dropped again after so long. */
const refreshAfterMs = 24 * HOUR_MS;

interface Entry {
  readonly revision: RevisionRow;
  readonly catalog: SiteCatalog;
  readonly offers: readonly OfferRow[];
  readonly prepared: PreparedAvailability;
  readonly loadedAt: Instant;
  /** When the first hold among the facts expires. */
  readonly staleAt: Instant;
}

/** A clinic that was heard within this time is connected: what it says next comes at once. */
const heardWithinMs = MINUTE_MS;
/** Clinics of which is remembered when they were last asked about. */
const maxClinics = 20_000;

/** A practice's time, sorted for questions. */
export interface PracticeTime {
  readonly practiceId: PracticeId;
  /** The last moment of which is known that the facts were so. */
  readonly asOf: Instant;
  readonly age: TimeAge;
  readonly catalog: SiteCatalog;
  readonly offers: readonly OfferRow[];
  readonly prepared: PreparedAvailability;
  /** Where the practice stood at `readAt`. */
  readonly revision: RevisionRow;
  readonly readAt: Instant;
}

/** Whoever books has looked at the times shortly before: older memory is not decided upon. */
const decidableForMs = 15 * MINUTE_MS;

/**
 * What is free, per practice, in memory. Every question costs one indexed read of the practice's
 * revision; only when that has moved are the facts read again. Nodes share nothing but PostgreSQL.
 */
export class AvailabilityCache {
  readonly #db: Queryable;
  readonly #catalogs: CatalogCache;
  readonly #entries = new BoundedMap<PracticeId, Entry>(maxPractices);
  readonly #revisions: SharedRead<ClinicId, RevisionRow | null>;
  /** What the last answer about each clinic rested on, for when the database is away. */
  readonly #lastAnswers = new BoundedMap<ClinicId, PracticeTime>(maxClinics);
  readonly #loading = new Map<string, Promise<Entry | null>>();

  constructor(db: Queryable, catalogs: CatalogCache) {
    this.#db = db;
    this.#catalogs = catalogs;
    this.#revisions = new SharedRead((clinicId) => loadRevisionOfClinic(db, clinicId));
  }

  /**
   * null for a clinic that no practice shows. While the database is away, what was known last,
   * with its age; throws when nothing was.
   */
  async ofClinic(clinicId: ClinicId, now: Instant): Promise<PracticeTime | null> {
    try {
      return await this.#ask(clinicId, now);
    } catch (error) {
      const last = this.#lastAnswers.get(clinicId);
      if (last === undefined || !isSiteDatabaseAway(error)) throw error;
      return { ...last, age: 'remembered' };
    }
  }

  /** What somebody has asked about lately, as it was then; null when nobody has. */
  remembered(clinicId: ClinicId, now: Instant): PracticeTime | null {
    const last = this.#lastAnswers.get(clinicId);
    return last !== undefined && now - last.readAt <= decidableForMs ? last : null;
  }

  /** It has turned out to be old: nobody decides upon it any more. */
  forget(clinicId: ClinicId): void {
    const last = this.#lastAnswers.get(clinicId);
    if (last !== undefined) this.#lastAnswers.set(clinicId, { ...last, readAt: instant(0) });
  }

  async #ask(clinicId: ClinicId, now: Instant): Promise<PracticeTime | null> {
    const revision = await this.#revisions.ask(clinicId);
    if (revision === null) return null;
    const { practiceId } = revision;
    const before = this.#entries.get(practiceId);
    const entry =
      before !== undefined && isFresh(before, revision, now)
        ? before
        : await this.#loadOnce(revision, now);
    if (entry === null) return null;
    const { catalog, offers, prepared } = entry;
    const known = { practiceId, catalog, offers, prepared, revision, readAt: now };
    const time = { ...known, ...ageOf(revision, now) };
    this.#lastAnswers.set(clinicId, time);
    return time;
  }

  /** Many who ask for one revision at a time share one read. */
  #loadOnce(revision: RevisionRow, now: Instant): Promise<Entry | null> {
    const key = `${revision.practiceId} ${revision.revision}`;
    const running = this.#loading.get(key);
    if (running !== undefined) return running;
    const started = this.#load(revision, now).finally(() => this.#loading.delete(key));
    this.#loading.set(key, started);
    return started;
  }

  async #load(revision: RevisionRow, now: Instant): Promise<Entry | null> {
    const { practiceId, catalogVersion } = revision;
    const known = this.#entries.get(practiceId);
    const [catalog, taken, heldRows] = await Promise.all([
      this.#catalogs.at(practiceId, catalogVersion),
      loadTaken(this.#db, practiceId, now),
      loadHeld(this.#db, practiceId, now),
    ]);
    if (catalog === null) return null;
    const keepsOffers = known !== undefined && hasSameOffers(known, { revision, catalog, now });
    const offers = keepsOffers ? known.offers : await loadOffers(this.#db, practiceId, now);
    const changing = {
      taken: new Map(taken.map(({ subjectId, parts }) => [subjectId, intervalSet(parts)])),
      held: bySubject(heldRows),
    };
    const entry: Entry = {
      revision,
      catalog,
      offers,
      prepared: keepsOffers
        ? { ...known.prepared, ...changing }
        : prepareAvailability({ rules: catalog.rules, offered: offers, ...changing }),
      loadedAt: keepsOffers ? known.loadedAt : now,
      staleAt: instant(Math.min(...heldRows.map(({ expiresAt }) => expiresAt), Infinity)),
    };
    this.#entries.set(practiceId, entry);
    return entry;
  }
}

/** What the clinic has changed since it was last heard is not known here yet. */
function ageOf({ lastContactAt }: RevisionRow, now: Instant): Pick<PracticeTime, 'asOf' | 'age'> {
  return lastContactAt === null || now - lastContactAt <= heardWithinMs
    ? { asOf: now, age: 'fresh' }
    : { asOf: lastContactAt, age: 'clinic-silent' };
}

function isFresh(entry: Entry, revision: RevisionRow, now: Instant): boolean {
  return (
    entry.revision.revision >= revision.revision &&
    now < entry.staleAt &&
    now - entry.loadedAt < refreshAfterMs
  );
}

function hasSameOffers(
  entry: Entry,
  { revision, catalog, now }: { revision: RevisionRow; catalog: SiteCatalog; now: Instant },
): boolean {
  return (
    entry.revision.offerRevision === revision.offerRevision &&
    entry.catalog.version === catalog.version &&
    now - entry.loadedAt < refreshAfterMs
  );
}

function bySubject(
  rows: readonly { readonly subjectId: SubjectId; readonly during: Interval }[],
): ReadonlyMap<SubjectId, IntervalSet> {
  const parts = new Map<SubjectId, Interval[]>();
  for (const { subjectId, during } of rows) {
    parts.set(subjectId, [...(parts.get(subjectId) ?? []), during]);
  }
  return new Map([...parts].map(([subjectId, each]) => [subjectId, intervalSet(each)]));
}
