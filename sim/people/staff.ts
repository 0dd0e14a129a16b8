import {
  dateOf,
  instant,
  localDateTime,
  toLocalDate,
  type BookingId,
  type Interval,
  type LocalDate,
  type Outcome,
  type PatientId,
  type Preblock,
  type PreblockId,
  type PreblockKindId,
  type PractitionerId,
  type ResourceId,
  type Shift,
  type ShiftId,
} from '@tidbok/core';
import type { ClinicWrite, NewBooking, StaffBookingResult } from '@tidbok/sync';
import type { ClinicBook } from '../ends/clinic-book.ts';
import {
  chairs,
  dayAfter,
  id,
  kinds,
  people,
  slotsOf,
  staff,
  stockholm,
  summerTimeOn,
  visit30,
  xray,
} from '../world/practice.ts';

const CLAIM_MS = 3_000;
/** 09:00 to 12:30. */
const OPENS = 540;
const SLOTS = 7;

/** The people at the clinic: they book, cancel, move, and change what is offered. */
export class Staff {
  readonly #book: ClinicBook;
  readonly #isUp: () => boolean;
  /** Visits whose claim was still open when staff stopped waiting for it. */
  readonly givenUp = new Set<BookingId>();
  #lastNumber = 0;

  constructor(book: ClinicBook, isUp: () => boolean) {
    this.#book = book;
    this.#isUp = isUp;
  }

  /** The first days stand planned before the first patient comes. */
  openDays(count: number): void {
    for (let day = 0; day < count; day += 1) this.#openDay(this.#date(day));
  }

  act(): void {
    const choice = this.#random.next();
    if (choice < 0.42) return this.#books();
    if (choice < 0.54) return this.#cancels();
    if (choice < 0.66) return this.#moves();
    if (choice < 0.8) return this.#places();
    if (choice < 0.9) return this.#removes();
    return this.#changesShifts();
  }

  get #random() {
    return this.#book.stage.random;
  }

  get #facts() {
    return this.#book.state.facts;
  }

  #number(): number {
    return (this.#lastNumber += 1);
  }

  /** By the true calendar: who plans looks at a paper one. */
  #date(days: number): LocalDate {
    return dayAfter(instant(this.#book.stage.now), days);
  }

  #someDay(): LocalDate {
    return this.#date(this.#random.below(3));
  }

  #openDay(date: LocalDate): void {
    const writes: ClinicWrite[] = [];
    const first = this.#random.below(2);
    for (const [i, person] of people.entries()) {
      const chair = chairs[(first + i) % chairs.length];
      if (chair === undefined) continue;
      writes.push({ type: 'insert-shift', shift: this.#shift(date, chair, person) });
      const placed = this.#preblock(date, chair, { slot: 0, count: i === 0 ? 5 : 3 });
      writes.push({
        type: 'insert-preblock',
        preblock: placed,
        actor: staff,
        at: this.#book.moment.now,
      });
    }
    this.#book.plan(writes, slotsOf(date, 0, SLOTS));
  }

  #shift(date: LocalDate, resourceId: ResourceId, practitionerId: PractitionerId): Shift {
    return {
      id: id<ShiftId>('51', this.#number()),
      resourceId,
      practitionerId,
      from: localDateTime(date, OPENS),
      to: localDateTime(date, OPENS + SLOTS * 30),
    };
  }

  #preblock(
    date: LocalDate,
    resourceId: ResourceId,
    { slot, count }: { readonly slot: number; readonly count: number },
  ): Preblock {
    const expires = this.#random.chance(0.15) ? kinds[1] : kinds[0];
    return {
      id: id<PreblockId>('52', this.#number()),
      kindId: expires?.id ?? id<PreblockKindId>('aa', 1),
      resourceId,
      from: localDateTime(date, OPENS + slot * 30),
      to: localDateTime(date, OPENS + (slot + count) * 30),
      seriesId: null,
    };
  }

  #visit(): NewBooking {
    const date = this.#someDay();
    if (date === summerTimeOn) this.#book.stage.note('a visit on the day summer time begins');
    const during = slotsOf(date, this.#random.below(SLOTS), this.#random.between(1, 3));
    const resourceId = this.#random.pick(chairs) ?? id<ResourceId>('ca', 1);
    const practitionerId = this.#random.pick(people) ?? id<PractitionerId>('d0', 1);
    const subjects = [resourceId, practitionerId, ...(this.#random.chance(0.12) ? [xray] : [])];
    return {
      id: id<BookingId>('0a', this.#number()),
      resourceId,
      practitionerId,
      templateId: visit30,
      patientId: id<PatientId>('a9', this.#lastNumber + 1),
      during,
      occupancies: subjects.map((subjectId) => ({ subjectId, during })),
      state: 'confirmed',
      source: 'staff',
      replaces: null,
      override: false,
      conflict: false,
      registeredAt: this.#book.moment.now,
      bookText: '',
      summonsCard: false,
      moveNextRecall: false,
      expectedAmount: null,
      knownAtSite: false,
      overridden: [],
    };
  }

  #books(): void {
    const visit = this.#visit();
    const override = this.#random.chance(0.06);
    this.#waitFor(visit, this.#book.staffBooks(visit, override), 'books');
  }

  #waitFor(visit: NewBooking, outcome: Outcome<StaffBookingResult>, what: string): void {
    const { stage } = this.#book;
    stage.note(`staff ${what}: ${outcome.ok ? outcome.value.type : outcome.refusal.code}`);
    if (!outcome.ok || outcome.value.type !== 'claimed') return;
    const { claimId } = outcome.value;
    const isPatient = this.#random.chance(0.8);
    stage.later(isPatient ? CLAIM_MS : this.#random.below(60), () => {
      if (!this.#isUp()) return;
      const wasOpen = this.#facts.claims.some((claim) => claim.claimId === claimId);
      this.#book.abandonClaim(claimId);
      // Only now is it durable: a computer that died before has given nothing up.
      if (wasOpen) this.givenUp.add(visit.id);
      if (!wasOpen || !this.#random.chance(0.3)) return;
      stage.note('staff override after waiting for a claim');
      this.#book.staffBooks({ ...visit, id: id<BookingId>('0a', this.#number()) }, true);
    });
  }

  #cancels(): void {
    const visit = this.#random.pick(this.#facts.bookings);
    if (visit === undefined) return;
    this.#book.stage.note(
      `staff cancel a visit of ${visit.knownAtSite ? 'the site' : 'their own'}`,
    );
    this.#book.staffCancels(visit.id);
  }

  #moves(): void {
    const old = this.#random.pick(this.#facts.bookings);
    if (old === undefined) return;
    const visit = { ...this.#visit(), patientId: old.patientId };
    const moved = this.#book.staffMoves(old.id, visit, this.#random.chance(0.06));
    const whose = old.knownAtSite ? 'a visit of the site' : 'their own';
    this.#waitFor(visit, moved, `move ${whose}`);
  }

  #places(): void {
    const date = this.#someDay();
    const slot = this.#random.below(SLOTS - 1);
    const chair = this.#random.pick(chairs);
    if (chair === undefined) return;
    const placed = this.#preblock(date, chair, { slot, count: this.#random.between(1, 3) });
    const isTaken = this.#facts.preblocks.some(
      (each) =>
        each.resourceId === placed.resourceId && each.from < placed.to && placed.from < each.to,
    );
    if (isTaken) return;
    this.#book.plan(
      [{ type: 'insert-preblock', preblock: placed, actor: staff, at: this.#book.moment.now }],
      slotsOf(date, 0, SLOTS),
    );
  }

  #removes(): void {
    const removed = this.#random.pick(this.#facts.preblocks);
    if (removed === undefined) return;
    const during = slotsOf(dateOf(removed.from), 0, SLOTS);
    this.#book.plan([{ type: 'delete-preblock', preblockId: removed.id }], during);
  }

  /** On one day everybody works in the next chair; a day without shifts is opened. */
  #changesShifts(): void {
    const date = this.#someDay();
    const today = this.#facts.shifts.filter(({ from }) => dateOf(from) === date);
    if (today.length === 0) return this.#openDay(date);
    this.#book.stage.note('staff change chairs');
    const by = this.#random.between(1, chairs.length - 1);
    const writes = today.flatMap(({ id: shiftId, resourceId, practitionerId }): ClinicWrite[] => {
      const next = chairs[(chairs.indexOf(resourceId) + by) % chairs.length] ?? resourceId;
      const shift = this.#shift(date, next, practitionerId);
      return [
        { type: 'delete-shift', shiftId },
        { type: 'insert-shift', shift },
      ];
    });
    this.#book.plan(writes, dayOf(slotsOf(date, 0, SLOTS)));
  }
}

function dayOf(during: Interval): Interval {
  return slotsOf(toLocalDate(stockholm, during.from), 0, SLOTS);
}
