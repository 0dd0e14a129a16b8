import { randomUUID } from 'node:crypto';
import { demoTestPersons } from '@tidbok/cli/demo';
import { dateAfter, today } from '../../api/local-time.ts';
import { logIn } from '../../api/log-in.ts';
import type { MyBooking, PatientDetails, SiteBooked } from '../../api/site-api.ts';
import type { Deed, History } from '../history.ts';
import { asked } from './ask.ts';
import { placeOf, type Patients } from './patients.ts';
import type { World } from './world.ts';

const CONTACT = { email: 'prov@example.se', mobile: '070-174 06 05' };
/** A person with more visits gives one up rather than to book another. */
const MOST_VISITS = 6;

/** One who has logged in by e-ID: they see their visits, move them and give them up. */
class KnownPatient {
  readonly details: PatientDetails;
  readonly #index: number;
  readonly #siteUrl: string;
  #cookie: string | null = null;

  constructor(index: number, siteUrl: string) {
    const person = demoTestPersons()[index];
    if (person === undefined) throw new Error(`the demo has no test person ${String(index)}`);
    this.details = { ...person, ...CONTACT };
    this.#index = index;
    this.#siteUrl = siteUrl;
  }

  async logIn(): Promise<void> {
    this.#cookie = await logIn(this.#siteUrl, this.#index);
  }

  /** null while the login is away. */
  async cookie(): Promise<string | null> {
    if (this.#cookie === null) await this.logIn().catch(() => undefined);
    return this.#cookie;
  }

  /** The site says that the login has ended. */
  forget(): void {
    this.#cookie = null;
  }
}

/** People who come back to their visits, beside those who only book. */
export class KnownPatients {
  readonly #world: World;
  readonly #history: History;
  readonly #patients: Patients;
  readonly #persons: readonly KnownPatient[];

  constructor(
    { world, history, patients }: { world: World; history: History; patients: Patients },
    { siteUrl, count }: { readonly siteUrl: string; readonly count: number },
  ) {
    this.#world = world;
    this.#history = history;
    this.#patients = patients;
    this.#persons = Array.from({ length: count }, (_, index) => new KnownPatient(index, siteUrl));
  }

  /** Before anything goes wrong: everybody can log in. */
  async logIn(): Promise<void> {
    for (const person of this.#persons) await person.logIn();
  }

  async act(who: string, index: number): Promise<void> {
    const person = this.#persons[index];
    const cookie = (await person?.cookie()) ?? null;
    if (person === undefined || cookie === null) return this.#patients.act(who);
    const { random, site } = this.#world;
    const identity = person.details.personalIdentityNumber;
    const learnt = ({ items }: { readonly items: readonly MyBooking[] }): Partial<Deed> => ({
      shown: items.map(({ bookingId }) => bookingId),
    });
    const about = { who, what: 'mine' as const, person: identity, learnt };
    const answer = await asked(this.#history, about, () => site.myBookings(cookie));
    if (answer?.status === 401) return person.forget();
    const visits = answer?.status === 200 ? answer.body.items : [];
    const changeable = visits.filter(({ mayCancel, mayRebook }) => mayCancel && mayRebook);
    const visit = random.pick(changeable);
    const choice = random.next();
    if (visit === undefined || (changeable.length < MOST_VISITS && choice < 0.4)) {
      return this.#patients.act(who, person.details);
    }
    if (choice < 0.75) return this.#rebook(who, { cookie, visit, person: identity });
    return this.#giveUp(who, { cookie, visit, person: identity });
  }

  async #giveUp(who: string, { cookie, visit }: Own): Promise<void> {
    const { site, standing } = this.#world;
    const endedId = visit.bookingId;
    const about = { who, what: 'give up' as const, endedId };
    const answer = await asked(this.#history, about, () => site.giveUp(cookie, endedId));
    if (answer === undefined || answer.status < 300) standing.delete(endedId);
  }

  async #rebook(who: string, { cookie, visit, person }: Own): Promise<void> {
    const { site, standing, random, days } = this.#world;
    const { bookingId, clinicId, practitionerId } = visit;
    const from = random.pick(days) ?? today();
    const column = { clinicId, practitionerId };
    const time = random.pick(
      await this.#patients.look(who, column, { from, to: dateAfter(from, 1) }),
    );
    if (time === undefined) return;
    const { start, resourceId } = time;
    const wish = { ...CONTACT, key: randomUUID(), start, resourceId };
    const place = placeOf(time);
    const about = {
      who,
      what: 'rebook' as const,
      key: wish.key,
      place,
      person,
      mayEndId: bookingId,
    };
    const learnt = (moved: SiteBooked): Partial<Deed> => ({
      bookingId: moved.bookingId,
      ...(moved.status === 'preliminary' ? { preliminary: true } : { endedId: bookingId }),
    });
    const answer = await asked(this.#history, { ...about, learnt }, () =>
      site.rebook(cookie, bookingId, wish),
    );
    if (answer === undefined || answer.status >= 500) standing.delete(bookingId);
    if (answer?.status !== 201 || answer.body.status === 'preliminary') return;
    standing.delete(bookingId);
    standing.set(answer.body.bookingId, place);
  }
}

interface Own {
  readonly cookie: string;
  readonly visit: MyBooking;
  readonly person: string;
}
