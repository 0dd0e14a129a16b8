import {
  loadCatalogs,
  loadSiteFacts,
  loadSiteLog,
  loadStaged,
  loadWhole,
  type Queryable,
} from '@tidbok/store/site';
import {
  headOf,
  siteFacts,
  siteWhole,
  type SiteFacts,
  type SiteState,
  type SiteWhole,
} from '@tidbok/sync';
import { practiceId } from '../../../sync/test/practice.ts';
import { entriesOf, sorted, WEEK } from './clinic-view.ts';

type Visit = Omit<SiteFacts['bookings'][number], 'sealedToSite'>;

/** The marks as a merge reads them. */
function marksView(whole: Pick<SiteWhole, 'blocks'> | null) {
  const marks = (whole?.blocks ?? []).map(({ blockId, occupancies }) => ({
    blockId,
    occupancies: sorted(occupancies.map(({ subjectId, during }) => [subjectId, during])),
  }));
  return sorted(marks);
}

/** A cancelled visit occupies nothing, and only a pending one can expire. */
function visitView(visit: Visit) {
  const { bookingId, templateId, resourceId, practitionerId, preblockId, during, state } = visit;
  const { replaces, patientKey, sealed, requestExpiresAt, occupancies } = visit;
  const held = state === 'cancelled' ? [] : occupancies;
  return {
    ...{ bookingId, templateId, resourceId, practitionerId, preblockId, during, state },
    ...{ replaces, patientKey, sealed },
    requestExpiresAt: state === 'pending' ? requestExpiresAt : null,
    occupancies: sorted(held.map(({ subjectId, during: when }) => [subjectId, when])),
  };
}

type Read = Pick<SiteFacts, 'offers' | 'blocks' | 'holds'> & {
  readonly bookings: readonly Visit[];
};

function factsView(facts: Read) {
  return {
    offers: sorted(facts.offers.map((each) => entriesOf(each))),
    bookings: sorted(facts.bookings.map(visitView)),
    blocks: sorted(
      facts.blocks.flatMap(({ blockId, occupancies }) =>
        occupancies.map(({ subjectId, during }) => [blockId, subjectId, during]),
      ),
    ),
    holds: sorted(
      facts.holds.flatMap(({ occupancies, ...hold }) =>
        occupancies.map(({ subjectId, during }) => entriesOf({ ...hold, subjectId, during })),
      ),
    ),
  };
}

export function siteInMemory(state: SiteState) {
  const bookingIds = [...state.bookings].map(([id]) => id);
  const facts = siteFacts(state, { intervals: [WEEK], bookingIds }, null);
  return {
    mode: state.mode,
    revision: state.revision,
    log: state.log.records,
    head: headOf(state.log).seq,
    clinicCursor: state.clinicCursor,
    frontierAt: state.frontierAt,
    catalog: state.catalog?.catalog ?? null,
    catalogVersion: state.catalog?.version ?? 0,
    facts: factsView(facts),
    marks: marksView(siteWhole(state)),
    tombstones: sorted(state.tombstones),
    keys: sorted([...state.keys].map(([key, to]) => `${key} ${to.fingerprint} ${to.bookingId}`)),
    messages: sorted(new Set(state.messages.map(({ bookingId, kind }) => `${bookingId} ${kind}`))),
    pastLives: sorted(state.pastLives),
    staged: state.staged,
  };
}

export async function siteInDatabase(db: Queryable) {
  const texts = async (sql: string) => {
    const { rows } = await db.query<{ text: string }>(sql);
    return sorted(rows.map(({ text }) => text));
  };
  const bookingIds = await texts('select booking_id::text as text from booking');
  const wanted = { intervals: [WEEK], bookingIds: bookingIds as Visit['bookingId'][] };
  const facts = await loadSiteFacts(db, practiceId, wanted);
  const { practice } = facts;
  if (practice === null) throw new Error('no practice');
  const [shown] = await loadCatalogs(db, [practiceId]);
  return {
    mode: practice.mode,
    revision: practice.revision,
    log: await loadSiteLog(db, practiceId, { after: 0, limit: 100_000 }),
    head: practice.head,
    clinicCursor: practice.clinicCursor,
    frontierAt: practice.frontierAt,
    catalog: shown?.catalog ?? null,
    catalogVersion: practice.catalogVersion,
    facts: factsView(facts),
    marks: marksView(await loadWhole(db, practiceId)),
    tombstones: await texts('select booking_id::text as text from tombstone'),
    keys: await texts(
      `select key || ' ' || fingerprint || ' ' || booking_id as text from idempotency_key`,
    ),
    messages: await texts(`select booking_id || ' ' || kind as text from message_outbox`),
    pastLives: await texts('select inc as text from clinic_life'),
    staged: await loadStaged(db, practiceId),
  };
}
