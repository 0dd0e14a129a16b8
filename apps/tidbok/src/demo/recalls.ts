import { addDays, type BookingTemplateId, type LocalDate, type PractitionerId } from '@tidbok/core';
import type { ImportedPatient } from '@tidbok/service/clinic';
import type { NamedIds } from './seeded.ts';

/** One patient in so many is called to recalls. */
const CALLED_EVERY = 3;
/** Recalls lie from so long ago to so far ahead, days. */
const OVERDUE_DAYS = 60;
const SPREAD_DAYS = 360;
const HYGIENISTS = ['sara', 'jonas'];

/** Every third patient is due for a recall, some of them since a while. */
export const demoRecall = (
  id: NamedIds,
  today: LocalDate,
  index: number,
): Pick<ImportedPatient, 'recall'> => {
  if (index % CALLED_EVERY !== 0) return {};
  const day = ((index * 37) % SPREAD_DAYS) - OVERDUE_DAYS;
  const hygienist = HYGIENISTS[(index / CALLED_EVERY) % HYGIENISTS.length] ?? '';
  return {
    recall: {
      months: index % 2 === 0 ? 12 : 6,
      nextOn: addDays(today, day),
      practitionerId: id<PractitionerId>(`practitioner/${hygienist}`),
      templateId: id<BookingTemplateId>('template/rev-us'),
    },
  };
};
