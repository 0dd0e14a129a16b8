import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StaffBooking } from '../../api/book-api.ts';
import { newPatient } from '../../api/demo.ts';
import { at } from '../../api/local-time.ts';
import type { Deed, History, Place } from '../history.ts';
import { asked } from './ask.ts';
import type { Column, World } from './world.ts';

const TRIES = 4;
const AGAIN_MS = 200;
/** A visit under the template, milliseconds. */
const VISIT_MS = 30 * 60_000;
/** So much of the published time may be taken before staff cancel more than they book. */
const FULL = 0.35;

const two = (number: number): string => String(number).padStart(2, '0');

const learnt = ({ id, start, end, resourceId, practitionerId }: StaffBooking): Partial<Deed> => ({
  bookingId: id,
  place: { resourceId, practitionerId, from: Date.parse(start), to: Date.parse(end) },
});

/** The people at the clinic: they book, move, cancel, publish and take back. */
export class Staff {
  readonly #world: World;
  readonly #history: History;
  /** Afternoons that were published on top. */
  readonly #extra: string[] = [];

  constructor(world: World, history: History) {
    this.#world = world;
    this.#history = history;
  }

  async act(who: string): Promise<void> {
    const { random, standing, columns, days } = this.#world;
    const taken = standing.size / (columns.length * days.length * 16);
    const choice = random.next();
    if (taken > FULL && choice < 0.8) return this.#cancel(who);
    if (choice < 0.3) return this.#book(who);
    if (choice < 0.5) return this.#move(who);
    if (choice < 0.75) return this.#cancel(who);
    if (choice < 0.82) return this.#publish(who);
    if (choice < 0.88) return this.#withdraw(who);
    return this.#read(who);
  }

  #somewhere(): { readonly column: Column; readonly start: string } | undefined {
    const { random, columns, days } = this.#world;
    const [column, day] = [random.pick(columns), random.pick(days)];
    if (column === undefined || day === undefined) return undefined;
    const half = random.between(16, 33);
    return {
      column,
      start: at(day, `${two(Math.floor(half / 2))}:${half % 2 === 0 ? '00' : '30'}`),
    };
  }

  /** With an id of its own, so that a repeated request finds what the first did. */
  async #book(who: string): Promise<void> {
    const { random, templateId, book, standing } = this.#world;
    const spot = this.#somewhere();
    if (spot === undefined) return;
    const { column, start } = spot;
    const { resourceId, practitionerId } = column;
    const id = randomUUID();
    const override = random.chance(0.1);
    const request = { id, resourceId, practitionerId, start, templateId, override };
    const body = { ...request, patient: newPatient() };
    for (let left = TRIES; left > 0; left -= 1) {
      const about = { who, what: 'book' as const, key: id, learnt };
      const answer = await asked(this.#history, about, () => book.book(body));
      if (answer !== undefined && answer.status < 500) {
        const from = Date.parse(start);
        const place = { resourceId, practitionerId, from, to: from + VISIT_MS };
        if (answer.status === 201) standing.set(id, place);
        return;
      }
      await pause(AGAIN_MS);
    }
  }

  #someVisit(): [string, Place] | undefined {
    const { random, standing } = this.#world;
    const skip = random.below(standing.size);
    let index = 0;
    for (const each of standing) {
      if (index === skip) return each;
      index += 1;
    }
    return undefined;
  }

  async #move(who: string): Promise<void> {
    const { random, book, standing } = this.#world;
    const visit = this.#someVisit();
    const spot = this.#somewhere();
    if (visit === undefined || spot === undefined) return;
    const [endedId] = visit;
    const { resourceId, practitionerId } = spot.column;
    const to = { resourceId, practitionerId, start: spot.start, override: random.chance(0.1) };
    const about = { who, what: 'move' as const, endedId, learnt };
    const answer = await asked(this.#history, about, () => book.move(endedId, to));
    this.#forget(endedId, answer?.status);
    if (answer?.status !== 200 && answer?.status !== 201) return;
    const { id, start, end } = answer.body;
    const [from, until] = [Date.parse(start), Date.parse(end)];
    standing.set(id, { resourceId, practitionerId, from, to: until });
  }

  async #cancel(who: string): Promise<void> {
    const visit = this.#someVisit();
    if (visit === undefined) return;
    const [endedId] = visit;
    const about = { who, what: 'cancel' as const, endedId };
    const answer = await asked(this.#history, about, () => this.#world.book.cancel(endedId));
    this.#forget(endedId, answer?.status, answer?.body.code);
  }

  #forget(id: string, status = 0, code = ''): void {
    const isRefused = status >= 400 && status < 500 && code !== 'booking-ended';
    // One that may have been ended is left to the checker.
    if (!isRefused) this.#world.standing.delete(id);
  }

  async #publish(who: string): Promise<void> {
    const { random, columns, days, book, preblockKindId } = this.#world;
    const [column, day] = [random.pick(columns), random.pick(days)];
    if (column === undefined || day === undefined) return;
    const stretch = { start: at(day, '16:00'), end: at(day, '17:00') };
    const body = { preblockKindId, resourceId: column.resourceId, ...stretch };
    const answer = await asked(this.#history, { who, what: 'publish' }, () =>
      book.send<{ readonly id: string }>('POST', '/preblocks', body),
    );
    if (answer?.status === 201) this.#extra.push(answer.body.id);
  }

  async #withdraw(who: string): Promise<void> {
    const id = this.#extra.shift();
    if (id === undefined) return;
    await asked(this.#history, { who, what: 'withdraw' }, () =>
      this.#world.book.send('DELETE', `/preblocks/${id}?series=one`),
    );
  }

  async #read(who: string): Promise<void> {
    const { random, columns, days, book } = this.#world;
    const [column, day] = [random.pick(columns), random.pick(days)];
    if (column === undefined || day === undefined) return;
    const { resourceId } = column;
    const query = new URLSearchParams({ from: day, to: day, resourceId });
    const [from, to] = [Date.parse(at(day, '00:00')), Date.parse(at(day, '23:59'))];
    const seen = ({ items }: { readonly items: readonly StaffBooking[] }): Partial<Deed> => ({
      shown: items.filter(({ status }) => status !== 'cancelled').map(({ id }) => id),
    });
    const about = { who, what: 'read' as const, asked: { resourceId, from, to }, learnt: seen };
    await asked(this.#history, about, () => book.get(`/bookings?${query.toString()}`));
  }
}
