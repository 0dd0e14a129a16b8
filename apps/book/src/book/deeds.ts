import type { BookMessages, Locale } from '@tidbok/text';
import type { Answer, Refused } from '../calls/answer.ts';
import * as calls from '../calls/book-calls.ts';
import type { Booking, MenuKind, Preblock } from '../calls/book-shapes.ts';
import type { Dialogs, Place } from '../dialogs/dialogs.svelte.ts';
import { dayName, patientName } from '../grid/describe.ts';
import { clockSpan, rfc3339 } from '../grid/wall-clock.ts';
import type { BookFeed } from '../live/book-feed.svelte.ts';
import { PlanDesk } from '../plan/plan-desk.svelte.ts';
import { refusalWords } from '../shell/refusal-words.ts';
import type { Toasts } from '../shell/toasts.svelte.ts';

interface Surroundings {
  readonly feed: BookFeed;
  readonly toasts: Toasts;
  readonly dialogs: Dialogs;
  /** Something has been put where it was marked: the marking has served. */
  readonly onplaced: () => void;
  readonly language: { readonly locale: Locale; readonly say: BookMessages };
}

/** Time that the site may sell is asked for first; a short wait needs no words. */
export const SAY_SO_AFTER_MS = 400;

/** Where a booking is to stand, in the book's own terms. */
export interface Spot {
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly date: string;
  readonly fromMinute: number;
  readonly minutes: number;
}

/** Where a placed preblock is to lie, and of which kind. */
export type PreblockPlace = Pick<Preblock, 'kindId' | 'resourceId' | 'fromMinute' | 'toMinute'> & {
  readonly date: string;
};

function minutesOf(stretch: { fromMinute: number; toMinute: number }): number {
  return stretch.toMinute - stretch.fromMinute;
}

/** What staff do in the grid: each tells how it went, and what can be taken back can be undone. */
export class Deeds {
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  get zoneId(): string {
    return this.#around.feed.book?.zoneId ?? 'Europe/Stockholm';
  }

  /** Reads the book again now, rather than when the server tells of the change. */
  refresh(): void {
    void this.#around.feed.refresh();
  }

  sentence(refused: Refused): string {
    return refusalWords(this.named(refused), this.#around.language);
  }

  /** The refusal with the name of the preblock that it is about, where the book shows it. */
  named(refused: Refused): Refused {
    const id = refused.details['preblockId'];
    const preblock = this.#around.feed.book?.preblocks.find((each) => each.id === id);
    if (preblock === undefined) return refused;
    return { ...refused, details: { ...refused.details, name: preblock.name } };
  }

  #refused(refused: Refused): void {
    this.#around.toasts.say(this.sentence(refused), { tone: 'danger' });
    // What somebody else changed meanwhile is shown at once.
    if (refused.code === 'changed-meanwhile' || refused.code === 'booking-ended') this.refresh();
  }

  #told<T>(answer: Answer<T>, text: string): void {
    if (answer.ok) {
      this.#around.toasts.say(text);
      this.refresh();
    } else {
      this.#refused(answer.refused);
    }
  }

  when(spot: { date: string; fromMinute: number; minutes: number }): string {
    const toMinute = spot.fromMinute + spot.minutes;
    const day = dayName(spot.date, this.#around.language.locale).toLocaleLowerCase('sv');
    return `${day} ${clockSpan({ fromMinute: spot.fromMinute, toMinute })}`;
  }

  /** Moves or lengthens at once, with an undo; asks first where a refusal may be passed. */
  async move(booking: Booking, to: Spot, override = false): Promise<void> {
    const quietly = setTimeout(() => {
      this.#around.toasts.say(this.#around.language.say.dialog.asking);
    }, SAY_SO_AFTER_MS);
    const answer = await this.moveTo(booking, to, override);
    clearTimeout(quietly);
    if (!answer.ok) {
      if (answer.refused.overridable) {
        this.#around.dialogs.show({
          type: 'move-anyway',
          sentence: this.sentence(answer.refused),
          goOn: () => void this.move(booking, to, true),
        });
      } else {
        this.#refused(answer.refused);
      }
      return;
    }
    this.moved(answer.value, booking, to);
  }

  /** Tells of a move that has been made, with a way to take it back. */
  moved(made: calls.Seen, was: Booking, to: Spot): void {
    const { say } = this.#around.language;
    const stays = to.resourceId === was.resourceId && to.date === was.date;
    const onlyLength = stays && to.fromMinute === was.fromMinute;
    const text = onlyLength ? say.toast.length(to.minutes) : say.toast.moved(this.when(to));
    this.#around.toasts.say(text, { undo: () => void this.#undoMove(made, was) });
    this.refresh();
  }

  moveTo(seen: calls.Seen, to: Spot, override: boolean): Promise<Answer<calls.Seen>> {
    return calls.moveBooking(seen, {
      resourceId: to.resourceId,
      practitionerId: to.practitionerId,
      start: rfc3339(to.date, to.fromMinute, this.zoneId),
      minutes: to.minutes,
      ...(override ? { override } : {}),
    });
  }

  async #undoMove(made: calls.Seen, was: Booking): Promise<void> {
    const back = { ...was, minutes: was.toMinute - was.fromMinute };
    this.#told(
      await this.moveTo(made, back, was.overridden.length > 0),
      this.#around.language.say.toast.undone,
    );
  }

  /** Arrived, done, did not come, or back again; with an undo. */
  async setState(booking: Booking, state: calls.SettableState): Promise<calls.Seen | null> {
    const { say } = this.#around.language;
    const was = booking.state;
    const answer = await calls.setBookingState(booking, state);
    if (answer.ok) {
      const undo =
        was === 'pending' || was === 'cancelled'
          ? {}
          : { undo: () => void this.#undoState(answer.value, was) };
      this.#around.toasts.say(say.screen.stateSet[state](patientName(booking.patient)), undo);
    } else {
      this.#refused(answer.refused);
    }
    this.refresh();
    return answer.ok ? answer.value : null;
  }

  async #undoState(seen: calls.Seen, state: calls.SettableState): Promise<void> {
    this.#told(await calls.setBookingState(seen, state), this.#around.language.say.toast.undone);
  }

  async cancel(
    booking: Booking,
    cancel: { readonly reason: calls.CancelReason; readonly note: string },
  ): Promise<Answer<unknown>> {
    const { say } = this.#around.language;
    const answer = await calls.cancelBooking(booking, cancel);
    if (answer.ok) {
      this.#around.toasts.say(say.toast.cancelled(patientName(booking.patient)));
      this.refresh();
    }
    return answer;
  }

  async placePreblock(place: Place, kind: MenuKind, code?: string): Promise<Answer<calls.Placed>> {
    const { say } = this.#around.language;
    const answer = await calls.placePreblock({
      preblockKindId: kind.id,
      resourceId: place.resourceId,
      start: rfc3339(place.date, place.fromMinute, this.zoneId),
      end: rfc3339(place.date, place.toMinute, this.zoneId),
      ...(code === undefined ? {} : { code }),
    });
    if (answer.ok) {
      this.#around.onplaced();
      this.#around.toasts.say(say.toast.preblockPlaced(kind.name));
      this.#warn(answer.value, kind.name);
      this.refresh();
    } else if (code === undefined) {
      this.#refused(answer.refused);
    }
    return answer;
  }

  #warn(placed: calls.Placed, kindName: string): void {
    const { say } = this.#around.language;
    const { notOnSite } = placed;
    if (notOnSite !== null) {
      this.#around.dialogs.show({ type: 'not-on-site', kindName, notOnSite });
    }
    if (placed.outsideSchedule) {
      this.#around.toasts.say(say.toast.outsideSchedule, { tone: 'warn' });
    }
    if (placed.skippedOn.length > 0) {
      this.#around.toasts.say(say.toast.skipped(placed.skippedOn.length), { tone: 'warn' });
    }
  }

  /** Moves, resizes or changes the kind, with an undo; a kind with a code needs it. */
  async changePreblock(was: Preblock, to: PreblockPlace, code = ''): Promise<Answer<calls.Placed>> {
    const { say } = this.#around.language;
    const answer = await this.#putPreblock(was.id, to, code);
    if (answer.ok) {
      this.#around.toasts.say(say.toast.moved(this.when({ ...to, minutes: minutesOf(to) })), {
        undo: () =>
          void this.#putPreblock(was.id, was, '').then((back) => {
            this.#told(back, say.toast.undone);
          }),
      });
      this.#warn(answer.value, was.name);
      this.refresh();
    }
    return answer;
  }

  /** Dropped elsewhere, or drawn out: what is refused is told, and it stays where it was. */
  async dragPreblock(was: Preblock, to: PreblockPlace): Promise<void> {
    const answer = await this.changePreblock(was, to);
    if (!answer.ok) this.#refused(answer.refused);
  }

  #putPreblock(id: string, to: PreblockPlace, code: string): Promise<Answer<calls.Placed>> {
    return calls.changePreblock(id, {
      preblockKindId: to.kindId,
      resourceId: to.resourceId,
      start: rfc3339(to.date, to.fromMinute, this.zoneId),
      end: rfc3339(to.date, to.toMinute, this.zoneId),
      ...(code === '' ? {} : { code }),
    });
  }

  /** Removes one at once, with an undo; bookings on it stay. */
  async removePreblock(preblock: Preblock): Promise<void> {
    const { toasts, language } = this.#around;
    const desk = new PlanDesk({
      toasts,
      language,
      onchanged: () => {
        this.refresh();
      },
    });
    const change = { type: 'remove-preblocks', preblockId: preblock.id, series: 'one' } as const;
    await desk.look(change);
    const done = await desk.confirm(change);
    if (done !== null) desk.tell(done, language.say.plan.preblocksRemoved(1));
    else if (desk.refused !== null) this.#refused(desk.refused);
  }

  booked(what: string): void {
    this.#around.onplaced();
    this.#around.toasts.say(this.#around.language.say.toast.booked(what));
    this.refresh();
  }
}
