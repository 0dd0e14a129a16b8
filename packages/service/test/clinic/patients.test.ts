import { addMonths, type BookingId, type LocalDate, type PatientId } from '@tidbok/core';
import type { PatientCardCommand, StaffMember } from '@tidbok/service/clinic';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import { at, chairA, DAY, dentist, id, reception, recall30, template } from './small-practice.ts';

let practice: OpenPractice;
const tolvan = id<PatientId>(71);
const opens: StaffMember = { ...reception, permissions: ['patient-protected'] };

beforeEach(async () => {
  practice = await openSmallPractice((small) => ({
    ...small,
    templates: [
      ...small.templates.filter((each) => each.id !== recall30),
      template(recall30, 'Revision 30 min', { useInRecall: true, moveNextRecall: true }),
    ],
  }));
});
afterEach(async () => {
  await practice.close();
});

const blank: PatientCardCommand = {
  ...{ id: null, version: 1, givenName: 'Prov', familyName: 'Ny', number: '' },
  ...{ makeReserveNumber: false, bornOn: null, protection: 'none', email: '', mobile: '' },
  ...{ street: '', postalCode: '', town: '', recallMonths: null, recallNextOn: null },
  ...{ recallPractitionerId: null, recallTemplateId: null, recallMinutes: null },
  ...{ recallNote: '', recallStopped: false },
};

async function commandOf(patientId: PatientId): Promise<PatientCardCommand> {
  const card = must(await practice.clinic.patientCard(opens, patientId));
  return { ...blank, ...card, makeReserveNumber: false };
}

async function accesses(): Promise<string[]> {
  const { rows } = await practice.pool.query<{ what: string }>(
    'select what from patient_access order by id',
  );
  return rows.map(({ what }) => what);
}

test('a patient without a number gets a reserve number with the birth date and a letter', async () => {
  const card = must(
    await practice.clinic.savePatient(reception, {
      ...{ ...blank, bornOn: '1985-03-09', makeReserveNumber: true },
    }),
  );
  expect(card.number).toMatch(/^19850309-[A-Z][0-9A-Z]{3}$/);
  expect(card.isReserveNumber).toBe(true);
});

test('a samordningsnummer with an unknown month is a number, and a wrong digit names its field', async () => {
  const card = must(
    await practice.clinic.savePatient(reception, { ...blank, number: '19150072-2390' }),
  );
  expect(card.number).toBe('19150072-2390');
  const wrong = await practice.clinic.savePatient(reception, { ...blank, number: '19150072-2391' });
  expect(wrong).toMatchObject({
    refusal: { details: { fields: [{ field: 'number', reason: 'wrong-check-digit' }] } },
  });
});

test('a number that gives way to another is kept, and still finds the patient', async () => {
  const before = must(
    await practice.clinic.savePatient(reception, { ...blank, makeReserveNumber: true }),
  );
  const command = { ...(await commandOf(before.id)), number: '18900101-9802' };
  const after = must(await practice.clinic.savePatient(reception, command));
  expect(after.formerNumbers.map(({ number }) => number)).toEqual([before.number]);
  const search = before.number;
  const found = await practice.clinic.patientPage(reception, { search, offset: 0 });
  expect(found.items.map((line) => line.id)).toEqual([before.id]);
});

test('of two who change the same card the later one is told, and overwrites nothing', async () => {
  const command = await commandOf(tolvan);
  must(await practice.clinic.savePatient(reception, { ...command, town: 'Lund' }));
  const late = await practice.clinic.savePatient(reception, { ...command, town: 'Malmö' });
  expect(refusalOf(late)).toBe('changed-meanwhile');
  expect((await commandOf(tolvan)).town).toBe('Lund');
});

test('another patient with the same name and birth date is pointed out', async () => {
  const first = must(
    await practice.clinic.savePatient(reception, { ...blank, bornOn: '1990-01-02' }),
  );
  const second = must(
    await practice.clinic.savePatient(reception, { ...blank, bornOn: '1990-01-02' }),
  );
  expect(second.maybeSame.map((line) => line.id)).toEqual([first.id]);
});

test('a protected person is shown by name on their card alone, to whoever may, each view recorded', async () => {
  const command = await commandOf(tolvan);
  const reachable = await practice.clinic.savePatient(opens, {
    ...{ ...command, protection: 'confidential' },
  });
  expect(refusalOf(reachable)).toBe('invalid');
  const hidden = { email: '', mobile: '', street: '', postalCode: '', town: '' };
  must(
    await practice.clinic.savePatient(opens, {
      ...{ ...command, ...hidden, protection: 'confidential' },
    }),
  );

  expect(await practice.clinic.patients(opens, 'Tolvan')).toEqual([]);
  const page = await practice.clinic.patientPage(reception, { search: '', offset: 0 });
  expect(page.items).toEqual([]);
  const [byNumber] = await practice.clinic.patients(reception, '192801287075');
  expect(byNumber).toMatchObject({ id: tolvan, name: '', identityNumberMasked: '' });

  expect(refusalOf(await practice.clinic.patientCard(reception, tolvan))).toBe(
    'permission-missing',
  );
  expect(must(await practice.clinic.patientCard(opens, tolvan)).familyName).toBe('Tolvansson');
  expect((await accesses()).slice(-2)).toEqual(['protected-refused', 'protected-card']);

  const booking = must(await book());
  expect(booking.patient).toMatchObject({ name: '', isProtected: true });
  expect(await practice.clinic.patientHistory(reception, tolvan)).toEqual([]);
});

function book(start = at('09:00'), bookingId = id<BookingId>(900)) {
  return practice.clinic.book(reception, {
    ...{ bookingId, start, resourceId: chairA, practitionerId: dentist },
    ...{ templateId: recall30, patient: { id: tolvan }, override: false },
  });
}

async function nextRecall(): Promise<LocalDate | null> {
  return must(await practice.clinic.patientCard(reception, tolvan)).recallNextOn;
}

async function recallOn(recallNextOn: LocalDate, recallMonths: number): Promise<void> {
  const command = { ...(await commandOf(tolvan)), recallNextOn, recallMonths };
  must(await practice.clinic.savePatient(reception, command));
}

test('a booking moves the next recall by the interval, and gives it back when it is cancelled', async () => {
  const before = '2026-12-01' as LocalDate;
  await recallOn(before, 6);
  const { id: bookingId } = must(await book());
  expect(await nextRecall()).toBe(addMonths(DAY as LocalDate, 6));
  must(await practice.clinic.cancel(reception, { bookingId, reason: 'patient' }));
  expect(await nextRecall()).toBe(before);
});

test('of two bookings that moved it, the first when cancelled leaves it where the second put it', async () => {
  const before = '2026-12-01' as LocalDate;
  await recallOn(before, 12);
  must(await book());
  const second = must(await book(at('10:00'), id<BookingId>(901)));
  must(
    await practice.clinic.cancel(reception, { bookingId: id<BookingId>(900), reason: 'patient' }),
  );
  expect(await nextRecall()).toBe(addMonths(DAY as LocalDate, 12));
  must(await practice.clinic.cancel(reception, { bookingId: second.id, reason: 'patient' }));
  expect(await nextRecall()).toBe(before);
});

test('a moved visit moves the recall to its new day, and unticking the mark gives it back', async () => {
  await recallOn('2026-12-01' as LocalDate, 12);
  const { id: bookingId } = must(await book());
  const moved = must(
    await practice.clinic.move(reception, {
      ...{ bookingId, start: at('09:00', '2026-12-03'), override: true },
    }),
  );
  expect(await nextRecall()).toBe('2027-12-03');
  must(
    await practice.clinic.editBooking(reception, { bookingId: moved.id, moveNextRecall: false }),
  );
  expect(await nextRecall()).toBe('2026-12-01');
});

test('the recall list holds who is due, overdue first, with who called them and how', async () => {
  await recallOn('2026-10-20' as LocalDate, 12);
  const later = must(
    await practice.clinic.savePatient(reception, { ...blank, recallNextOn: '2026-12-15' }),
  );
  const question = { month: '2026-12', withOverdue: true, practitionerId: null, offset: 0 };
  must(await practice.clinic.markCalled(reception, { patientIds: [tolvan], how: 'card' }));
  const due = must(await practice.clinic.duePatients(reception, question)).items;
  expect(due.map((each) => [each.id, each.isOverdue, each.calledHow, each.calledBy])).toEqual([
    [tolvan, true, 'card', reception.name],
    [later.id, false, null, null],
  ]);
  const month = must(
    await practice.clinic.duePatients(reception, { ...question, withOverdue: false }),
  );
  expect(month.items.map((each) => each.id)).toEqual([later.id]);
});
