import { beforeAll, describe, expect, it } from 'vitest';
import { newPatient, openDemo, publish, timesOf, type Demo, type Published } from '../api/demo.ts';
import { nearHour } from '../api/near-hour.ts';
import { without } from '../stack/outage.ts';
import { waitUntil } from '../stack/wait-until.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo();
});

const bookFirst = async (published: Published) => {
  const [first] = await timesOf(demo, published);
  if (first === undefined) throw new Error('the site offers nothing');
  const { clinicId, templateId, chairId } = published;
  return demo.site.book(clinicId, {
    templateId,
    start: first.start,
    resourceId: chairId,
    patient: newPatient(),
  });
};

const inBook = async (published: Published, bookingId: string) => {
  const { date, chairId } = published;
  const bookings = await demo.book.bookings(date, date, chairId);
  return bookings.find(({ id }) => id === bookingId);
};

describe('while the Online Client is stopped', () => {
  it('the site sells far time, and it is in the book once the client returns', async () => {
    const where = { chair: 'Stol 1', practitioner: 'Olle', from: '08:00', to: '10:00' };
    const published = await publish(demo, where);
    const sold = await without(demo.stack, 'online-client', async () => {
      const answer = await bookFirst(published);
      expect(answer.status).toBe(201);
      expect(answer.body.status).toBe('confirmed');
      expect(await inBook(published, answer.body.bookingId)).toBeUndefined();
      return answer.body;
    });
    await waitUntil(async () => (await inBook(published, sold.bookingId)) !== undefined, {
      what: 'the sold visit to be in the book',
      withinMs: 30_000,
    });
    const visit = await inBook(published, sold.bookingId);
    expect(visit?.registeredBy).toBe('ITB');
    expect(visit?.source).toBe('online');
  });

  it('near time is answered preliminary, and the clinic decides once it returns', async () => {
    const hour = await nearHour(demo, { chair: 'Malmö stol 2', practitioner: 'Amir' });
    const where = { clinic: 'Malmö', chair: 'Malmö stol 2', practitioner: 'Amir' };
    const published = await publish(demo, { ...where, ...hour });
    const asked = await without(demo.stack, 'online-client', async () => {
      const answer = await bookFirst(published);
      expect(answer.status).toBe(201);
      expect(answer.body.status).toBe('preliminary');
      return answer.body;
    });
    await waitUntil(
      async () => (await inBook(published, asked.bookingId))?.status === 'confirmed',
      { what: 'the clinic to answer the request', withinMs: 30_000 },
    );
  });
});

describe('while the clinic’s database is away', () => {
  it('a page of the book says so and asks again, and the API has a code and a sentence', async () => {
    const { stack } = demo;
    await without(stack, 'clinic-database', async () => {
      const cookie = 'tidbok_session=somebody';
      const page = await fetch(stack.bookUrl, { headers: { cookie, accept: 'text/html' } });
      expect(page.status).toBe(503);
      const html = await page.text();
      expect(html).toContain('Tidboken kan inte visas just nu');
      expect(html).toContain('http-equiv="refresh"');
      const asked = await fetch(`${stack.bookUrl}/api/v1/resources`, {
        headers: { authorization: 'Bearer nobody', 'accept-language': 'en' },
      });
      expect(asked.status).toBe(503);
      expect(await asked.json()).toMatchObject({
        type: 'urn:tidbok:problem:unavailable',
        code: 'unavailable',
        detail: 'The database of the book does not answer just now. What is saved is still there.',
      });
    });
    const back = await fetch(stack.bookUrl, {
      headers: { cookie: 'tidbok_session=somebody' },
      redirect: 'manual',
    });
    expect(back.status).toBe(303);
  });
});

describe('near time', () => {
  it('is confirmed at once while the clinic is there', async () => {
    const hour = await nearHour(demo, { chair: 'Malmö hygien', practitioner: 'Jonas' });
    const where = { clinic: 'Malmö', chair: 'Malmö hygien', practitioner: 'Jonas' };
    const published = await publish(demo, { ...where, ...hour });
    const answer = await bookFirst(published);
    expect(answer.status).toBe(201);
    expect(answer.body.status).toBe('confirmed');
  });
});

describe('one practitioner is never in two chairs', () => {
  const MARIA = { chair: 'Stol 2', practitioner: 'Maria', alsoFree: 'Stol 3' };

  const staffBooking = (published: Published, start: string, override = false) => ({
    resourceId: demo.chairId('Stol 3'),
    practitionerId: published.practitionerId,
    start,
    templateId: demo.templateId('Kontroll'),
    patient: newPatient(),
    override,
  });

  it('staff who want them in another chair over far offered time claim it of the site', async () => {
    const where = { ...MARIA, from: '08:00', to: '10:00' };
    const published = await publish(demo, where);
    const [first, second] = await timesOf(demo, published);
    const answer = await demo.book.book(staffBooking(published, first?.start ?? '', true));
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    const left = await timesOf(demo, published);
    expect(left.map(({ start }) => start)).not.toContain(first?.start);
    expect(left.map(({ start }) => start)).toContain(second?.start);
  });

  it('staff are refused where the site has sold, in whatever chair', async () => {
    const where = { ...MARIA, from: '10:00', to: '12:00' };
    const published = await publish(demo, where);
    const sold = await bookFirst(published);
    expect(sold.status).toBe(201);
    const answer = await demo.book.book(staffBooking(published, sold.body.start, true));
    expect(answer.status).toBe(409);
    expect(answer.body.overridable).not.toBe(true);
  });

  it('without the site the claim cannot be answered: staff are told so, and may go on', async () => {
    const where = { ...MARIA, from: '13:00', to: '15:00' };
    const published = await publish(demo, where);
    const [first, second] = await timesOf(demo, published);
    await without(demo.stack, 'site', async () => {
      const sameChair = { resourceId: published.chairId };
      const inPlace = { ...staffBooking(published, first?.start ?? ''), ...sameChair };
      const refused = await demo.book.book(inPlace);
      expect(refused.status).toBe(409);
      expect(refused.body.code).toBe('site-not-reached');
      expect(refused.body.overridable).toBe(true);
      const passed = await demo.book.book(staffBooking(published, second?.start ?? '', true));
      expect(passed.status).toBe(201);
    });
    await waitUntil(
      async () => {
        const starts = (await timesOf(demo, published)).map(({ start }) => start);
        return !starts.includes(second?.start ?? '') && starts.includes(first?.start ?? '');
      },
      { what: 'the site to learn what staff took', withinMs: 60_000 },
    );
  });
});
