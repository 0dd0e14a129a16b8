import { randomUUID } from 'node:crypto';
import { ask, expecting, type Answer, type Problem } from './http.ts';

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

interface Items<T> {
  readonly items: readonly T[];
}

/** The booking site's public API, as a script or another system uses it. */
export class SiteApi {
  readonly #base: string;

  constructor(siteUrl: string) {
    this.#base = `${siteUrl}/api/v1`;
  }

  async clinics(): Promise<readonly SiteClinic[]> {
    const answer = await ask<Items<SiteClinic>>(`${this.#base}/clinics`);
    return expecting(200, answer).items;
  }

  async templates(clinicId: string): Promise<readonly SiteTemplate[]> {
    const answer = await ask<Items<SiteTemplate>>(`${this.#base}/clinics/${clinicId}/templates`);
    return expecting(200, answer).items;
  }

  async times({ clinicId, ...query }: TimesQuery): Promise<readonly SiteTime[]> {
    const search = new URLSearchParams({ ...query }).toString();
    const answer = await ask<Items<SiteTime>>(`${this.#base}/clinics/${clinicId}/times?${search}`);
    return expecting(200, answer).items;
  }

  /** One attempt; without a key of its own it gets a fresh one. */
  book(
    clinicId: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<SiteBooked & Problem>> {
    return ask(`${this.#base}/clinics/${clinicId}/bookings`, {
      method: 'POST',
      headers: { 'idempotency-key': randomUUID(), ...headers },
      body,
    });
  }
}
