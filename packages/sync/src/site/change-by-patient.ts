import {
  addWorkdays,
  HOUR_MS,
  instant,
  ok,
  refuse,
  startOfDay,
  addDays,
  isWorkday,
  addMinutes,
  toLocalDate,
  type BookingId,
  type Instant,
  type Outcome,
  type Zone,
} from '@tidbok/core';
import type { ChangeDeadline } from '@tidbok/protocol';
import type { PatientCancelCommand, RebookCommand } from './commands.ts';
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
import type { SiteDecision, SiteWrite } from './writes.ts';

/** A patient cancels. Refuses `unknown-booking`, `booking-ended`, `not-cancellable`,
 * `too-late-to-change`. */
export function decidePatientCancel(
  facts: SiteFacts,
  command: PatientCancelCommand,
  now: Instant,
): Outcome<SiteDecision> {
  const { bookingId, patientKey } = command;
  const visit = ownVisit(facts, bookingId, patientKey);
  if (!visit.ok) return visit;
  const mayNot = whyNotChange(facts, visit.value, { change: 'cancel', now });
  if (mayNot !== null) return mayNot;
  const copy = { bookingId, sealedToSite: command.sealedToSite };
  return ok({
    guards: [
      { type: 'booking-is', bookingId, states: [visit.value.state] },
      { type: 'mode-is', modes: ['paired', 'recover', 'halted'] },
    ],
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
  const old = ownVisit(facts, command.cancel, command.patient.patientKey);
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

function rebookAtOnce(selling: Selling, old: SiteVisit, now: Instant): Sale {
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

function guarded(sale: Sale, old: SiteVisit): Sale {
  const { guards, writes } = sale.decision;
  const standing = {
    type: 'booking-is',
    bookingId: old.bookingId,
    states: [old.state],
  } as const;
  return { ...sale, decision: { guards: [standing, ...guards], writes } };
}

/** No answer tells whether somebody else's booking exists. */
function ownVisit(facts: SiteFacts, bookingId: BookingId, patientKey: string): Outcome<SiteVisit> {
  const visit = facts.bookings.find((each) => each.bookingId === bookingId);
  if (visit === undefined || visit.patientKey !== patientKey) {
    return refuse('unknown-booking', { bookingId });
  }
  return visit.state === 'pending' || visit.state === 'confirmed'
    ? ok(visit)
    : refuse('booking-ended', { bookingId });
}

/** Null when the patient may change the visit (T1, E4). */
export function whyNotChange(
  facts: Pick<SiteFacts, 'catalog' | 'mode'>,
  visit: Pick<SiteVisit, 'templateId' | 'during'>,
  { change, now }: { readonly change: 'rebook' | 'cancel'; readonly now: Instant },
): ReturnType<typeof refuse> | null {
  if (facts.catalog === null) return refuse('unknown-clinic');
  const { rules, zone, catalog } = facts.catalog;
  // A practice that has left hears no more of what is changed here.
  const template = facts.mode === 'unpaired' ? null : rules.templates.get(visit.templateId);
  if (change === 'rebook' && template?.rebookable !== true) return refuse('not-rebookable');
  if (change === 'cancel' && template?.cancellable !== true) return refuse('not-cancellable');
  const latest = latestChange(catalog.limits.changeDeadline, zone, visit.during.from);
  return now > latest ? refuse('too-late-to-change', { latest }) : null;
}

/** The last instant at which a patient may change a visit that starts at `start` (E4). */
export function latestChange(deadline: ChangeDeadline, zone: Zone, start: Instant): Instant {
  const day = toLocalDate(zone, start);
  switch (deadline.type) {
    case 'hours':
      return instant(start - deadline.hours * HOUR_MS);
    case 'workdays':
      return startOfDay(zone, addWorkdays(day, -deadline.days));
    case 'weekday-before': {
      let before = addDays(day, -1);
      while (!isWorkday(before)) before = addDays(before, -1);
      return addMinutes(startOfDay(zone, before), deadline.at);
    }
  }
}
