import {
  addMinutes,
  type BookingTemplateId,
  type SharedResourceId,
  type SubjectId,
} from '@tidbok/core';
import type { SoldVisit } from '@tidbok/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import {
  admin,
  at,
  chairA,
  chairB,
  clinicId,
  dentist,
  hygienist,
  id,
  internetKind,
  local,
  reception,
  template,
} from './small-practice.ts';

const xray = id<SharedResourceId>(13);
/** An hour: the X-ray first, then the dentist, then the chair alone, then the dentist again. */
const team60 = id<BookingTemplateId>(55);
/** An hour: the chair alone while the other's dentist works, and the dentist in between. */
const other60 = id<BookingTemplateId>(56);

let open: OpenPractice;
beforeEach(async () => {
  open = await openSmallPractice((practice) => ({
    ...practice,
    practitioners: practice.practitioners,
    sharedResources: [{ id: xray, clinicId, name: 'Röntgenrummet', sign: 'r' }],
    templates: [
      ...practice.templates,
      template(team60, 'Krona', {
        minutes: 60,
        resourcePattern: { unitMinutes: 15, signs: 'r/./' },
      }),
      template(other60, 'Bro', {
        minutes: 60,
        resourcePattern: { unitMinutes: 15, signs: '/./.' },
      }),
    ],
  }));
});
afterEach(() => open.close());

const book = (rest: object) =>
  open.clinic.book(reception, {
    resourceId: chairA,
    practitionerId: dentist,
    start: at('08:00'),
    templateId: team60,
    patient: { id: id(71) },
    override: false,
    ...rest,
  });

/** The dentist's card says that they use both chairs. */
async function runsBothChairs(): Promise<void> {
  const { practitioners } = await open.clinic.register();
  const card = practitioners.find(({ id: cardId }) => cardId === dentist);
  if (card === undefined) throw new Error('no dentist');
  must(await open.clinic.savePractitioner(admin, { ...card, resourceIds: [chairA, chairB] }));
}

async function taken(): Promise<readonly (readonly string[])[]> {
  const { rows } = await open.pool.query<{ subject: string; from: string; to: string }>(
    `select subject_id as subject,
       to_char(lower(during) at time zone 'Europe/Stockholm', 'HH24:MI') as "from",
       to_char(upper(during) at time zone 'Europe/Stockholm', 'HH24:MI') as "to"
     from occupancy order by subject_id, during`,
  );
  return rows.map(({ subject, from, to }) => [subject, from, to]);
}

describe('a team visit takes (T4)', () => {
  test('the chair for all of it, practitioner and shared resource only for their parts', async () => {
    must(await book({}));
    expect(await taken()).toEqual([
      [chairA, '08:00', '09:00'],
      [xray, '08:00', '08:15'],
      [dentist, '08:15', '08:30'],
      [dentist, '08:45', '09:00'],
    ]);
  });

  test('a chair that is taken for the whole visit, also while the patient waits', async () => {
    must(await book({}));
    const inTheGap = { templateId: id(51), start: at('08:30'), minutes: 15 };
    const refused = await book({ ...inTheGap, practitionerId: hygienist, override: true });
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'overlap', details: { subject: 'Stol A', subjectId: chairA } },
    });
  });

  test('no practitioner twice: the refusal names them', async () => {
    must(await book({}));
    const refused = await book({ resourceId: chairB, templateId: id(51), override: true });
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'overlap', details: { subject: 'Doris Prov', subjectId: dentist } },
    });
  });

  test('no shared resource twice: the refusal names it', async () => {
    must(await book({}));
    const refused = await book({ resourceId: chairB, practitionerId: hygienist });
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'overlap', details: { subject: 'Röntgenrummet', subjectId: xray } },
    });
    must(await book({ resourceId: chairB, practitionerId: hygienist, start: at('08:15') }));
  });

  test('one practitioner in two chairs, where their parts fit between each other', async () => {
    await runsBothChairs();
    must(await book({}));
    // Dentist in chair A 08:15-08:30 and 08:45-09:00; in chair B at 08:00 and 08:30.
    const beside = must(await book({ resourceId: chairB, templateId: other60 }));
    expect(beside.overridden).toEqual([]);
    const shifted = await book({ resourceId: chairB, templateId: other60, start: at('09:00') });
    must(shifted);
    const parts = (await taken()).filter(([subject]) => subject === dentist);
    expect(parts).toEqual([
      [dentist, '08:00', '08:15'],
      [dentist, '08:15', '08:30'],
      [dentist, '08:30', '08:45'],
      [dentist, '08:45', '09:00'],
      [dentist, '09:00', '09:15'],
      [dentist, '09:30', '09:45'],
    ]);
  });

  test('two chairs whose parts would meet are refused, by the practitioner’s name', async () => {
    await runsBothChairs();
    must(await book({}));
    const refused = await book({ resourceId: chairB, templateId: other60, start: at('08:15') });
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: 'overlap', overridable: false, details: { subject: 'Doris Prov' } },
    });
  });

  test('a chair beside only when the practitioner’s card has it, or by override', async () => {
    const beside = { resourceId: chairB, templateId: other60 };
    expect(refusalOf(await book(beside))).toBe('outside-schedule!');
    await runsBothChairs();
    expect(refusalOf(await book(beside))).toBe('ok');
  });

  test('the database refuses what the core would, were the core not asked', async () => {
    const { id: bookingId } = must(await book({}));
    const insert = open.pool.query(
      `insert into occupancy (booking_id, subject_id, during, conflict)
       select booking_id, $2, tstzrange(lower(during) + interval '5 minutes', upper(during)), false
       from occupancy where booking_id = $1 and subject_id = $2`,
      [bookingId, xray],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'occupancy_free' });
  });
});

describe('the next free time (D1) of a team visit', () => {
  const next = (rest: object = {}) =>
    open.clinic.nextFree({
      resourceId: chairB,
      practitionerId: hygienist,
      templateId: team60,
      after: at('08:00'),
      ...rest,
    });

  test('is the first at which every part is free', async () => {
    must(await book({}));
    expect(must(await next())?.start).toBe(at('08:15'));
  });

  test('goes between the parts of a visit in the chair beside', async () => {
    await runsBothChairs();
    must(await book({}));
    const beside = { practitionerId: dentist, templateId: other60 };
    expect(must(await next(beside))?.start).toBe(at('08:00'));
  });
});

describe('signs (T4)', () => {
  const sign = (mark: string, name: string, needs: 'practitioner' | 'shared' | 'nobody') => ({
    id: id<never>(500 + mark.charCodeAt(0)),
    sign: mark,
    name,
    needs,
  });
  const injection = { minutes: 30, resourcePattern: { unitMinutes: 15, signs: 'iv' } };

  test('bound to the practitioner or to nobody take just that', async () => {
    must(await open.clinic.savePatternSign(admin, sign('i', 'Injektion', 'practitioner')));
    must(await open.clinic.savePatternSign(admin, sign('v', 'Väntan', 'nobody')));
    must(await open.clinic.saveTemplate(admin, template(id(57), 'Bedövning', injection)));
    must(await book({ templateId: id(57) }));
    expect(await taken()).toEqual([
      [chairA, '08:00', '08:30'],
      [dentist, '08:00', '08:15'],
    ]);
  });

  test('that nobody has named are refused in a template, and without a resource in a booking', async () => {
    const unknown = await open.clinic.saveTemplate(admin, template(id(57), 'Okänd', injection));
    expect(refusalOf(unknown)).toBe('pattern-sign');
    const { sharedResources } = await open.clinic.register();
    const [room] = sharedResources;
    if (room === undefined) throw new Error('no shared resource');
    must(await open.clinic.saveSharedResource(admin, { ...room, active: false }));
    expect(await book({})).toMatchObject({
      ok: false,
      refusal: { code: 'pattern-sign', details: { sign: 'r', name: 'Röntgenrummet' } },
    });
  });

  test('in use keep their sign and their meaning, and the refusal says where', async () => {
    const { patternSigns } = await open.clinic.register();
    const used = patternSigns.find((each) => each.sign === 'r');
    if (used === undefined) throw new Error('no sign');
    const { version, ...plain } = used;
    expect(version).not.toBe('');
    const other = await open.clinic.savePatternSign(admin, { ...plain, sign: 'q' });
    expect(other).toMatchObject({
      refusal: { code: 'in-use', details: { where: [{ where: 'template', name: 'Krona' }] } },
    });
    const nobody = await open.clinic.savePatternSign(admin, { ...plain, needs: 'nobody' });
    expect(refusalOf(nobody)).toBe('in-use');
    must(await open.clinic.savePatternSign(admin, { ...plain, name: 'Röntgen' }));
    expect(refusalOf(await open.clinic.deletePatternSign(admin, plain.id))).toBe('in-use');
  });
});

describe('on the site (T4)', () => {
  test('every sign travels in the meaning that the site knows', async () => {
    await open.site.pair();
    const named = { id: id<never>(599), sign: 'v', name: 'Väntan', needs: 'nobody' as const };
    must(await open.clinic.savePatternSign(admin, named));
    const pattern = { unitMinutes: 15, signs: 'rv//' };
    must(
      await open.clinic.saveTemplate(
        admin,
        template(team60, 'Krona', { minutes: 60, resourcePattern: pattern }),
      ),
    );
    const [told] = (await open.site.hearOf('CATALOG')).slice(-1);
    const onSite = told?.catalog.templates.find(({ id: templateId }) => templateId === team60);
    expect(onSite?.resourcePattern).toEqual({ unitMinutes: 15, signs: 'r.//' });
    expect(told?.catalog.sharedResources).toEqual([{ id: xray, clinicId, sign: 'r' }]);
  });

  test('a time is offered where every part is free, and the book says which hides it', async () => {
    await open.site.pair();
    must(
      await open.clinic.placePreblock(reception, {
        kindId: internetKind,
        resourceId: chairA,
        from: local('08:00'),
        to: local('10:00'),
      }),
    );
    // The X-ray is needed 08:00-08:15 in the chair beside.
    must(await book({ resourceId: chairB, practitionerId: hygienist }));
    const day = { from: '2026-12-01' as never, to: '2026-12-01' as never };
    const times = await open.clinic.offers({ ...day, templateId: team60 });
    expect(times.map(({ start, state }) => [start, state])).toEqual([
      [at('08:00'), 'hidden'],
      [at('09:00'), 'free'],
    ]);
    expect(times[0]?.rule).toBe('time-taken');
  });

  describe('a visit with a shared resource is sold by request', () => {
    /** As the site sells it: every part with its subject. */
    const sold = (number: number, start: string): SoldVisit => {
      const part = (subjectId: SubjectId, from: number, to: number) => ({
        subjectId,
        during: { from: addMinutes(at(start), from), to: addMinutes(at(start), to) },
      });
      const details = {
        givenName: 'Nina',
        familyName: 'Ny',
        personalIdentityNumber: '192804089239',
      };
      return {
        bookingId: id(number),
        templateId: team60,
        resourceId: chairA,
        practitionerId: dentist,
        during: { from: at(start), to: addMinutes(at(start), 60) },
        occupancies: [
          part(chairA, 0, 60),
          part(xray, 0, 15),
          part(dentist, 15, 30),
          part(dentist, 45, 60),
        ],
        preblockId: id(101),
        replaces: null,
        sealed: open.site.seal(id(number), { ...details, email: 'nina@example.se', mobile: '' }),
        soldAt: open.now,
      };
    };
    const ask = (number: number, start: string) =>
      open.site.say({ type: 'REQUEST', visit: sold(number, start), expiresAt: at('07:30') });

    beforeEach(async () => {
      await open.site.pair();
      const stretch = { from: local('08:00'), to: local('12:00') };
      const place = { preblockId: id<never>(101), kindId: internetKind, resourceId: chairA };
      must(await open.clinic.placePreblock(reception, { ...place, ...stretch }));
      await open.site.hear();
    });

    test('which the book accepts when every part is free', async () => {
      await ask(201, '08:00');
      expect(await open.site.hearOf('ACCEPT')).toEqual([{ type: 'ACCEPT', bookingId: id(201) }]);
      expect((await taken()).filter(([subject]) => subject === xray)).toEqual([
        [xray, '08:00', '08:15'],
      ]);
    });

    test('and rejects when the shared resource is taken, though chair and dentist are free', async () => {
      must(await book({ resourceId: chairB, practitionerId: hygienist }));
      await ask(201, '08:00');
      expect(await open.site.hearOf('REJECT')).toMatchObject([
        { bookingId: id(201), reason: 'time-taken' },
      ]);
    });
  });
});
