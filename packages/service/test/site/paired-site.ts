import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  HOUR_MS,
  instant,
  MINUTE_MS,
  toLocalDateTime,
  type Instant,
  type Interval,
  type PracticeId,
} from '@tidbok/core';
import {
  encodeEntry,
  hashOf,
  helloText,
  PROTOCOL_RANGE,
  startOf,
  type Catalog,
  type ClinicEntry,
  type LogRecord,
} from '@tidbok/protocol';
import { createSealingKeyPair, createSigningKeyPair, sign } from '@tidbok/seal';
import {
  openSite,
  type BookOnlineInput,
  type Hello,
  type Site,
  type SiteSecrets,
} from '@tidbok/service/site';
import { migrateSite } from '@tidbok/store/site';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import { zoneOf } from '../../src/zone.ts';

/** A Monday morning in winter. */
export const START = instant(Date.parse('2026-11-30T08:00:00+01:00'));
export const ZONE = zoneOf('Europe/Stockholm');
const TOLVANSSON = '192801287075';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const newId = <T>(): T => randomUUID() as T;

export interface PairedSite {
  readonly site: Site;
  readonly database: TestDatabase;
  readonly catalog: Catalog;
  readonly practiceId: PracticeId;
  readonly secrets: SiteSecrets;
  readonly sealingKey: { readonly publicKey: string; readonly privateKey: string };
  /** What waits to be sent is sealed to it. */
  readonly messageKey: { readonly publicKey: string; readonly privateKey: string };
  /** What counts as now; tests move it. */
  readonly clock: { now: Instant };
  /** Writes entries to the clinic's log and lets the site apply them. */
  readonly tell: (entries: readonly ClinicEntry[]) => Promise<void>;
  /** What the clinic answers a challenge with. */
  readonly hello: (nonce: string) => Hello;
  /** What the clinic would send: records of its log that were not told. */
  readonly write: (entries: readonly ClinicEntry[]) => LogRecord[];
  /** The clinic connects: from then on it counts as heard. */
  readonly connect: () => Promise<void>;
  /** Offers `[from, to)` of one chair under its practitioner. */
  readonly offer: (chair: number, during: Interval) => Promise<Offered>;
  readonly input: (wanted: Partial<BookOnlineInput>) => BookOnlineInput;
  readonly close: () => Promise<void>;
}

type Offered = Extract<ClinicEntry, { type: 'OFFER' }>;

/** `hours` and `minutes` after the start, a time of the tests' first day. */
export function at(hours: number, minutes = 0): Instant {
  return instant(START + hours * HOUR_MS + minutes * MINUTE_MS);
}

export function siteDatabase(): Promise<TestDatabase> {
  return createTestDatabase({ side: 'site', migrate: migrateSite });
}

/** A site with one more practice of some chairs, that has paired; others do not concern it. */
export async function openPairedSite(
  database: TestDatabase,
  options: {
    readonly chairs?: number;
    readonly answerWaitMs?: number;
    readonly maxHoldsPerSession?: number;
    readonly catalog?: Partial<Catalog>;
  },
): Promise<PairedSite> {
  const clock = { now: START };
  const secrets = { patientKeySecret: randomBytes(32), messageKey: createSealingKeyPair() };
  const site = await openSite({
    databaseUrl: database.url,
    secrets,
    now: () => clock.now,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    answerWaitMs: options.answerWaitMs ?? 300,
    ...(options.maxHoldsPerSession === undefined
      ? {}
      : { maxHoldsPerSession: options.maxHoldsPerSession }),
  });
  const practiceId = newId<PracticeId>();
  const catalog = { ...catalogOf(practiceId, options.chairs ?? 1), ...options.catalog };
  const sealingKey = createSealingKeyPair();
  const clinic = clinicOf(site, practiceId, clock);
  await clinic.pair(sealingKey.publicKey);
  await clinic.tell([{ type: 'CATALOG', catalog }]);
  return {
    site,
    database,
    catalog,
    practiceId,
    secrets,
    sealingKey,
    messageKey: secrets.messageKey,
    clock,
    tell: clinic.tell,
    connect: clinic.connect,
    hello: clinic.hello,
    write: clinic.write,
    offer: async (chair, during) => {
      const offer = offerOf(catalog, chair, during);
      await clinic.tell([offer]);
      return offer;
    },
    input: (wanted) => bookingOf(catalog, wanted),
    close: () => site.close(),
  };
}

/** The clinic's end: a log of its own, told to the site record by record. */
function clinicOf(site: Site, practiceId: PracticeId, clock: { now: Instant }) {
  const signing = createSigningKeyPair();
  const installationId = randomUUID();
  let head = startOf(randomUUID());
  let siteInc = '';
  const append = (entry: ClinicEntry): LogRecord => {
    const { type, v, mustUnderstand, body } = encodeEntry(entry);
    const place = { inc: head.inc, seq: head.seq + 1, prevHash: head.hash, at: clock.now };
    const hash = hashOf({ ...place, type, v, body }, sha256);
    head = { inc: head.inc, seq: place.seq, hash };
    return { ...place, type, v, mustUnderstand, body, hash };
  };
  const hello = (nonce: string): Hello => {
    const said = {
      practiceId,
      installationId,
      protocol: PROTOCOL_RANGE,
      clinicHead: head,
      siteCursor: startOf(siteInc),
      clinicTime: clock.now,
      nonce,
    };
    const signature = sign(signing.privateKey, helloText(said));
    return { type: 'HELLO', ...said, signature };
  };
  return {
    pair: async (sealingPublicKey: string) => {
      const { code } = await site.createPairingCode('Tandläkargruppen');
      const paired = await site.pair({
        code,
        practiceId,
        practiceName: 'Tandläkargruppen',
        installationId,
        sealingPublicKey,
        signingPublicKey: signing.publicKey,
        clinicHead: head,
      });
      if (!paired.ok) throw new Error(paired.refusal.code);
      siteInc = paired.value.siteInc;
    },
    tell: async (entries: readonly ClinicEntry[]) => {
      const applied = await site.link.applyRecords(practiceId, entries.map(append));
      if (applied.result !== 'applied') throw new Error(`the site answered ${applied.result}`);
    },
    connect: async () => {
      const nonce = randomBytes(32).toString('base64');
      const admitted = await site.link.admit(hello(nonce), { nonce, agoMs: 0 });
      if (admitted.type !== 'admitted') throw new Error(admitted.code);
    },
    hello,
    write: (entries: readonly ClinicEntry[]) => entries.map(append),
  };
}

export function offerOf(catalog: Catalog, chair: number, during: Interval): Offered {
  const resource = catalog.resources[chair];
  const practitioner = catalog.practitioners[chair];
  const kind = catalog.preblockKinds[0];
  if (resource === undefined || practitioner === undefined || kind === undefined) {
    throw new Error('no such chair');
  }
  return {
    type: 'OFFER',
    offerId: newId(),
    preblockId: newId(),
    preblockKindId: kind.id,
    resourceId: resource.id,
    practitionerId: practitioner.id,
    during,
    anchorAt: during.from,
    expiresAt: null,
    local: {
      zoneId: ZONE.id,
      tzdb: ZONE.tzdb,
      from: toLocalDateTime(ZONE, during.from),
      to: toLocalDateTime(ZONE, during.to),
    },
  };
}

function bookingOf(catalog: Catalog, wanted: Partial<BookOnlineInput>): BookOnlineInput {
  const [clinic] = catalog.clinics;
  const [template] = catalog.templates;
  const [resource] = catalog.resources;
  if (clinic === undefined || template === undefined || resource === undefined) {
    throw new Error('an empty catalogue');
  }
  return {
    clinicId: clinic.id,
    templateId: template.id,
    resourceId: resource.id,
    practitionerId: null,
    start: at(48),
    holdId: null,
    idempotencyKey: randomUUID(),
    patient: {
      givenName: 'Tolvan',
      familyName: 'Tolvansson',
      personalIdentityNumber: TOLVANSSON,
      email: 'tolvan@example.se',
      mobile: '+46701740605',
    },
    ...wanted,
  };
}

function catalogOf(practiceId: PracticeId, chairs: number): Catalog {
  const organisationId = newId<Catalog['organisations'][number]['id']>();
  const companyId = newId<Catalog['companies'][number]['id']>();
  const clinicId = newId<Catalog['clinics'][number]['id']>();
  const templateId = newId<Catalog['templates'][number]['id']>();
  const categoryId = newId<Catalog['templates'][number]['categoryId']>();
  const all = Array.from({ length: chairs }, (_, index) => index + 1);
  return {
    practiceId,
    practiceName: 'Tandläkargruppen',
    zoneId: ZONE.id,
    limits: {
      leadTimeMinutes: 120,
      horizonMonths: 12,
      changeDeadline: { type: 'hours', hours: 24 },
    },
    nearHours: 24,
    offlineSellingHours: 96,
    requiredAddressFields: [],
    organisations: [{ id: organisationId, name: 'Tandläkargruppen' }],
    companies: [{ id: companyId, name: 'Tandläkargruppen Lund AB' }],
    clinics: [
      {
        id: clinicId,
        organisationId,
        companyId,
        name: 'Tandläkargruppen Lund',
        address: { street: 'Stora Södergatan 1', postalCode: '22223', town: 'Lund' },
        phone: '046-12 34 56',
        openingText: '',
        colour: null,
      },
    ],
    practitioners: all.map((number) => ({
      id: newId(),
      clinicId,
      companyId,
      title: 'dentist',
      name: `Behandlare ${number}`,
      templateIds: [templateId],
    })),
    resources: all.map((number) => ({ id: newId(), clinicId, name: `Stol ${number}` })),
    sharedResources: [],
    preblockKinds: [{ id: newId(), categories: { mode: 'allow', ids: [categoryId] } }],
    templates: [
      {
        id: templateId,
        name: 'Undersökning 30 min',
        minutes: 30,
        categoryId,
        rebookable: true,
        cancellable: true,
        resourcePattern: null,
      },
    ],
    messages: null,
  };
}
