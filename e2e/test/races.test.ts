import { beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, publish, timesOf, type Demo } from '../api/demo.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo();
});

const tally = (statuses: readonly number[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[String(status)] = (counts[String(status)] ?? 0) + 1;
  return counts;
};

describe('patients who book at the same moment', () => {
  it('one of fifty gets a time that all want; the others are told the nearest free ones', async () => {
    const time = { chair: 'Stol 1', practitioner: 'Olle', from: '08:00', to: '10:00' };
    const published = await publish(demo, time);
    const [first] = await timesOf(demo, published);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        demo.site.book(published.clinicId, {
          templateId: published.templateId,
          start: first?.start,
          resourceId: published.chairId,
          patient: newPatient(),
        }),
      ),
    );
    const losers = answers.filter(({ status }) => status !== 201);
    expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 1, 409: 49 });
    for (const { body, headers } of losers) {
      expect(body.code).toBe('time-taken');
      expect(body.nearest?.length).toBeGreaterThan(0);
      expect(body.nearest?.some(({ start }) => start === first?.start)).toBe(false);
      expect(headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('sixteen on sixteen different times all get theirs', async () => {
    const time = { chair: 'Stol 2', practitioner: 'Maria', from: '08:00', to: '16:00' };
    const published = await publish(demo, time);
    const times = await timesOf(demo, published);
    expect(times).toHaveLength(16);
    const answers = await Promise.all(
      times.map(({ start, resourceId }) =>
        demo.site.book(published.clinicId, {
          templateId: published.templateId,
          start,
          resourceId,
          patient: newPatient(),
        }),
      ),
    );
    expect(tally(answers.map(({ status }) => status))).toEqual({ 201: 16 });
    expect(await timesOf(demo, published)).toEqual([]);
  });

  it('one patient may book several visits', async () => {
    const time = { chair: 'Stol 1', practitioner: 'Olle', from: '13:00', to: '14:00' };
    const published = await publish(demo, time);
    const patient = newPatient();
    for (const { start, resourceId } of await timesOf(demo, published)) {
      const { templateId, clinicId } = published;
      const answer = await demo.site.book(clinicId, { templateId, start, resourceId, patient });
      expect(answer.status).toBe(201);
    }
  });
});
