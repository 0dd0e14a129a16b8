import { randomUUID } from 'node:crypto';
import { spareIdentityNumbers } from '@tidbok/cli/demo';
import { formatInstant, instantOfLocal, localDateTime } from '@tidbok/core';
import type { HttpAnswer, HttpClient } from '../http-client.ts';
import { CLOSES, OPENS, VISIT_MINUTES, type TenPractitioners } from './ten-practitioners.ts';

/** One time of one practice, and how to ask the site for it. */
export interface Slot {
  readonly ground: TenPractitioners;
  readonly resourceId: string;
  readonly start: string;
}

/** Every time of a practice, day by day. */
export const slotsOf = (ground: TenPractitioners): Slot[] =>
  ground.days.flatMap((date) =>
    ground.people.flatMap(({ resourceId }) =>
      Array.from({ length: (CLOSES - OPENS) / VISIT_MINUTES }, (_, index) => {
        const minute = OPENS + index * VISIT_MINUTES;
        const start = instantOfLocal(ground.zone, localDateTime(date, minute));
        if (start === undefined) throw new Error(`${date} has no minute ${String(minute)}`);
        return { ground, resourceId, start: formatInstant(ground.zone, start) };
      }),
    ),
  );

/** A look at the first day's times of a practice, as whoever books takes one before. */
export const askTimes = async (
  client: HttpClient,
  siteUrl: string,
  { clinicId, templateId, days }: TenPractitioners,
): Promise<void> => {
  const [day = ''] = days;
  const query = new URLSearchParams({ templateId, from: day, to: day });
  const url = `${siteUrl}/api/v1/clinics/${clinicId}/times?${query.toString()}`;
  const { status } = await client.get(url);
  if (status !== 200) throw new Error(`the times: ${String(status)}`);
};

const numbers = spareIdentityNumbers();
let next = 0;

export const bookSlot = (
  client: HttpClient,
  siteUrl: string,
  { ground, resourceId, start }: Slot,
): Promise<HttpAnswer> => {
  next += 1;
  const body = JSON.stringify({
    templateId: ground.templateId,
    start,
    resourceId,
    patient: {
      givenName: 'Prov',
      familyName: 'Bänk',
      personalIdentityNumber: numbers[next % numbers.length],
      email: 'prov@example.se',
      mobile: '0701740605',
    },
  });
  return client.post(`${siteUrl}/api/v1/clinics/${ground.clinicId}/bookings`, body, {
    'idempotency-key': randomUUID(),
  });
};
