import type { LocalDate } from '@tidbok/core';
import { lookupAnswerShape, lookupContext, type Catalog } from '@tidbok/protocol';
import { sealPartsTo } from '@tidbok/seal';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { at, openPairedSite, siteDatabase, type PairedSite } from './paired-site.ts';

/** Born on 26 November 2018 and 28 January 1928. */
const CHILD = '201811262391';
const OLD = '192801287075';
const EVERYBODY = { newPatients: true, fromAge: null, toAge: null };
const usual = { children: true, withoutNumber: false, changeByLink: false };

let shared: PairedSite['database'];
let open: PairedSite | null = null;

beforeAll(async () => {
  shared = await siteDatabase();
});

afterAll(() => shared.drop());

afterEach(async () => {
  await open?.close();
  open = null;
});

/** A morning of far time at a practice with these rules; answers what a booking comes to. */
async function practiceWith(rules: {
  readonly admits?: object;
  readonly patients?: Partial<typeof usual>;
  readonly maxOpenVisits?: number;
}) {
  const paired = await openPairedSite(shared, {});
  open = paired;
  const { catalog } = paired;
  const changed: Catalog = {
    ...catalog,
    limits: { ...catalog.limits, maxOpenVisits: rules.maxOpenVisits ?? null },
    patients: { ...usual, ...rules.patients },
    templates: catalog.templates.map((each) => ({
      ...each,
      admits: { ...EVERYBODY, ...rules.admits },
    })),
  };
  await paired.tell([{ type: 'CATALOG', catalog: changed }]);
  await paired.connect();
  await paired.offer(0, { from: at(48), to: at(52) });
  let hour = 48;
  const book = async (who: object, rest: object = {}): Promise<string> => {
    const wanted = paired.input({ start: at(hour), ...rest });
    const patient = { ...wanted.patient, ...who };
    const booked = await paired.site.book({ ...wanted, patient });
    if (booked.ok) hour += 0.5;
    return booked.ok ? booked.value.status : booked.refusal.code;
  };
  return { ...paired, book };
}

const as = (personalIdentityNumber: string) => ({ personalIdentityNumber });

describe('a template for some ages', () => {
  it('is booked by who is so old on the day of the visit, both bounds included', async () => {
    // The child is eight on 2 December 2026.
    const eight = await practiceWith({ admits: { fromAge: 8, toAge: 8 } });
    expect(await eight.book(as(CHILD))).toBe('confirmed');
    expect(await eight.book(as(OLD))).toBe('age-not-allowed');
    await eight.close();
    const nine = await practiceWith({ admits: { fromAge: 9 } });
    expect(await nine.book(as(CHILD))).toBe('age-not-allowed');
    expect(await nine.book(as(OLD))).toBe('confirmed');
    await nine.close();
    const seven = await practiceWith({ admits: { toAge: 7 } });
    expect(await seven.book(as(CHILD))).toBe('age-not-allowed');
  });
});

describe('a clinic that books children by phone', () => {
  it('refuses those under thirteen, and nobody else', async () => {
    const { book } = await practiceWith({ patients: { children: false } });
    expect(await book(as(CHILD))).toBe('children-by-phone');
    expect(await book(as(OLD))).toBe('confirmed');
  });
});

describe('who has no Swedish number', () => {
  const without = { personalIdentityNumber: '', bornOn: '1990-02-03' as LocalDate };

  it('books with the date of birth where the clinic lets, and is counted by age alike', async () => {
    const strict = await practiceWith({});
    expect(await strict.book(without)).toBe('number-needed');
    await strict.close();
    const { book, database, practiceId } = await practiceWith({
      patients: { withoutNumber: true },
      admits: { toAge: 40 },
    });
    expect(await book(without)).toBe('confirmed');
    expect(await book(without)).toBe('confirmed');
    expect(await book({ ...without, bornOn: '1980-02-03' as LocalDate })).toBe('age-not-allowed');
    // Two of one birthday are not taken for one person.
    const { rows } = await database.pool.query<{ count: string }>(
      'select count(distinct patient_key) from booking where practice_id = $1',
      [practiceId],
    );
    expect(rows[0]?.count).toBe('2');
  });
});

describe('at most so many open visits', () => {
  it('are booked by who has an e-ID; without, nothing depends on whether a number is known', async () => {
    const { book, site, input } = await practiceWith({ maxOpenVisits: 1 });
    const proved = { isVerified: true };
    expect(await book(as(OLD), proved)).toBe('confirmed');
    expect(await book(as(OLD), proved)).toBe('too-many-open');
    expect(await book(as(CHILD), proved)).toBe('confirmed');
    // The number that has a visit and one that has none are answered alike.
    expect(await book(as(OLD))).toBe('confirmed');
    expect(await book(as('192804089239'))).toBe('confirmed');
    const { clinicId } = input({});
    const { items } = await site.myBookings({ personalIdentityNumber: OLD, clinicId });
    for (const { bookingId } of items) {
      await site.cancelMine({ clinicId, bookingId, personalIdentityNumber: OLD, patient: null });
    }
    expect(await book(as(OLD), proved)).toBe('confirmed');
  });
});

describe('a template for patients only', () => {
  it('asks who has not proved who they are to log in, known or not, and asks no clinic', async () => {
    const { book, site } = await practiceWith({ admits: { newPatients: false } });
    let asked = 0;
    site.link.onLookup(() => {
      asked += 1;
      return false;
    });
    expect(await book(as(OLD))).toBe('sign-in-needed');
    expect(await book(as(CHILD))).toBe('sign-in-needed');
    expect(asked).toBe(0);
  });

  it('is booked by whom the clinic knows', async () => {
    const { book, site, practiceId } = await practiceWith({ admits: { newPatients: false } });
    const proved = { isVerified: true };
    expect(await book(as(OLD), proved)).toBe('clinic-not-reached');
    let known = false;
    site.link.onLookup((practice, { lookupId, answerKey }) => {
      const answer = lookupAnswerShape.read({ known, visits: [] }, '');
      const aad = lookupContext(practice, lookupId);
      site.link.lookedUp(practiceId, lookupId, sealPartsTo(answerKey, JSON.stringify(answer), aad));
      return true;
    });
    expect(await book(as(OLD), proved)).toBe('new-patients-not-taken');
    known = true;
    expect(await book(as(OLD), proved)).toBe('confirmed');
  });
});
