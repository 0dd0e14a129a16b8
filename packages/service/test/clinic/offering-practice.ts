import type { BookingId } from '@tidbok/core';
import type { SoldVisit } from '@tidbok/protocol';
import type { PatientDetails } from '@tidbok/seal';
import { openSmallPractice, type OpenPractice } from './open-small-practice.ts';
import { at, chairA, dentist, id, internetKind, local, visit30 } from './small-practice.ts';

export const frontier = at('08:00', '2026-11-25');
/** A day before the frontier. */
export const near = '2026-11-24';

export const details: PatientDetails = {
  givenName: 'Nina',
  familyName: 'Ny',
  personalIdentityNumber: '192804089239',
  email: 'nina@example.se',
  mobile: '0701740606',
};

/** The small practice with Internet time: 08-10 on its day, 13-15 on a near one. */
export function openOfferingPractice(): Promise<OpenPractice> {
  return openSmallPractice((practice) => ({
    ...practice,
    shifts: [
      ...practice.shifts,
      {
        id: id(63),
        resourceId: chairA,
        practitionerId: dentist,
        from: local('13:00', near),
        to: local('16:00', near),
      },
    ],
    preblocks: [
      preblock(101, local('08:00'), local('10:00')),
      preblock(102, local('13:00', near), local('15:00', near)),
    ],
  }));
}

function preblock(number: number, from: ReturnType<typeof local>, to: ReturnType<typeof local>) {
  const common = { kindId: internetKind, resourceId: chairA, seriesId: null };
  return { ...common, id: id<never>(number), from, to };
}

/** A visit as the site sells it. */
export function soldVisit(
  open: OpenPractice,
  {
    bookingId,
    start,
    ...rest
  }: {
    readonly bookingId: BookingId;
    readonly start: string;
    readonly date?: string;
    readonly details?: PatientDetails;
    readonly preblockId?: never;
    readonly replaces?: BookingId;
  },
): SoldVisit {
  const during = { from: at(start, rest.date), to: (at(start, rest.date) + 30 * 60_000) as never };
  return {
    bookingId,
    templateId: visit30,
    resourceId: chairA,
    practitionerId: dentist,
    during,
    occupancies: [
      { subjectId: chairA, during },
      { subjectId: dentist, during },
    ],
    preblockId: rest.preblockId ?? id(101),
    replaces: rest.replaces ?? null,
    sealed: open.site.seal(bookingId, rest.details ?? details),
    soldAt: open.now,
  };
}
