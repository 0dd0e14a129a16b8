import type {
  BlockId,
  BookingId,
  BookingTemplateId,
  ClaimId,
  ClinicId,
  CompanyId,
  Instant,
  Interval,
  OfferId,
  OrganisationId,
  PracticeId,
  PractitionerId,
  PreblockId,
  PreblockKindId,
  ResourceId,
  TreatmentCategoryId,
  WithdrawId,
} from '@tidbok/core';
import {
  NO_HASH,
  type Catalog,
  type ClinicEntry,
  type ClinicFrame,
  type LogRecord,
  type SiteEntry,
  type SiteFrame,
  type SnapshotEntry,
  type SoldVisit,
} from '@tidbok/protocol';

/** One example of everything that travels; their bytes are golden. */

const uuid = <T extends string>(number: number): T =>
  `0191d2a0-0000-7000-8000-${String(number).padStart(12, '0')}` as T;
const instant = (ms: number) => ms as Instant;
const during: Interval = { from: instant(1772524800000), to: instant(1772526600000) };
const resourceId = uuid<ResourceId>(1);
const practitionerId = uuid<PractitionerId>(2);
const preblockId = uuid<PreblockId>(3);
const bookingId = uuid<BookingId>(4);
const occupancies = [
  { subjectId: resourceId, during },
  { subjectId: practitionerId, during },
];
const claimId = uuid<ClaimId>(6);
const visit = {
  bookingId,
  templateId: uuid<BookingTemplateId>(5),
  resourceId,
  practitionerId,
  during,
  occupancies,
  preblockId,
  replaces: null,
};
const sold: SoldVisit = { ...visit, sealed: 'AQID', soldAt: instant(1772438400000) };

const catalog: Catalog = {
  practiceId: uuid<PracticeId>(9),
  practiceName: 'Tandläkargruppen',
  zoneId: 'Europe/Stockholm',
  limits: {
    leadTimeMinutes: 120,
    horizonMonths: 12,
    changeDeadline: { type: 'hours', hours: 24 },
    maxOpenVisits: 3,
  },
  patients: { children: true, withoutNumber: false, changeByLink: false },
  nearHours: 24,
  offlineSellingHours: 96,
  requiredAddressFields: ['street'],
  organisations: [],
  companies: [],
  clinics: [
    {
      id: uuid<ClinicId>(13),
      organisationId: uuid<OrganisationId>(14),
      companyId: uuid<CompanyId>(15),
      name: 'Lundatandläkarna',
      address: { street: 'Stora Södergatan 1', postalCode: '222 23', town: 'Lund' },
      phone: '046-12 34 56',
      openingText: '',
      colour: '#0f5e59',
      logo: { mediaType: 'image/png', width: 1, height: 1, data: 'AQID' },
    },
  ],
  practitioners: [],
  resources: [],
  sharedResources: [],
  preblockKinds: [],
  templates: [
    {
      id: uuid<BookingTemplateId>(5),
      name: 'Undersökning',
      minutes: 30,
      categoryId: uuid<TreatmentCategoryId>(13),
      rebookable: true,
      cancellable: true,
      resourcePattern: null,
      admits: { newPatients: false, fromAge: null, toAge: 19 },
    },
  ],
  messages: {
    email: true,
    sms: false,
    smsSender: 'Tand',
    replyTo: '',
    texts: [{ kind: 'change', channel: 'sms', language: 'sv', text: 'Ny tid {dag} {tid}' }],
  },
};

const snapshot: readonly SnapshotEntry[] = [
  {
    type: 'SNAP_BEGIN',
    from: instant(1772438400000),
    asOf: instant(1772524800000),
    frontierAt: during.from,
    parts: 1,
  },
  {
    type: 'SNAP_PART',
    part: 1,
    rows: [
      {
        type: 'offer',
        offerId: uuid<OfferId>(7),
        preblockId,
        preblockKindId: uuid<PreblockKindId>(8),
        resourceId,
        practitionerId,
        anchorAt: during.from,
        expiresAt: null,
        open: [during],
      },
      {
        type: 'visit',
        visit,
        sealed: 'AQID',
        soldAt: instant(1772438400000),
        expiresAt: null,
      },
      { type: 'tombstone', bookingId: uuid<BookingId>(11) },
      { type: 'block', blockId: uuid<BlockId>(4), occupancies },
    ],
  },
  { type: 'SNAP_END', parts: 1 },
];

export const clinicEntries: readonly ClinicEntry[] = [
  { type: 'CATALOG', catalog },
  {
    type: 'OFFER',
    offerId: uuid<OfferId>(7),
    preblockId,
    resourceId,
    practitionerId,
    during,
    preblockKindId: uuid<PreblockKindId>(8),
    anchorAt: during.from,
    expiresAt: null,
    local: {
      zoneId: 'Europe/Stockholm',
      tzdb: '2026a',
      from: '2026-03-03T09:00',
      to: '2026-03-03T09:30',
    },
  },
  {
    type: 'WITHDRAW',
    withdrawId: uuid<WithdrawId>(10),
    preblockId,
    resourceId,
    practitionerId,
    during,
  },
  { type: 'CLAIM', claimId, subjectIds: [resourceId, practitionerId], during, replaces: null },
  { type: 'BLOCK', blockId: uuid<BlockId>(4), occupancies },
  { type: 'UNBLOCK', blockId: uuid<BlockId>(4) },
  { type: 'ACCEPT', bookingId },
  { type: 'REJECT', bookingId, reason: 'time-taken' },
  { type: 'CANCEL', bookingId, reason: 'clinic' },
  { type: 'MOVE', cancel: uuid<BookingId>(11), book: { ...visit, preblockId: null } },
  { type: 'OVERRIDE', claimId, bookingId, occupancies },
  ...snapshot,
  { type: 'UNPAIR' },
];

export const siteEntries: readonly SiteEntry[] = [
  { type: 'BOOK', visit: sold },
  { type: 'REQUEST', visit: sold, expiresAt: instant(1772445600000) },
  { type: 'CANCEL', bookingId, reason: 'patient' },
  { type: 'REBOOK', cancel: uuid<BookingId>(11), visit: sold },
  { type: 'CLAIM_OK', claimId },
  { type: 'CLAIM_NO', claimId, reason: 'sold' },
  { type: 'WITHDRAWN', withdrawId: uuid<WithdrawId>(10), left: [bookingId] },
  { type: 'FRONTIER', frontierAt: during.from },
  { type: 'CONFLICT', claimId, bookingId: uuid<BookingId>(12), with: [bookingId] },
  ...snapshot,
  { type: 'UNPAIRED' },
  { type: 'TELL', bookingId, kind: 'cancellation' },
  {
    type: 'MESSAGE_FAILED',
    bookingId,
    kind: 'confirmation',
    channel: 'email',
    uncertain: true,
    fault: 'no-answer',
    sealed: 'AQID',
    start: during.from,
  },
];

export const record: LogRecord = {
  inc: 'a1',
  seq: 1,
  type: 'UNBLOCK',
  v: 1,
  mustUnderstand: true,
  at: instant(1772438400000),
  prevHash: NO_HASH,
  hash: '83dba1ce2a52c062f6f01f0eadb610264420b83c8bde0bf8e31e9a07f524e895',
  body: '{"type":"UNBLOCK","blockId":"0191d2a0-0000-7000-8000-000000000004"}',
};

const position = { inc: 'a1', seq: 7, hash: NO_HASH };
const bothWays = [
  { type: 'DATA', epoch: 3, records: [record] },
  { type: 'ACK', epoch: 3, cursor: position },
  { type: 'PING', epoch: 3 },
  { type: 'PONG', epoch: 3 },
  { type: 'GOAWAY', code: 'fenced', retryAfterMs: 0 },
  { type: 'GOAWAY', code: 'resync-restored', retryAfterMs: 0 },
] as const;

export const clinicFrames: readonly ClinicFrame[] = [
  {
    type: 'HELLO',
    practiceId: uuid<PracticeId>(9),
    installationId: 'installation-1',
    protocol: { min: 1, max: 4 },
    clinicHead: position,
    siteCursor: position,
    clinicTime: instant(1772438400000),
    nonce: 'bm9uY2U=',
    signature: 'c2lnbmF0dXJl',
  },
  { type: 'LOOKED_UP', epoch: 3, lookupId: uuid(14), parts: ['AQID'] },
  { type: 'LOOKED_UP', epoch: 3, lookupId: uuid(14), parts: null },
  ...bothWays,
];

export const siteFrames: readonly SiteFrame[] = [
  { type: 'CHALLENGE', nonce: 'bm9uY2U=' },
  {
    type: 'WELCOME',
    epoch: 3,
    protocol: 4,
    clinicCursor: position,
    siteHead: position,
    siteTime: instant(1772438400000),
    frontierAt: during.from,
    digest: NO_HASH,
  },
  { type: 'LOOKUP', epoch: 3, lookupId: uuid(14), answerKey: 'a2V5', sealed: 'AQID' },
  ...bothWays,
];
