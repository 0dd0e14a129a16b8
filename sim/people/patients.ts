import { instant, type BookingId, type HoldId, type Instant, type ResourceId } from '@tidbok/core';
import {
  decideHold,
  decideOnlineBooking,
  decidePatientCancel,
  decideRebook,
  needOfSale,
  type OnlineBookingCommand,
  type SiteFacts,
  type SiteNeed,
} from '@tidbok/sync';
import type { Asked, SiteDesk } from '../ends/site-desk.ts';
import { Violation } from '../world/stage.ts';
import {
  chairs,
  clinicOf,
  dayAfter,
  id,
  slotOf,
  visit30,
  visitWithXray,
} from '../world/practice.ts';

const HOLD_MS = 300_000;

type Wanted = Omit<OnlineBookingCommand, 'bookingId' | 'holdId' | 'patient' | 'idempotency'>;

/** Patients at the site: they book near and far, hold, cancel, rebook, and press twice. */
export class Patients {
  /** Every sale that somebody was told of as confirmed. */
  readonly promised = new Set<BookingId>();
  readonly #desk: SiteDesk;
  readonly #held: { readonly holdId: HoldId; readonly wanted: Wanted }[] = [];
  #lastNumber = 0;

  constructor(desk: SiteDesk) {
    this.#desk = desk;
  }

  act(): void {
    const { random } = this.#desk.stage;
    const choice = random.next();
    if (choice < 0.6) return this.#book(this.#wanted(), null);
    if (choice < 0.7) return this.#hold();
    if (choice < 0.76) return this.#bookHeld();
    if (choice < 0.86) return this.#cancel();
    return this.#rebook();
  }

  /** A time at random; most people choose among those that are shown. */
  #wanted(): Wanted {
    const { random, now } = { random: this.#desk.stage.random, now: this.#desk.stage.now };
    const templateId = random.chance(0.12) ? visitWithXray : visit30;
    const shown = this.#desk.state.offers;
    const offer = random.chance(0.75) ? random.pick(shown) : undefined;
    const piece = offer === undefined ? undefined : random.pick(offer.open);
    if (offer !== undefined && piece !== undefined) {
      const slots = Math.floor((piece.to - piece.from) / 1_800_000);
      const start = instant(piece.from + random.below(Math.max(1, slots)) * 1_800_000);
      return at(offer.resourceId, start, templateId);
    }
    const date = dayAfter(instant(now), random.below(3));
    const chair = random.pick(chairs) ?? this.#never();
    return at(chair, slotOf(date, random.below(7)), templateId);
  }

  #never(): never {
    throw new Error('there is no chair');
  }

  #command(wanted: Wanted, holdId: HoldId | null): OnlineBookingCommand {
    const number = (this.#lastNumber += 1);
    return {
      ...wanted,
      bookingId: id<BookingId>('0b', number),
      holdId,
      patient: { patientKey: `patient-${number}`, sealed: 'c2VhbGVk', sealedToSite: 'dG8gc2l0ZQ' },
      idempotency: { key: `key-${number}`, fingerprint: `print-${number}` },
    };
  }

  /** Null when nothing is sold at all: no catalogue yet, halted, or left by the practice. */
  #needOf(wanted: Wanted, bookingIds: readonly BookingId[] = []): SiteNeed | null {
    const { catalog, mode } = this.#desk.state;
    const isOpen = mode === 'paired' || mode === 'recover';
    return catalog === null || !isOpen ? null : { ...needOfSale(wanted, catalog), bookingIds };
  }

  #book(wanted: Wanted, holdId: HoldId | null): void {
    const need = this.#needOf(wanted);
    if (need === null) return;
    const command = this.#command(wanted, holdId);
    const decide = (facts: SiteFacts) => decideOnlineBooking(facts, command, this.#desk.now);
    const { key } = command.idempotency;
    this.#sell({ key, need, decide }, 'books');
    if (!this.#desk.stage.random.chance(0.06)) return;
    const isDone = this.promised.has(command.bookingId);
    this.#sell(
      { key, need, decide },
      isDone ? 'presses again and books' : 'presses twice and books',
    );
  }

  #sell(asked: Asked, what: string): void {
    const { stage } = this.#desk;
    this.#desk.sell(asked, (sold) => {
      if (sold === 'done before') return stage.note('a booking is asked for twice');
      if (what === 'presses again and books') throw new Violation('I9: a sale is answered twice');
      const answer = sold.ok ? sold.value.kind : sold.refusal.code;
      stage.note(`patient ${what}: ${answer}`);
      if (sold.ok) stage.trace(() => `patient ${what}: ${sold.value.booking.bookingId} ${answer}`);
      if (sold.ok && sold.value.kind === 'confirmed') {
        this.promised.add(sold.value.booking.bookingId);
      }
    });
  }

  #hold(): void {
    const wanted = this.#wanted();
    const need = this.#needOf(wanted);
    if (need === null) return;
    const holdId = id<HoldId>('40', (this.#lastNumber += 1));
    const desk = this.#desk;
    const expiresAt = instant(desk.now + HOLD_MS);
    const command = { ...wanted, holdId, session: holdId, expiresAt };
    const decided = decideHold(desk.facts(need), command, desk.now);
    if (!decided.ok || !desk.commit(decided.value.decision, null).ok) return;
    desk.stage.note('a time is held');
    this.#held.push({ holdId, wanted });
  }

  #bookHeld(): void {
    const held = this.#held.pop();
    if (held === undefined) return;
    const stands = this.#desk.state.holds.has(held.holdId);
    this.#desk.stage.note(stands ? 'a held time is booked' : 'a hold ended before its booking');
    this.#book(held.wanted, held.holdId);
  }

  #someVisit() {
    const own = [...this.#desk.state.bookings.values()].filter(
      ({ patientKey, state }) =>
        patientKey !== null && (state !== 'cancelled' || this.#desk.stage.random.chance(0.1)),
    );
    return this.#desk.stage.random.pick(own);
  }

  #cancel(): void {
    const visit = this.#someVisit();
    if (visit === undefined) return;
    const desk = this.#desk;
    const { bookingId } = visit;
    const facts = desk.facts({ intervals: [], bookingIds: [bookingId] });
    const command = { bookingId, patientKey: visit.patientKey ?? '', sealedToSite: null };
    const decided = decidePatientCancel(facts, command, desk.now);
    desk.stage.note(`patient cancels: ${decided.ok ? visit.state : decided.refusal.code}`);
    if (decided.ok) desk.commit(decided.value, null);
  }

  #rebook(): void {
    const visit = this.#someVisit();
    if (visit === undefined) return;
    const wanted = this.#wanted();
    const need = this.#needOf(wanted, [visit.bookingId]);
    if (need === null) return;
    const made = this.#command(wanted, null);
    const patient = { ...made.patient, patientKey: visit.patientKey ?? '' };
    const command = { ...made, patient, cancel: visit.bookingId };
    const decide = (facts: SiteFacts) => decideRebook(facts, command, this.#desk.now);
    this.#sell({ key: command.idempotency.key, need, decide }, 'rebooks');
  }
}

function at(resourceId: ResourceId, start: Instant, templateId: Wanted['templateId']): Wanted {
  return { clinicId: clinicOf(resourceId), resourceId, practitionerId: null, start, templateId };
}
