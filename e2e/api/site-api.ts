import { randomUUID } from 'node:crypto';
import { ask, expecting, type Answer, type Ask, type Problem } from './http.ts';

export interface SiteTime {
  readonly start: string;
  readonly end: string;
  readonly practitionerId: string;
  readonly resourceId: string;
}

export interface SiteClinic {
  readonly id: string;
  readonly name: string;
  readonly town: string;
  readonly practitioners: readonly { readonly id: string; readonly name: string }[];
}

export interface SiteTemplate {
  readonly id: string;
  readonly name: string;
  readonly minutes: number;
}

export interface PatientDetails {
  readonly givenName: string;
  readonly familyName: string;
  readonly personalIdentityNumber: string;
  readonly email: string;
  readonly mobile: string;
}

export interface SiteBookingRequest {
  readonly templateId: string;
  readonly start: string;
  readonly resourceId: string;
  readonly patient: PatientDetails;
}

export interface SiteBooked {
  readonly bookingId: string;
  readonly status: 'confirmed' | 'preliminary';
  readonly start: string;
  readonly end: string;
}

export interface TimesQuery {
  readonly clinicId: string;
  readonly templateId: string;
  readonly practitionerId?: string;
  readonly from: string;
  readonly to: string;
}

export interface MyBooking {
  readonly bookingId: string;
  readonly clinicId: string;
  readonly practitionerId: string;
  readonly mayRebook: boolean;
  readonly mayCancel: boolean;
}

export interface RebookRequest extends Pick<PatientDetails, 'email' | 'mobile'> {
  readonly key: string;
  readonly start: string;
  readonly resourceId: string;
}

interface Items<T> {
  readonly items: readonly T[];
}

export interface SiteTimes extends Items<SiteTime> {
  /** Whether the site knows what it says: `fresh`, `clinic-silent` or `remembered`. */
  readonly age: string;
}

/** The booking site's public API, as a script or another system uses it. */
export class SiteApi {
  readonly #base: string;
  readonly #patience: Pick<Ask, 'withinMs'>;

  constructor(siteUrl: string, patience: Pick<Ask, 'withinMs'> = {}) {
    this.#base = `${siteUrl}/api/v1`;
    this.#patience = patience;
  }

  async clinics(): Promise<readonly SiteClinic[]> {
    const answer = await ask<Items<SiteClinic>>(`${this.#base}/clinics`);
    return expecting(200, answer).items;
  }

  async templates(clinicId: string): Promise<readonly SiteTemplate[]> {
    const answer = await ask<Items<SiteTemplate>>(`${this.#base}/clinics/${clinicId}/templates`);
    return expecting(200, answer).items;
  }

  async times(query: TimesQuery): Promise<readonly SiteTime[]> {
    return expecting(200, await this.askTimes(query)).items;
  }

  /** One attempt, whatever the answer. */
  askTimes({ clinicId, ...query }: TimesQuery): Promise<Answer<SiteTimes & Problem>> {
    const search = new URLSearchParams({ ...query }).toString();
    return ask(`${this.#base}/clinics/${clinicId}/times?${search}`, this.#patience);
  }

  /** Keeps a time for five minutes. */
  hold(
    clinicId: string,
    choice: Omit<SiteBookingRequest, 'patient'>,
  ): Promise<Answer<{ readonly holdId: string } & Problem>> {
    const asked = { ...this.#patience, method: 'POST', body: choice };
    return ask(`${this.#base}/clinics/${clinicId}/holds`, asked);
  }

  /** One attempt; without a key of its own it gets a fresh one. */
  book(
    clinicId: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<SiteBooked & Problem>> {
    return ask(`${this.#base}/clinics/${clinicId}/bookings`, {
      ...this.#patience,
      method: 'POST',
      headers: { 'idempotency-key': randomUUID(), ...headers },
      body,
    });
  }

  /** The visits of whoever these cookies are of (`logIn`). */
  myBookings(cookie: string): Promise<Answer<Items<MyBooking> & Problem>> {
    return ask(`${this.#base}/me/bookings`, { ...this.#patience, headers: { cookie } });
  }

  giveUp(cookie: string, bookingId: string): Promise<Answer<Problem>> {
    const asked = { ...this.#patience, method: 'DELETE', headers: { cookie } };
    return ask(`${this.#base}/me/bookings/${bookingId}`, asked);
  }

  rebook(
    cookie: string,
    bookingId: string,
    { key, ...body }: RebookRequest,
  ): Promise<Answer<SiteBooked & Problem>> {
    return ask(`${this.#base}/me/bookings/${bookingId}/rebook`, {
      ...this.#patience,
      method: 'POST',
      headers: { cookie, 'idempotency-key': key },
      body,
    });
  }
}
