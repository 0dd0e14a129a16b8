import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { newPatient } from '../../api/demo.ts';
import { dateAfter, today } from '../../api/local-time.ts';
import type { PatientDetails, SiteBooked, SiteTime, SiteTimes } from '../../api/site-api.ts';
import type { Deed, History, Place } from '../history.ts';
import { asked } from './ask.ts';
import type { Column, World } from './world.ts';

/** A sale that nobody knows the outcome of. */
interface OpenSale {
  readonly key: string;
  readonly clinicId: string;
  readonly body: object;
  readonly place: Place;
  readonly who: string;
  readonly person?: string;
}

const TRIES = 6;
const AGAIN_MS = 200;

export const placeOf = ({ resourceId, practitionerId, start, end }: SiteTime): Place => ({
  resourceId,
  practitionerId,
  from: Date.parse(start),
  to: Date.parse(end),
});

/** People who look for times and book them, again with the same key when nothing is heard. */
export class Patients {
  readonly #world: World;
  readonly #history: History;
  /** Requests whose answer was never heard. */
  readonly open: OpenSale[] = [];

  constructor(world: World, history: History) {
    this.#world = world;
    this.#history = history;
  }

  /** Looks, and books some of what is free: for somebody new each time, or for `patient`. */
  async act(who: string, patient?: PatientDetails): Promise<void> {
    const { random, columns, templateId, days } = this.#world;
    const column = random.pick(columns);
    if (column === undefined) return;
    // Now and then near time, which only the clinic may give.
    const from = random.chance(0.15) ? today() : (random.pick(days) ?? today());
    const times = await this.look(who, column, { from, to: dateAfter(from, 1) });
    for (let wish = random.below(4); wish > 0 && times.length > 0; wish -= 1) {
      const time = times[random.below(times.length)];
      if (time === undefined) return;
      const { start, resourceId } = time;
      const choice = { templateId, start, resourceId };
      const holdId = random.chance(0.1) ? await this.#hold(who, column, choice) : null;
      const body = { ...choice, holdId, patient: patient ?? newPatient() };
      const sale = {
        key: randomUUID(),
        clinicId: column.clinicId,
        body,
        place: placeOf(time),
        who,
        ...(patient === undefined ? {} : { person: patient.personalIdentityNumber }),
      };
      if (!(await this.#insist(sale, TRIES))) this.open.push(sale);
    }
  }

  /** Asks once more about a sale that is open; true when it is no longer. */
  settle(sale: OpenSale): Promise<boolean> {
    return this.#insist(sale, 1);
  }

  async look(
    who: string,
    { clinicId, practitionerId }: Pick<Column, 'clinicId' | 'practitionerId'>,
    days: { readonly from: string; readonly to: string },
  ): Promise<readonly SiteTime[]> {
    const { templateId, site } = this.#world;
    const query = { clinicId, templateId, practitionerId, ...days };
    // While the site's database is away it says so, and shows what it knew last.
    const learnt = ({ age, items }: SiteTimes): Partial<Deed> =>
      age === 'remembered' ? {} : { free: items.map(placeOf) };
    const answer = await asked(this.#history, { who, what: 'look', learnt }, () =>
      site.askTimes(query),
    );
    return answer?.status === 200 ? answer.body.items : [];
  }

  async #hold(
    who: string,
    { clinicId }: Column,
    choice: { readonly templateId: string; readonly start: string; readonly resourceId: string },
  ): Promise<string | null> {
    const answer = await asked(this.#history, { who, what: 'hold' }, () =>
      this.#world.site.hold(clinicId, choice),
    );
    return answer?.status === 201 ? answer.body.holdId : null;
  }

  /** True once there is an answer that says what came of it. */
  async #insist(sale: OpenSale, tries: number): Promise<boolean> {
    const { key, clinicId, body, place, who, person } = sale;
    const { site, standing } = this.#world;
    for (let left = tries; left > 0; left -= 1) {
      const learnt = ({ bookingId, status }: SiteBooked): Partial<Deed> => ({
        bookingId,
        preliminary: status === 'preliminary',
      });
      const about = { who, what: 'sell' as const, key, place, person, learnt };
      const answer = await asked(this.#history, about, () =>
        site.book(clinicId, body, { 'idempotency-key': key }),
      );
      if (answer !== undefined && answer.status < 500) {
        if (answer.status === 201) standing.set(answer.body.bookingId, place);
        return true;
      }
      if (left > 1) await pause(AGAIN_MS);
    }
    return false;
  }
}
