import type { LocalDate, PatientId } from '@tidbok/core';
import type { ImportKind, StaffMember } from '@tidbok/service/clinic';
import { bookingFile, patientFile } from '@tidbok/tools/moving-files';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentOf, moveIn, testNumbers } from './move-in.ts';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import {
  at,
  chairA,
  DAY,
  dentist,
  id,
  internetKind,
  local,
  reception,
  visit30,
} from './small-practice.ts';

let practice: OpenPractice;
beforeEach(async () => {
  practice = await openSmallPractice((small) => ({ ...small, patients: [] }));
});
afterEach(async () => {
  await practice.close();
});

const exporter: StaffMember = { ...reception, permissions: ['register-export'] };
const options = {
  ...{ patients: 60, bookings: 90, badOfEachKind: 0, identityNumbers: testNumbers.slice(0, 40) },
  places: [
    { practitioner: '0001', chair: 'Stol A' },
    { practitioner: '0002', chair: 'Stol B' },
  ],
  ...{ template: 'Undersökning 30 min', from: DAY },
};

async function exported(kind: ImportKind, format: 'csv' | 'icalendar' = 'csv'): Promise<string> {
  return must(await practice.clinic.exportFile(exporter, { kind, format })).text;
}

async function moveInFiles(): Promise<void> {
  await moveIn(practice.clinic, 'patients', patientFile(options).text);
  await moveIn(practice.clinic, 'bookings', bookingFile(options).text);
}

test(
  'what is exported moves into an empty book whole, from CSV and from a calendar alike',
  { timeout: 120_000 },
  async () => {
    await moveInFiles();
    const content = await contentOf(practice.pool);
    for (const format of ['csv', 'icalendar'] as const) {
      const other = await openSmallPractice((small) => ({ ...small, patients: [], shifts: [] }));
      try {
        await moveIn(other.clinic, 'practitioners', await exported('practitioners'));
        const shifts = await moveIn(other.clinic, 'shifts', await exported('shifts'));
        expect(shifts.applied).toBe(2);
        await moveIn(other.clinic, 'patients', await exported('patients'));
        await moveIn(other.clinic, 'bookings', await exported('bookings', format));
        expect(await contentOf(other.pool)).toBe(content);
      } finally {
        await other.close();
      }
    }
  },
);

test('what is exported changes nothing where it came from', async () => {
  await moveInFiles();
  for (const kind of ['patients', 'practitioners', 'shifts', 'bookings'] as const) {
    const view = await moveIn(practice.clinic, kind, await exported(kind));
    expect(view.counts).toMatchObject({ create: 0, update: 0, refused: 0 });
  }
});

test('an export takes a permission, is recorded, and holds no protected person', async () => {
  await moveInFiles();
  const wish = { kind: 'patients', format: 'csv' } as const;
  expect(refusalOf(await practice.clinic.exportFile(reception, wish))).toBe('permission-missing');
  await practice.pool.query(`
    update patient set protection = 'confidential', email = '', mobile = '', street = '',
      postal_code = '', town = '' where family_name = 'Öberg'`);
  const file = must(await practice.clinic.exportFile(exporter, wish));
  expect(file.text).not.toContain('Öberg');
  expect(file.text).toContain('Åkesson');
  const { rows } = await practice.pool.query<{ patient_ids: PatientId[] }>(
    `select patient_ids from patient_access where what = 'export-patients'`,
  );
  expect(rows[0]?.patient_ids).toHaveLength(file.count);
});

test('a repeating event is expanded, and times in UTC are told on the clinic’s own clock', async () => {
  await moveIn(practice.clinic, 'patients', 'Patientnr;Förnamn;Efternamn\nP1;Prov;Berg\n');
  const calendar = [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'UID:series', 'SUMMARY:Kirurgi 60 min'],
    ...['DTSTART:20261202T070000Z', 'DTEND:20261202T080000Z', 'RRULE:FREQ=WEEKLY;COUNT=3'],
    ...['LOCATION:Stol A', 'X-PATIENT:P1', 'X-PRACTITIONER:0001', 'END:VEVENT'],
    ...['BEGIN:VEVENT', 'UID:broken', 'DTSTART:nonsense', 'END:VEVENT', 'END:VCALENDAR'],
  ];
  const view = await moveIn(practice.clinic, 'bookings', calendar.join('\r\n'));
  expect(view.counts).toMatchObject({ create: 3, refused: 1 });
  const days = { from: DAY as LocalDate, to: '2026-12-31' as LocalDate };
  const bookings = await practice.clinic.bookings(reception, days);
  expect(bookings.map(({ date, fromMinute }) => [date, fromMinute])).toEqual([
    ['2026-12-02', 480],
    ['2026-12-09', 480],
    ['2026-12-16', 480],
  ]);
});

test('a visit that moves in on offered time is told to the site, and one under a booking is refused', async () => {
  await moveIn(practice.clinic, 'patients', 'Patientnr;Förnamn;Efternamn\nP1;Prov;Berg\n');
  must(
    await practice.clinic.placePreblock(reception, {
      ...{ kindId: internetKind, resourceId: chairA, from: local('08:00'), to: local('10:00') },
    }),
  );
  await practice.site.pair();
  const [patient] = (await practice.clinic.patientPage(reception, { search: '', offset: 0 })).items;
  must(
    await practice.clinic.book(reception, {
      ...{ resourceId: chairA, practitionerId: dentist, start: at('11:00'), override: false },
      ...{ templateId: visit30, patient: { id: patient?.id ?? id(0) } },
    }),
  );
  const file = [
    'Bokningsnr;Patient;Behandlare;Stol;Start;Behandling',
    `B1;P1;0001;Stol A;${DAY} 08:30;Undersökning 30 min`,
    `B2;P1;0001;Stol A;${DAY} 11:15;Undersökning 30 min`,
  ];
  const view = await moveIn(practice.clinic, 'bookings', file.join('\n'));
  expect(view.counts).toMatchObject({ create: 1, refused: 1 });
  expect(await practice.site.hearOf('OVERRIDE')).toHaveLength(1);
});
