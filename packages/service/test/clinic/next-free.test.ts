import type { BookingTemplateId, Instant, LocalDate, SharedResourceId } from '@tidbok/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must, openSmallPractice, type OpenPractice } from './open-small-practice.ts';
import {
  at,
  chairA,
  chairB,
  clinicId,
  dentist,
  hygienist,
  id,
  local,
  reception,
  template,
  visit30,
} from './small-practice.ts';

const assistant = id<SharedResourceId>(501);
const team30 = id<BookingTemplateId>(55);
const NEXT_DAY = '2026-12-02' as LocalDate;
/** Chair A and B, 08–12 on Tuesday 1 December; both chairs 08–16 on Wednesday. */
let open: OpenPractice;

beforeAll(async () => {
  open = await openSmallPractice((practice) => ({
    ...practice,
    sharedResources: [{ id: assistant, clinicId, sign: 'A', name: 'Assistent' }],
    templates: [
      ...practice.templates,
      template(team30, 'Team', {
        minutes: 30,
        resourcePattern: { unitMinutes: 10, signs: 'A//' },
      }),
    ],
    shifts: [
      ...practice.shifts,
      ...[[63, chairA, dentist] as const, [64, chairB, hygienist] as const].map(
        ([number, resourceId, practitionerId]) => ({
          id: id<(typeof practice.shifts)[number]['id']>(number),
          resourceId,
          practitionerId,
          from: local('08:00', NEXT_DAY),
          to: local('16:00', NEXT_DAY),
        }),
      ),
    ],
  }));
});
afterAll(() => open.close());

const book = async (
  resourceId: typeof chairA,
  start: Instant,
  templateId: BookingTemplateId = visit30,
) =>
  must(
    await open.clinic.book(reception, {
      resourceId,
      practitionerId: resourceId === chairA ? dentist : hygienist,
      start,
      templateId,
      patient: { id: id(71) },
      override: false,
    }),
  );

const next = async (wish: Omit<Parameters<OpenPractice['clinic']['nextFree']>[0], 'templateId'>) =>
  must(await open.clinic.nextFree({ templateId: visit30, clinicId, ...wish }));

describe('find the next free time (D1)', () => {
  test('with anyone: the first chair and practitioner that are free together', async () => {
    await book(chairA, at('08:00'));
    expect(await next({ after: at('08:00') })).toMatchObject({
      start: at('08:00'),
      resourceId: chairB,
      practitionerId: hygienist,
    });
    expect(await next({ after: at('08:00'), practitionerId: dentist })).toMatchObject({
      start: at('08:30'),
      end: at('09:00'),
      resourceId: chairA,
    });
  });

  test('in the part of the day and on the weekday that were asked for', async () => {
    const afternoon = { after: at('08:00'), partOfDay: 'afternoon' as const };
    expect(await next(afternoon)).toMatchObject({ start: at('12:00', NEXT_DAY) });
    const morning = { after: at('12:00'), partOfDay: 'morning' as const };
    expect(await next(morning)).toMatchObject({ start: at('08:00', NEXT_DAY) });
    expect(await next({ after: at('08:00'), weekdays: [3] })).toMatchObject({
      start: at('08:00', NEXT_DAY),
    });
    expect(await next({ after: at('08:00'), weekdays: [6, 7] })).toBeNull();
  });

  test('a team visit is found only where the shared resource is free for its part (T4)', async () => {
    await book(chairB, at('09:00'), team30);
    const wish = { templateId: team30, resourceId: chairA, after: at('08:55') };
    const found = must(await open.clinic.nextFree(wish));
    expect(found?.start).toBe(at('09:10'));
  });

  test('a team visit begins in the chair while the practitioner is still with another (T4)', async () => {
    must(
      await open.clinic.book(reception, {
        resourceId: chairB,
        practitionerId: dentist,
        start: at('10:00'),
        minutes: 10,
        templateId: visit30,
        patient: { id: id(71) },
        override: true,
      }),
    );
    const wish = { templateId: team30, resourceId: chairA, after: at('10:00') };
    expect(must(await open.clinic.nextFree(wish))?.start).toBe(at('10:00'));
    expect(await next({ resourceId: chairA, after: at('10:00') })).toMatchObject({
      start: at('10:10'),
    });
  });

  test('a booking that is to be moved is no obstacle to itself', async () => {
    const { id: replaces } = await book(chairA, at('11:00'));
    const wish = { resourceId: chairA, after: at('11:00'), minutes: 40 };
    expect(await next({ ...wish, replaces })).toMatchObject({ start: at('11:00') });
    expect(await next(wish)).toMatchObject({ start: at('08:00', NEXT_DAY) });
  });
});
