import {
  checkOnlineTime,
  HOUR_MS,
  instant,
  MINUTE_MS,
  occupanciesFor,
  ok,
  refuse,
  type FreeTime,
  type HoldId,
  type Instant,
  type Interval,
  type Occupancy,
  type OnlineTemplate,
  type Outcome,
} from '@tidbok/core';
import type { SoldVisit } from '@tidbok/protocol';
import type { HoldCommand, OnlineBookingCommand } from './commands.ts';
import type { SiteCatalog, SiteFacts, SiteNeed } from './facts.ts';
import { messageAbout } from './messages.ts';
import { availabilityOf } from './rules.ts';
import type { SiteBooking, SiteDecision, SiteGuard, SiteWrite } from './writes.ts';

/** A request that the clinic has not answered is cancelled after this long … */
export const REQUEST_TTL_HOURS = 2;
/** … or this long before the visit, whichever comes first. */
export const REQUEST_MARGIN_HOURS = 2;

/** The time that a patient asks for, found offered and free. */
export interface FoundTime {
  readonly catalog: SiteCatalog;
  readonly template: OnlineTemplate;
  readonly time: FreeTime;
  readonly during: Interval;
  readonly occupancies: readonly Occupancy[];
}

/**
 * `confirmed`: the site owns this time and has sold it. `request`: the clinic must answer first.
 */
export interface Sale {
  readonly kind: 'confirmed' | 'request';
  readonly booking: SiteBooking;
  readonly decision: SiteDecision;
}

type Wanted = Pick<
  OnlineBookingCommand,
  'clinicId' | 'templateId' | 'resourceId' | 'practitionerId' | 'start'
>;

/** What must be loaded before a sale: all that touches the visit. */
export function needOfSale(wanted: Wanted, catalog: SiteCatalog): SiteNeed {
  const minutes = catalog.rules.templates.get(wanted.templateId)?.minutes ?? 1;
  const to = instant(wanted.start + minutes * MINUTE_MS);
  return { intervals: [{ from: wanted.start, to }], bookingIds: [] };
}

/**
 * A patient books: the same question that made the list of times is asked of fresh facts. Refuses
 * what `checkOnlineTime` refuses: `time-taken`, `time-held`, `not-offered`, `too-soon`, … or
 * `unknown-clinic` while there is no catalogue.
 */
export function decideOnlineBooking(
  facts: SiteFacts,
  command: OnlineBookingCommand,
  now: Instant,
): Outcome<Sale> {
  const found = findTime(facts, command, { now, ownHold: command.holdId });
  if (!found.ok) return found;
  return ok(sell(facts, { command, found: found.value, replaces: null }, now));
}

/** The free time that is asked for, or why it is none. */
export function findTime(
  facts: SiteFacts,
  wanted: Wanted,
  asker: { readonly now: Instant; readonly ownHold: HoldId | null },
): Outcome<FoundTime> {
  const { catalog } = facts;
  if (catalog === null) return refuse('unknown-clinic', { clinicId: wanted.clinicId });
  const { templateId, clinicId, practitionerId, resourceId, start } = wanted;
  const template = catalog.rules.templates.get(templateId);
  if (template === undefined) return refuse('unknown-template', { templateId });
  const time = checkOnlineTime(availabilityOf(facts, catalog.rules, asker), {
    templateId,
    clinicId,
    resourceId,
    practitionerId,
    start,
    now: asker.now,
  });
  if (!time.ok) return time;
  const occupancies = occupanciesFor(
    {
      resourceId,
      practitionerId: time.value.practitionerId,
      sharedResources: catalog.rules.sharedResources.get(clinicId) ?? new Map(),
    },
    { start, minutes: template.minutes, resourcePattern: template.resourcePattern },
  );
  if (!occupancies.ok) return occupancies;
  const { start: from, end: to } = time.value;
  const during = { from, to };
  return ok({ catalog, template, time: time.value, during, occupancies: occupancies.value });
}

export interface Selling {
  readonly command: OnlineBookingCommand;
  readonly found: FoundTime;
  /** The patient's visit that this one takes the place of. */
  readonly replaces: SiteBooking['replaces'];
}

/**
 * The site confirms alone only far time that its offers bind whole, heard from the clinic lately.
 */
export function isOwn(facts: SiteFacts, found: FoundTime, now: Instant): boolean {
  const { time, during, occupancies, catalog } = found;
  const bound = occupancies.every(
    ({ subjectId }) => subjectId === time.resourceId || subjectId === time.practitionerId,
  );
  const heard = facts.lastContactAt;
  const limit = catalog.catalog.offlineSellingHours * HOUR_MS;
  const paired = facts.mode === 'paired';
  return (
    paired && bound && during.from >= facts.frontierAt && heard !== null && now - heard <= limit
  );
}

function sell(facts: SiteFacts, selling: Selling, now: Instant): Sale {
  return isOwn(facts, selling.found, now) ? confirm(selling, now) : request(selling, now);
}

function confirm(selling: Selling, now: Instant): Sale {
  const booking = bookingOf(selling, { state: 'confirmed', requestExpiresAt: null }, now);
  const { guards, writes } = insertion(selling, booking, now);
  const alone = guardsOfOwn(booking);
  return {
    kind: 'confirmed',
    booking,
    decision: {
      guards: [...guards, ...alone],
      writes: [
        ...writes,
        { type: 'append', entry: { type: 'BOOK', visit: soldVisit(booking) }, at: now },
        ...messageAbout(withCopy(selling), 'confirmation', now),
      ],
    },
  };
}

/** What must hold for the site to confirm alone (R3): far, and not fenced. */
export function guardsOfOwn({ during }: SiteBooking): SiteGuard[] {
  return [
    { type: 'far', start: during.from },
    { type: 'mode-is', modes: ['paired'] },
  ];
}

/** PENDING takes the time here until the clinic has answered. */
export function request(selling: Selling, now: Instant): Sale {
  const expiresAt = requestExpiry(selling.found.during.from, now);
  const booking = bookingOf(selling, { state: 'pending', requestExpiresAt: expiresAt }, now);
  const { guards, writes } = insertion(selling, booking, now);
  return {
    kind: 'request',
    booking,
    decision: {
      guards,
      writes: [
        ...writes,
        {
          type: 'append',
          entry: { type: 'REQUEST', visit: soldVisit(booking), expiresAt },
          at: now,
        },
        ...messageAbout(withCopy(selling), 'preliminary', now),
      ],
    },
  };
}

/** min(now + 2 h, start − 2 h), or the start itself when that is past. */
export function requestExpiry(start: Instant, now: Instant): Instant {
  const before = start - REQUEST_MARGIN_HOURS * HOUR_MS;
  if (before <= now) return start;
  return instant(Math.min(now + REQUEST_TTL_HOURS * HOUR_MS, before));
}

function withCopy({ command }: Selling): {
  bookingId: SiteBooking['bookingId'];
  sealedToSite: string;
} {
  return { bookingId: command.bookingId, sealedToSite: command.patient.sealedToSite };
}

export function bookingOf(
  { command, found, replaces }: Selling,
  state: Pick<SiteBooking, 'state' | 'requestExpiresAt'>,
  now: Instant,
): SiteBooking {
  const { time, during, occupancies } = found;
  const { changeLink = null } = command.patient;
  return {
    bookingId: command.bookingId,
    templateId: command.templateId,
    resourceId: time.resourceId,
    practitionerId: time.practitionerId,
    preblockId: time.preblockId,
    during,
    occupancies,
    ...state,
    replaces,
    patientKey: command.patient.patientKey,
    sealed: command.patient.sealed,
    registeredAt: now,
    ...(changeLink === null ? {} : { changeLink }),
  };
}

/** What the clinic is told of a sale. */
export function soldVisit(booking: SiteBooking): SoldVisit {
  const { bookingId, templateId, resourceId, practitionerId, during } = booking;
  const { occupancies, preblockId, replaces, sealed, registeredAt } = booking;
  if (sealed === null) throw new Error('a sale without sealed details');
  return {
    bookingId,
    templateId,
    resourceId,
    practitionerId,
    during,
    occupancies,
    preblockId,
    replaces,
    sealed,
    soldAt: registeredAt,
  };
}

/** The guards under which a visit may be put in, and the writes that every sale has in common. */
export function insertion(selling: Selling, booking: SiteBooking, now: Instant): SiteDecision {
  const { command, found, replaces } = selling;
  const { key, fingerprint } = command.idempotency;
  const { bookingId } = booking;
  return {
    guards: [
      { type: 'key-unused', key },
      ...timeGuards(found, { replaces, ownHold: command.holdId }, now),
    ],
    writes: [
      ...(command.holdId === null
        ? []
        : [{ type: 'delete-hold', holdId: command.holdId } as const]),
      { type: 'insert-booking', booking },
      { type: 'remember-key', key, fingerprint, bookingId, at: now },
    ],
  };
}

/** What of the found time must still hold under the lock. */
function timeGuards(
  { catalog, time, during, occupancies }: FoundTime,
  own: { readonly replaces: SiteBooking['replaces']; readonly ownHold: HoldId | null },
  now: Instant,
): SiteGuard[] {
  const { preblockId, resourceId, practitionerId } = time;
  return [
    { type: 'catalog-is', version: catalog.version },
    { type: 'offered', preblockId, resourceId, practitionerId, during, at: now },
    { type: 'free', occupancies, except: own.replaces },
    { type: 'not-held', occupancies, except: own.ownHold, at: now },
  ];
}

/** A patient keeps a time while filling in the form (0.8). Refuses as a booking would. */
export function decideHold(
  facts: SiteFacts,
  command: HoldCommand & { readonly expiresAt: Instant },
  now: Instant,
): Outcome<{ readonly found: FoundTime; readonly decision: SiteDecision }> {
  const found = findTime(facts, command, { now, ownHold: null });
  if (!found.ok) return found;
  const { holdId, session, expiresAt } = command;
  const { occupancies } = found.value;
  const writes: SiteWrite[] = [{ type: 'insert-hold', holdId, session, occupancies, expiresAt }];
  const guards = timeGuards(found.value, { replaces: null, ownHold: null }, now);
  return ok({ found: found.value, decision: { guards, writes } });
}
