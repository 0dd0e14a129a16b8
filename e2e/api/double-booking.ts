import { expect } from 'vitest';
import {
  newPatient,
  publish,
  timesOf,
  type Demo,
  type Publication,
  type Published,
} from './demo.ts';
import { ask } from './http.ts';
import { without } from '../stack/outage.ts';
import { waitUntil } from '../stack/wait-until.ts';

/** How many cases need a person. */
const casesOpen = async ({ stack }: Demo): Promise<number> => {
  const url = `${stack.clientUrl}/api/v1/status`;
  const { body } = await ask<{ needsPerson: unknown[] }>(url);
  return body.needsPerson.length;
};

/** The site sells, out of reach, what staff take by an override: both stand, a person decides. */
export const doubleBooked = async (
  demo: Demo,
  where: Pick<Publication, 'chair' | 'practitioner'>,
): Promise<Published> => {
  const published = await publish(demo, { ...where, from: '08:00', to: '12:00' });
  const [first] = await timesOf(demo, published);
  const wanted = { templateId: published.templateId, start: first?.start ?? '' };
  const before = await casesOpen(demo);
  await without(demo.stack, 'online-client', async () => {
    const resourceId = published.chairId;
    const sale = { ...wanted, resourceId, patient: newPatient() };
    expect((await demo.site.book(published.clinicId, sale)).status).toBe(201);
    const staff = { ...sale, practitionerId: published.practitionerId, override: true };
    const taken = await demo.book.book({ ...staff, patient: newPatient() });
    expect(taken.status, JSON.stringify(taken.body)).toBe(201);
  });
  await waitUntil(async () => (await casesOpen(demo)) > before, {
    what: 'the case',
    withinMs: 30_000,
  });
  return published;
};
