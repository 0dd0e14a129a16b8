import type { ClinicId } from '@tidbok/core';
import { migrateSite, openSitePool, pingSite } from '@tidbok/store/site';
import { Post } from '../post.ts';
import { AvailabilityCache } from './availability-cache.ts';
import { bookOnline } from './book-online.ts';
import { CatalogCache } from './catalog-cache.ts';
import { openByLink, visitByLink } from './change-links.ts';
import { ClinicDirectory } from './clinic-directory.ts';
import { clinicLinkOf } from './clinic-link.ts';
import { listClinics, logoOfClinic, offeredTemplates, oneClinic, zoneOfClinic } from './clinics.ts';
import type { SiteContext } from './context.ts';
import { firstTime, timesOn } from './free-times.ts';
import { Lookups } from './lookups.ts';
import { placeHold, releaseHold, renewOnce } from './holds.ts';
import { siteMessageBox } from './message-box.ts';
import { cancelMine, rebookMine } from './my-bookings.ts';
import { myBookings, myVisit } from './my-visits.ts';
import { createPairingCode, pair } from './pairing.ts';
import { readReceipt } from './receipt.ts';
import { LastKnown } from './last-known.ts';
import type { ClinicsQuery, Site, SiteOptions } from './site.ts';
import { throughOutage } from './through-outage.ts';
import { SlotQueue } from './slot-queue.ts';
import { Ticker } from './tick.ts';
import { Wakes } from './wakes.ts';

const maxLists = 200;
const maxClinics = 20_000;
const defaultConnections = 16;
const defaultAnswerWaitMs = 8_000;
const defaultHoldsPerSession = 20;

/** Opens the booking site on its database, which is brought up to date first. */
export async function openSite(options: SiteOptions): Promise<Site> {
  const context = contextOf(options);
  const { pool, wakes } = context;
  try {
    await migrateSite(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const ticker = new Ticker(context);
  try {
    await ticker.noticeRestore();
  } catch (error) {
    await pool.end();
    throw error;
  }
  wakes.start();
  const lists = new LastKnown(maxLists, (query: ClinicsQuery) => listClinics(context, query));
  const clinics = new LastKnown(maxClinics, (id: ClinicId) => oneClinic(context, id));
  return {
    now: options.now,
    clinics: (query) => lists.answer(query),
    clinic: (clinicId) => clinics.answer(clinicId),
    logo: (clinicId) => throughOutage(() => logoOfClinic(context, clinicId)),
    templates: (query) => throughOutage(() => offeredTemplates(context, query)),
    zoneOf: (clinicId) => throughOutage(() => zoneOfClinic(context, clinicId)),
    times: (query) => throughOutage(() => timesOn(context, query)),
    firstTime: (query) => throughOutage(() => firstTime(context, query)),
    placeHold: (choice, session) => placeHold(context, choice, session),
    renewHold: (clinicId, holdId) => renewOnce(context, clinicId, holdId),
    releaseHold: (clinicId, holdId) => releaseHold(context, clinicId, holdId),
    book: (input) => throughOutage(() => bookOnline(context, input)),
    myBookings: (asker) => throughOutage(() => myBookings(context, asker)),
    myVisit: (asker) => throughOutage(() => myVisit(context, asker)),
    cancelMine: (wish) => throughOutage(() => cancelMine(context, wish)),
    rebookMine: (wish) => throughOutage(() => rebookMine(context, wish)),
    openByLink: (link) => throughOutage(() => openByLink(context, link)),
    visitByLink: (opened) => throughOutage(() => visitByLink(context, opened)),
    booking: (query) => throughOutage(() => readReceipt(context, query)),
    createPairingCode: (practiceName) => createPairingCode(context, practiceName),
    pair: (request) => pair(context, request),
    link: clinicLinkOf(context, ticker),
    tick: () => ticker.tick(),
    post: (options) => new Post(siteMessageBox(context, options.leaseMs), options),
    ping: () => pingSite(pool),
    close: async () => {
      wakes.close();
      await pool.end();
    },
  };
}

function contextOf(options: SiteOptions): SiteContext {
  const { databaseUrl, secrets, now, log } = options;
  const pool = openSitePool({
    databaseUrl,
    maxConnections: options.maxConnections ?? defaultConnections,
    onBroken: (error) => log.warn({ error: error.message }, 'A connection broke.'),
  });
  const catalogs = new CatalogCache(pool);
  return {
    pool,
    secrets,
    now,
    log,
    directory: new ClinicDirectory(pool),
    catalogs,
    availability: new AvailabilityCache(pool, catalogs),
    slots: new SlotQueue(),
    wakes: new Wakes(pool, databaseUrl),
    lookups: new Lookups(pool),
    publicUrl: options.publicUrl ?? null,
    answerWaitMs: options.answerWaitMs ?? defaultAnswerWaitMs,
    maxHoldsPerSession: options.maxHoldsPerSession ?? defaultHoldsPerSession,
  };
}
