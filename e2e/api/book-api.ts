import { ask, expecting, type Answer, type Ask, type Problem } from './http.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface StaffBooking {
  readonly id: string;
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly start: string;
  readonly end: string;
  readonly templateId: string;
  readonly status: string;
  readonly source: 'staff' | 'online';
  readonly registeredBy: string;
}

export interface StaffBookingRequest {
  /** Given, a repeated request finds what the first one did. */
  readonly id?: string;
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly start: string;
  readonly minutes?: number;
  readonly templateId: string;
  readonly patientId?: string;
  readonly patient?: object;
  readonly override?: boolean;
}

export interface Planned {
  readonly id: string;
  readonly resourceId: string;
  readonly practitionerId: string;
  readonly start: string;
  readonly end: string;
}

interface Items<T> {
  readonly items: readonly T[];
}

/** The book's staff API. */
export class BookApi {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #patience: Pick<Ask, 'withinMs'>;

  constructor(bookUrl: string, token: string, patience: Pick<Ask, 'withinMs'> = {}) {
    this.#patience = patience;
    this.#base = `${bookUrl}/api/v1`;
    this.#headers = { authorization: `Bearer ${token}` };
  }

  get<T>(path: string): Promise<Answer<T & Problem>> {
    return ask(`${this.#base}${path}`, { ...this.#patience, headers: this.#headers });
  }

  send<T>(method: string, path: string, body?: unknown): Promise<Answer<T & Problem>> {
    const asked = { ...this.#patience, method, headers: this.#headers, body };
    return ask(`${this.#base}${path}`, asked);
  }

  async items<T>(path: string): Promise<readonly T[]> {
    return expecting(200, await this.get<Items<T>>(path)).items;
  }

  async bookings(from: string, to: string, resourceId?: string): Promise<readonly StaffBooking[]> {
    const search = new URLSearchParams({ from, to, ...(resourceId ? { resourceId } : {}) });
    return this.items(`/bookings?${search.toString()}`);
  }

  book(request: StaffBookingRequest): Promise<Answer<StaffBooking & Problem>> {
    return this.send('POST', '/bookings', request);
  }

  move(
    bookingId: string,
    to: Partial<Pick<StaffBookingRequest, 'resourceId' | 'practitionerId' | 'start' | 'override'>>,
  ): Promise<Answer<StaffBooking & Problem>> {
    return this.send('POST', `/bookings/${bookingId}/move`, to);
  }

  cancel(bookingId: string): Promise<Answer<StaffBooking & Problem>> {
    return this.send('POST', `/bookings/${bookingId}/cancel`, { reason: 'patient' });
  }

  async insertShift(shift: Omit<Planned, 'id'>): Promise<Planned> {
    return expecting(201, await this.send<Planned>('POST', '/shifts', shift));
  }

  async placePreblock(preblock: {
    readonly preblockKindId: string;
    readonly resourceId: string;
    readonly start: string;
    readonly end: string;
  }): Promise<{ readonly id: string }> {
    return expecting(201, await this.send<{ id: string }>('POST', '/preblocks', preblock));
  }

  removePreblock(id: string): Promise<Answer<unknown>> {
    return this.send('DELETE', `/preblocks/${id}?series=one`);
  }
}
