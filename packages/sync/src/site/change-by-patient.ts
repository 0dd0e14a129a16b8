import {
  latestChangeAt,
  ok,
  refuse,
  type BookingId,
  type Instant,
  type Outcome,
} from '@tidbok/core';
import type { ClinicMadeVisit, PatientCancelCommand, RebookCommand } from './commands.ts';
import type { SiteFacts, SiteVisit } from './facts.ts';
import { messageAbout } from './messages.ts';
import {
  bookingOf,
  findTime,
  guardsOfOwn,
  insertion,
  isOwn,
  request,
  soldVisit,
  type Sale,
  type Selling,
} from './sale.ts';
import type { SiteDecision, SiteGuard, SiteWrite } from './writes.ts';

/** A patient cancels. Refuses `unknown-booking`, `booking-ended`, `not-cancellable`,
 * `too-late-to-change`. */
export function decidePatientCancel(
  facts: SiteFacts,
  command: PatientCancelCommand,
  now: Instant,
): Outcome<SiteDecision> {
  const { bookingId, patientKey, clinicMade = null } = command;
  const visit = ownVisit(facts, { bookingId, patientKey, clinicMade });
  if (!visit.ok) return visit;
  const mayNot = whyNotChange(facts, visit.value, { change: 'cancel', now });
  if (mayNot !== null) return mayNot;
  // Of a visit that the site has never known it has nothing to tell in a message.
  const isKnown = visit.value.state !== null;
  const copy = { bookingId, sealedToSite: isKnown ? command.sealedToSite : null };
  return ok({
    guards: [...standing(visit.value), { type: 'mode-is', modes: ['paired', 'recover', 'halted'] }],
    writes: [
      { type: 'set-booking-state', bookingId, state: 'cancelled', at: now },
      { type: 'append', entry: { type: 'CANCEL', bookingId, reason: 'patient' }, at: now },
      ...messageAbout(copy, 'cancellation', now),
      ...(copy.sealedToSite === null ? [toldByClinic(bookingId, now)] : []),
    ],
  });
}

function toldByClinic(bookingId: BookingId, at: Instant): SiteWrite {
  return { type: 'append', entry: { type: 'TELL', bookingId, kind: 'cancellation' }, at };
}

/**
 * A patient moves a visit. To time that the site owns: in one breath, the old visit's end applied
 * first. Else by request: the old visit stands until the clinic has accepted the new one. Refuses
 * as a cancellation (`not-rebookable`) and as a booking.
 */
export function decideRebook(
  facts: SiteFacts,
  command: RebookCommand,
  now: Instant,
): Outcome<Sale> {
  const { cancel: bookingId, clinicMade = null } = command;
  const old = ownVisit(facts, { bookingId, patientKey: command.patient.patientKey, clinicMade });
  if (!old.ok) return old;
  const mayNot = whyNotChange(facts, old.value, { change: 'rebook', now });
  if (mayNot !== null) return mayNot;
  const asker = { now, ownHold: command.holdId };
  const without = {
    ...facts,
    bookings: facts.bookings.filter(({ bookingId }) => bookingId !== command.cancel),
  };
  const found = findTime(without, command, asker);
  if (!found.ok) return found;
  const selling = { command, found: found.value, replaces: command.cancel };
  if (isOwn(facts, found.value, now)) return ok(rebookAtOnce(selling, old.value, now));
  // A request stands beside the old visit until it is answered: they may not share time.
  const beside = findTime(facts, command, asker);
  return beside.ok ? ok(guarded(request(selling, now), old.value)) : beside;
}

function rebookAtOnce(selling: Selling, old: OwnVisit, now: Instant): Sale {
  const booking = bookingOf(selling, { state: 'confirmed', requestExpiresAt: null }, now);
  const { guards, writes } = insertion(selling, booking, now);
  const { bookingId, sealedToSite } = {
    ...booking,
    sealedToSite: selling.command.patient.sealedToSite,
  };
  const sale: Sale = {
    kind: 'confirmed',
    booking,
    decision: {
      guards: [...guards, ...guardsOfOwn(booking)],
      writes: [
        { type: 'set-booking-state', bookingId: old.bookingId, state: 'cancelled', at: now },
        ...writes,
        {
          type: 'append',
          entry: { type: 'REBOOK', cancel: old.bookingId, visit: soldVisit(booking) },
          at: now,
        },
        ...messageAbout({ bookingId, sealedToSite }, 'change', now),
      ],
    },
  };
  return guarded(sale, old);
}

function guarded(sale: Sale, old: OwnVisit): Sale {
  const { guards, writes } = sale.decision;
  return { ...sale, decision: { guards: [...standing(old), ...guards], writes } };
}

/** A visit of the patient's own; `state` null: it stands in the clinic's book alone. */
type OwnVisit = Pick<SiteVisit, 'bookingId' | 'templateId' | 'during'> & {
  readonly state: SiteVisit['state'] | null;
  readonly clinicMade: ClinicMadeVisit | null;
};

function standing({ bookingId, state }: OwnVisit): SiteGuard[] {
  return state === null ? [] : [{ type: 'booking-is', bookingId, states: [state] }];
}

interface OwnClaim {
  readonly bookingId: BookingId;
  readonly patientKey: string;
  readonly clinicMade: ClinicMadeVisit | null;
}

/** No answer tells whether somebody else's booking exists. */
function ownVisit(facts: SiteFacts, { bookingId, patientKey, ...claim }: OwnClaim) {
  const told = claim.clinicMade?.bookingId === bookingId ? claim.clinicMade : null;
  const visit = facts.bookings.find((each) => each.bookingId === bookingId);
  const isOwn = visit?.patientKey === patientKey;
  if (told === null && !isOwn) return refuse('unknown-booking', { bookingId });
  const clinicMade = isOwn ? null : told;
  if (visit === undefined) {
    return told === null || facts.tombstones.has(bookingId)
      ? refuse('booking-ended', { bookingId })
      : ok<OwnVisit>({ ...told, state: null, clinicMade });
  }
  return visit.state === 'pending' || visit.state === 'confirmed'
    ? ok<OwnVisit>({ ...visit, clinicMade })
    : refuse('booking-ended', { bookingId });
}

/** Null when the patient may change the visit (T1, E4). */
export function whyNotChange(
  facts: Pick<SiteFacts, 'catalog' | 'mode'>,
  visit: Pick<SiteVisit, 'templateId' | 'during'> & {
    readonly clinicMade?: Pick<ClinicMadeVisit, 'rebookable' | 'cancellable'> | null;
  },
  { change, now }: { readonly change: 'rebook' | 'cancel'; readonly now: Instant },
): ReturnType<typeof refuse> | null {
  if (facts.catalog === null) return refuse('unknown-clinic');
  const { rules, zone, catalog } = facts.catalog;
  // A practice that has left hears no more of what is changed here.
  const isLeft = facts.mode === 'unpaired';
  const template = isLeft ? undefined : rules.templates.get(visit.templateId);
  const allows = isLeft ? undefined : (visit.clinicMade ?? template);
  // What is offered here no more cannot be moved here, whatever the clinic's template lets.
  const rebookable = template !== undefined && allows?.rebookable === true;
  if (change === 'rebook' && !rebookable) return refuse('not-rebookable');
  if (change === 'cancel' && allows?.cancellable !== true) return refuse('not-cancellable');
  const latest = latestChangeAt(zone, catalog.limits.changeDeadline, visit.during.from);
  return now > latest ? refuse('too-late-to-change', { latest }) : null;
}
