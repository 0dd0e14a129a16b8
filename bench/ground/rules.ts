import { instant, type OnlineRules, type Zone } from '@tidbok/core';
import { VISIT_MINUTES, type TenPractitioners } from './ten-practitioners.ts';

const utc = (year: number, month: number, day: number) =>
  instant(Date.UTC(year, month - 1, day, 1));

/** Sweden's clocks in the years that the benches play in. */
export const stockholm: Zone = {
  id: 'Europe/Stockholm',
  tzdb: 'bench',
  transitions: [
    { at: utc(2025, 10, 26), offsetMinutes: 60 },
    { at: utc(2026, 3, 29), offsetMinutes: 120 },
    { at: utc(2026, 10, 25), offsetMinutes: 60 },
    { at: utc(2027, 3, 28), offsetMinutes: 120 },
    { at: utc(2027, 10, 31), offsetMinutes: 60 },
    { at: utc(2028, 3, 26), offsetMinutes: 120 },
  ],
};

/** One clinic, one kind, one template: everybody offers the same thirty minutes. */
export const onlineRules = ({
  id,
  zone,
  people,
  clinicId,
  templateId,
}: TenPractitioners): OnlineRules => {
  return {
    kinds: new Map([[id('kind'), { mode: 'allow', ids: [id('category')] }]]),
    templates: new Map([
      [
        templateId,
        {
          id: templateId,
          name: 'Undersökning',
          minutes: VISIT_MINUTES,
          categoryId: id('category'),
          rebookable: true,
          cancellable: true,
          resourcePattern: null,
        },
      ],
    ]),
    templatesOf: new Map(people.map(({ practitionerId }) => [practitionerId, [templateId]])),
    clinicOfResource: new Map(people.map(({ resourceId }) => [resourceId, clinicId])),
    sharedResources: new Map(),
    limits: { leadTimeMinutes: 120, horizonMonths: 12 },
    zone,
  };
};
