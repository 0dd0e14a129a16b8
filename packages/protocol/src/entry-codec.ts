import { DELIVERY_FAULTS, MESSAGE_CHANNELS, MESSAGE_KINDS } from '@tidbok/core';
import type {
  BlockId,
  BookingId,
  BookingTemplateId,
  ClaimId,
  OfferId,
  PractitionerId,
  PreblockId,
  PreblockKindId,
  ResourceId,
  SubjectId,
  WithdrawId,
} from '@tidbok/core';
import { catalogShape } from './catalog-codec.ts';
import type { ClinicEntry, LogRecord, SiteEntry, SnapshotRow } from './entries.ts';
import {
  MAX_LEFT_BOOKINGS,
  MAX_NAME_LENGTH,
  MAX_OCCUPANCIES,
  MAX_OPEN_PIECES,
  MAX_SEALED_LENGTH,
  MAX_SNAPSHOT_PARTS,
  MAX_SNAPSHOT_ROWS,
  MAX_SUBJECTS,
} from './limits.ts';
import {
  boolean,
  integer,
  list,
  nullable,
  object,
  oneOf,
  readJson,
  string,
  tagged,
  WireError,
} from './shape.ts';
import type { Shape } from './shape.ts';
import { base64, id, instant, interval, localDateTime, occupancy } from './value-shapes.ts';

const bookingId = id<BookingId>();
const occupancies = list(occupancy, { min: 1, max: MAX_OCCUPANCIES });
const cancelReason = oneOf('patient', 'clinic', 'practitioner-absent', 'rejected', 'expired');

const visitFields = {
  bookingId,
  templateId: id<BookingTemplateId>(),
  resourceId: id<ResourceId>(),
  practitionerId: id<PractitionerId>(),
  during: interval,
  occupancies,
  preblockId: nullable(id<PreblockId>()),
  replaces: nullable(bookingId),
};
const visit = object(visitFields);
const soldVisit = object({ ...visitFields, sealed: base64(MAX_SEALED_LENGTH), soldAt: instant });
const offeredFields = {
  preblockId: id<PreblockId>(),
  resourceId: id<ResourceId>(),
  practitionerId: id<PractitionerId>(),
  during: interval,
};

const zoneName = string({ min: 1, max: MAX_NAME_LENGTH });
const local = object({
  zoneId: zoneName,
  tzdb: string({ max: MAX_NAME_LENGTH }),
  from: localDateTime,
  to: localDateTime,
});

const snapshotRow: Shape<SnapshotRow> = tagged({
  offer: object({
    type: oneOf('offer'),
    offerId: id<OfferId>(),
    preblockId: id<PreblockId>(),
    preblockKindId: id<PreblockKindId>(),
    resourceId: id<ResourceId>(),
    practitionerId: id<PractitionerId>(),
    anchorAt: instant,
    expiresAt: nullable(instant),
    open: list(interval, { min: 1, max: MAX_OPEN_PIECES }),
  }),
  visit: object({
    type: oneOf('visit'),
    visit,
    sealed: nullable(base64(MAX_SEALED_LENGTH)),
    soldAt: instant,
    expiresAt: nullable(instant),
  }),
  tombstone: object({ type: oneOf('tombstone'), bookingId }),
  block: object({ type: oneOf('block'), blockId: id<BlockId>(), occupancies }),
});

const parts = integer(0, MAX_SNAPSHOT_PARTS);
const snapshotShapes = {
  SNAP_BEGIN: object({
    type: oneOf('SNAP_BEGIN'),
    from: instant,
    asOf: instant,
    frontierAt: instant,
    parts,
  }),
  SNAP_PART: object({
    type: oneOf('SNAP_PART'),
    part: integer(1, MAX_SNAPSHOT_PARTS),
    rows: list(snapshotRow, { min: 1, max: MAX_SNAPSHOT_ROWS }),
  }),
  SNAP_END: object({ type: oneOf('SNAP_END'), parts }),
} as const;

/** Every entry that a clinic may write, by its type. */
export const clinicEntryShapes = {
  ...snapshotShapes,
  UNPAIR: object({ type: oneOf('UNPAIR') }),
  CATALOG: object({ type: oneOf('CATALOG'), catalog: catalogShape }),
  OFFER: object({
    type: oneOf('OFFER'),
    offerId: id<OfferId>(),
    ...offeredFields,
    preblockKindId: id<PreblockKindId>(),
    anchorAt: instant,
    expiresAt: nullable(instant),
    local,
  }),
  WITHDRAW: object({
    type: oneOf('WITHDRAW'),
    withdrawId: id<WithdrawId>(),
    ...offeredFields,
  }),
  CLAIM: object({
    type: oneOf('CLAIM'),
    claimId: id<ClaimId>(),
    subjectIds: list(id<SubjectId>(), { min: 1, max: MAX_SUBJECTS }),
    during: interval,
    replaces: nullable(bookingId),
  }),
  BLOCK: object({ type: oneOf('BLOCK'), blockId: id<BlockId>(), occupancies }),
  UNBLOCK: object({ type: oneOf('UNBLOCK'), blockId: id<BlockId>() }),
  ACCEPT: object({ type: oneOf('ACCEPT'), bookingId }),
  REJECT: object({
    type: oneOf('REJECT'),
    bookingId,
    reason: oneOf('time-taken', 'not-offered', 'expired'),
  }),
  CANCEL: object({ type: oneOf('CANCEL'), bookingId, reason: cancelReason }),
  MOVE: object({ type: oneOf('MOVE'), cancel: bookingId, book: visit }),
  OVERRIDE: object({
    type: oneOf('OVERRIDE'),
    claimId: id<ClaimId>(),
    bookingId,
    occupancies,
  }),
} as const;

/** Every entry that a site may write, by its type. */
export const siteEntryShapes = {
  ...snapshotShapes,
  UNPAIRED: object({ type: oneOf('UNPAIRED') }),
  BOOK: object({ type: oneOf('BOOK'), visit: soldVisit }),
  REQUEST: object({ type: oneOf('REQUEST'), visit: soldVisit, expiresAt: instant }),
  CANCEL: object({ type: oneOf('CANCEL'), bookingId, reason: cancelReason }),
  REBOOK: object({ type: oneOf('REBOOK'), cancel: bookingId, visit: soldVisit }),
  CLAIM_OK: object({ type: oneOf('CLAIM_OK'), claimId: id<ClaimId>() }),
  CLAIM_NO: object({
    type: oneOf('CLAIM_NO'),
    claimId: id<ClaimId>(),
    reason: oneOf('sold', 'pending'),
  }),
  WITHDRAWN: object({
    type: oneOf('WITHDRAWN'),
    withdrawId: id<WithdrawId>(),
    left: list(bookingId, { max: MAX_LEFT_BOOKINGS }),
  }),
  FRONTIER: object({ type: oneOf('FRONTIER'), frontierAt: instant }),
  TELL: object({ type: oneOf('TELL'), bookingId, kind: oneOf(...MESSAGE_KINDS) }),
  MESSAGE_FAILED: object({
    type: oneOf('MESSAGE_FAILED'),
    bookingId,
    kind: oneOf(...MESSAGE_KINDS),
    channel: oneOf(...MESSAGE_CHANNELS),
    uncertain: boolean,
    fault: oneOf(...DELIVERY_FAULTS),
    sealed: nullable(base64(MAX_SEALED_LENGTH)),
    start: instant,
  }),
  CONFLICT: object({
    type: oneOf('CONFLICT'),
    claimId: id<ClaimId>(),
    bookingId,
    with: list(bookingId, { max: MAX_LEFT_BOOKINGS }),
  }),
} as const;

const clinicEntry: Shape<ClinicEntry> = tagged(clinicEntryShapes);
const siteEntry: Shape<SiteEntry> = tagged(siteEntryShapes);

/** The version in which each entry has its present shape. */
export const ENTRY_VERSION = 1;

/** What a reader that does not know it passes over: it bears no time and no visit. */
const mayBeMissed: ReadonlySet<string> = new Set<SiteEntry['type']>(['MESSAGE_FAILED', 'TELL']);

/** What a log row says of an entry beside its place in the log. */
export interface EncodedEntry {
  readonly type: string;
  readonly v: number;
  readonly mustUnderstand: boolean;
  readonly body: string;
}

/** The row of an entry: from here on `body` is kept byte for byte. */
export function encodeEntry(entry: ClinicEntry | SiteEntry): EncodedEntry {
  return {
    type: entry.type,
    v: ENTRY_VERSION,
    mustUnderstand: !mayBeMissed.has(entry.type),
    body: JSON.stringify(entry),
  };
}

/**
 * What a record tells its reader: an `entry`; `unknown`, to be passed over for it may be missed; or
 * `halt`: it must be understood and is not, so the reader stops before it (never skips it).
 */
export type Decoded<E> =
  | { readonly type: 'entry'; readonly entry: E }
  | { readonly type: 'unknown' }
  | { readonly type: 'halt'; readonly because: string };

export function decodeClinicEntry(record: LogRecord): Decoded<ClinicEntry> {
  return decode(clinicEntry, clinicEntryShapes, record);
}

export function decodeSiteEntry(record: LogRecord): Decoded<SiteEntry> {
  return decode(siteEntry, siteEntryShapes, record);
}

function decode<E extends { readonly type: string }>(
  shape: Shape<E>,
  known: object,
  record: LogRecord,
): Decoded<E> {
  if (!Object.hasOwn(known, record.type) || record.v > ENTRY_VERSION) {
    return record.mustUnderstand
      ? { type: 'halt', because: `unknown entry ${record.type} v${record.v}` }
      : { type: 'unknown' };
  }
  try {
    const entry = readJson(shape, record.body);
    return entry.type === record.type
      ? { type: 'entry', entry }
      : { type: 'halt', because: 'the body is of another type than its record' };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return { type: 'halt', because: `${record.type}: ${error.message}` };
  }
}
