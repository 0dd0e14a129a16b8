import { createHash } from 'node:crypto';
import {
  dayNumber,
  instant,
  intervalOfLocal,
  type BookingId,
  type Instant,
  type Interval,
  type OfferId,
  type PracticeId,
  type SubjectId,
} from '@tidbok/core';
import type { Catalog } from '@tidbok/protocol';
import { createSealingKeyPair, createSigningKeyPair } from '@tidbok/seal';
import { applyAtSite, insertPairingCode, noteContact, pairPractice } from '@tidbok/store/site';
import type { SiteWrite } from '@tidbok/sync';
import type { Pool } from 'pg';
import { onlineRules } from './rules.ts';
import type { TenPractitioners } from './ten-practitioners.ts';

const HOUR_MS = 3_600_000;

const catalogOf = (ground: TenPractitioners, messages: Catalog['messages']): Catalog => {
  const { id, people, clinicId, zone } = ground;
  const rules = onlineRules(ground);
  return {
    practiceId: id('practice'),
    practiceName: 'Bänk',
    zoneId: zone.id,
    limits: { ...rules.limits, changeDeadline: { type: 'hours', hours: 24 } },
    nearHours: 24,
    offlineSellingHours: 96,
    requiredAddressFields: [],
    organisations: [{ id: id('organisation'), name: 'Bänk' }],
    companies: [{ id: id('company'), name: 'Bänk AB' }],
    clinics: [
      {
        id: clinicId,
        organisationId: id('organisation'),
        companyId: id('company'),
        name: 'Bänk',
        address: { street: 'Gatan 1', postalCode: '222 22', town: 'Lund' },
        phone: '046-19 04 70',
        openingText: '',
        colour: null,
      },
    ],
    practitioners: people.map(({ practitionerId }, index) => ({
      id: practitionerId,
      clinicId,
      companyId: id('company'),
      title: 'dentist',
      name: `Prov ${String(index)}`,
      templateIds: [ground.templateId],
    })),
    resources: people.map(({ resourceId }, index) => ({
      id: resourceId,
      clinicId,
      name: `Stol ${String(index)}`,
    })),
    sharedResources: [],
    preblockKinds: [...rules.kinds].map(([kindId, categories]) => ({ id: kindId, categories })),
    templates: [...rules.templates.values()],
    messages,
  };
};

const offersOf = ({ id, zone, preblocks, people }: TenPractitioners): SiteWrite[] =>
  preblocks.map((preblock) => {
    const during = intervalOfLocal(zone, preblock);
    const person = people.find(({ resourceId }) => resourceId === preblock.resourceId);
    if (during === undefined || person === undefined) throw new Error('a preblock hangs loose');
    return {
      type: 'insert-offer',
      offerId: id<OfferId>(`offer/${preblock.id}`),
      preblockId: preblock.id,
      preblockKindId: preblock.kindId,
      ...person,
      anchorAt: during.from,
      expiresAt: null,
      during,
    };
  });

const visitsOf = ({ id, visits, templateId }: TenPractitioners, now: Instant): SiteWrite[] =>
  visits.map(({ resourceId, practitionerId, during }, index) => {
    const occupied = (subjectId: SubjectId): { subjectId: SubjectId; during: Interval } => ({
      subjectId,
      during,
    });
    return {
      type: 'insert-booking',
      booking: {
        bookingId: id<BookingId>(`visit/${String(index)}`),
        templateId,
        resourceId,
        practitionerId,
        preblockId: null,
        during,
        occupancies: [occupied(resourceId), occupied(practitionerId)],
        state: 'confirmed',
        replaces: null,
        patientKey: null,
        sealed: null,
        requestExpiresAt: null,
        registeredAt: now,
      },
    };
  });

/**
 * Puts a paired practice on the site as its clinic's log would have, in one decision. `messages`:
 * how it writes to patients; null: not at all.
 */
export const layPractice = async (
  db: Pool,
  ground: TenPractitioners,
  { now, messages }: { readonly now: Instant; readonly messages: Catalog['messages'] },
): Promise<void> => {
  const practiceId = ground.id<PracticeId>('practice');
  const codeHash = createHash('sha256').update(practiceId).digest('hex');
  const expiresAt = instant(now + HOUR_MS);
  await insertPairingCode(db, { codeHash, practiceName: 'Bänk', at: now, expiresAt });
  const paired = await pairPractice(db, codeHash, {
    practiceId,
    name: 'Bänk',
    installationId: ground.id('installation'),
    sealingPublicKey: createSealingKeyPair().publicKey,
    signingPublicKey: createSigningKeyPair().publicKey,
    clinicInc: ground.id('clinic-log'),
    siteInc: ground.id('site-log'),
    at: now,
  });
  if (paired.type !== 'paired') throw new Error('the bench practice did not pair');
  const frontierAt = instant(now + 24 * HOUR_MS);
  const writes: SiteWrite[] = [
    { type: 'put-catalog', catalog: catalogOf(ground, messages) },
    { type: 'set-frontier', frontierAt },
    ...offersOf(ground),
    ...visitsOf(ground, now),
  ];
  const applied = await applyAtSite(db, practiceId, { guards: [], writes });
  if (applied.type !== 'written') throw new Error(`the bench practice: ${applied.type}`);
  await noteContact(db, practiceId, { epoch: paired.epoch, at: now });
};

/** A Monday a good week ahead: all far, well within the horizon. */
export const mondayAhead = (today: TenPractitioners['days'][number]): number =>
  dayNumber(today) + 14 - ((dayNumber(today) + 3) % 7);
