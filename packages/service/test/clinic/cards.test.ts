import { addDays, type ListChoice, type ListId, type LocalDate } from '@tidbok/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import {
  admin,
  at,
  chairA,
  chairB,
  clinicId,
  companyId,
  DAY,
  dentist,
  hygienist,
  id,
  internetKind,
  local,
  organisationId,
  reception,
  surgery60,
  template,
  visit30,
  visit40,
} from './small-practice.ts';

let open: OpenPractice;
beforeEach(async () => {
  open = await openSmallPractice();
});
afterEach(() => open.close());

async function cardOf<Table extends 'organisations' | 'companies' | 'practitioners' | 'resources'>(
  table: Table,
  cardId: string,
) {
  const register = await open.clinic.register();
  const rows: readonly Awaited<ReturnType<typeof open.clinic.register>>[Table][number][] =
    register[table];
  const card = rows.find((each) => each.id === cardId);
  if (card === undefined) throw new Error(`no card in ${table}`);
  return card;
}

type Owner = 'organisation' | 'company' | 'practitioner';

/** A list of each owner with its own template, and one of everybody. */
const LISTS = {
  practitioner: {
    id: id<ListId>(91),
    owner: { type: 'practitioner', id: dentist },
    ids: [visit30],
  },
  company: { id: id<ListId>(92), owner: { type: 'company', id: companyId }, ids: [visit40] },
  organisation: {
    id: id<ListId>(93),
    owner: { type: 'organisation', id: organisationId },
    ids: [surgery60, visit30],
  },
} as const;

async function saveLists(): Promise<void> {
  for (const [name, list] of Object.entries(LISTS)) {
    must(await open.clinic.saveList(admin, { kind: 'templates', name, ...list }));
  }
}

async function choose(
  owner: Owner,
  choice: ListChoice,
  which: 'templateList' | 'onlineTemplateList' = 'templateList',
): Promise<string> {
  const lists = <T extends { lists: object }>(card: T) => ({
    ...card,
    lists: { ...card.lists, [which]: choice },
  });
  switch (owner) {
    case 'organisation': {
      const card = await cardOf('organisations', organisationId);
      return refusalOf(await open.clinic.saveOrganisation(admin, lists(card)));
    }
    case 'company': {
      const card = await cardOf('companies', companyId);
      return refusalOf(await open.clinic.saveCompany(admin, lists(card)));
    }
    case 'practitioner': {
      const card = await cardOf('practitioners', dentist);
      return refusalOf(await open.clinic.savePractitioner(admin, lists(card)));
    }
  }
}

const chosen = (owner: Owner): ListChoice => ({ type: 'list', listId: LISTS[owner].id });
const INHERIT: ListChoice = { type: 'inherit' };

async function shown(): Promise<readonly string[]> {
  const query = { resourceId: chairA, practitionerId: dentist };
  return must(await open.clinic.menu(reception, query)).templates.map(({ id: shownId }) => shownId);
}

describe('the list in force in the book (L3, L4)', () => {
  test('is sought on the practitioner’s card, the company’s, the organisation’s; none means all', async () => {
    await saveLists();
    const all = await shown();
    expect(all).toContain(surgery60);
    expect(await choose('organisation', chosen('organisation'))).toBe('ok');
    expect(await shown()).toEqual([surgery60, visit30]);
    expect(await choose('company', chosen('company'))).toBe('ok');
    expect(await shown()).toEqual([visit40]);
    expect(await choose('practitioner', chosen('practitioner'))).toBe('ok');
    expect(await shown()).toEqual([visit30]);
    expect(await choose('practitioner', INHERIT)).toBe('ok');
    expect(await shown()).toEqual([visit40]);
    expect(await choose('company', INHERIT)).toBe('ok');
    expect(await shown()).toEqual([surgery60, visit30]);
    expect(await choose('company', { type: 'none' })).toBe('ok');
    expect(await shown()).toEqual(all);
  });

  test('only narrows: a template that is not for the book stays away though a list has it', async () => {
    await saveLists();
    await choose('organisation', chosen('organisation'));
    must(
      await open.clinic.saveTemplate(
        admin,
        template(visit30, 'Bara på nätet', { useInBook: false }),
      ),
    );
    expect(await shown()).toEqual([surgery60]);
  });

  test('on the site is another choice, in its own order, and travels with the catalogue', async () => {
    await open.site.pair();
    await saveLists();
    await open.site.hear();
    await choose('organisation', chosen('organisation'), 'onlineTemplateList');
    const [told] = await open.site.hearOf('CATALOG');
    const practitioner = told?.catalog.practitioners.find(
      ({ id: personId }) => personId === dentist,
    );
    expect(practitioner?.templateIds).toEqual([surgery60, visit30]);
    expect((await shown()).length).toBeGreaterThan(2);
  });
});

describe('whose list it is (L1)', () => {
  test('a list of one practitioner can be chosen by nobody else', async () => {
    await saveLists();
    expect(await choose('company', chosen('practitioner'))).toBe('list-not-available');
    expect(await choose('organisation', chosen('company'))).toBe('list-not-available');
    const other = await cardOf('practitioners', hygienist);
    const lists = { ...other.lists, templateList: chosen('practitioner') };
    const refused = await open.clinic.savePractitioner(admin, { ...other, lists });
    expect(refusalOf(refused)).toBe('list-not-available');
  });

  test('a chosen list is not given to an owner whom its cards are not of', async () => {
    await saveLists();
    await choose('company', chosen('company'));
    const moved = await open.clinic.saveList(admin, {
      ...{ kind: 'templates', name: 'company' },
      ...LISTS.company,
      owner: { type: 'practitioner', id: dentist },
    });
    expect(moved).toMatchObject({
      refusal: { code: 'in-use', details: { where: [{ where: 'company', name: 'Prov AB' }] } },
    });
  });
});

describe('a card (L5)', () => {
  test('keeps every field of a company, and what is not said stays as it stood', async () => {
    const card = {
      ...(await cardOf('companies', companyId)),
      shortName: 'PROV',
      organisationNumber: '556000-4615',
      responsibleId: dentist,
      contact: { title: 'VD', givenName: 'Ada', familyName: 'Prov' },
      address: { street: 'Provgatan 1', postalCode: '222 22', town: 'Lund' },
      usesOrganisationEconomy: false,
      economy: { bankgiro: '123-4567', plusgiro: '12345-6', paymentDays: 20 },
    };
    must(await open.clinic.saveCompany(admin, card));
    const { version: before, ...kept } = card;
    const { version: after, ...stands } = await cardOf('companies', companyId);
    expect(stands).toEqual(kept);
    expect(after).not.toBe(before);
    const { id: cardId, name, lists, shortName, organisationNumber } = card;
    const lean = { id: cardId, organisationId, name, lists, shortName, organisationNumber };
    must(await open.clinic.saveCompany(admin, lean));
    expect(await cardOf('companies', companyId)).toMatchObject(kept);
  });

  test('keeps every field of an organisation and of a practitioner, and the day it was made', async () => {
    const organisation = await cardOf('organisations', organisationId);
    const contact = { title: 'Chef', givenName: 'Ove', familyName: 'Prov' };
    must(await open.clinic.saveOrganisation(admin, { ...organisation, contact, shortName: 'GR' }));
    expect(await cardOf('organisations', organisationId)).toMatchObject({
      contact,
      shortName: 'GR',
      active: true,
    });
    const { title, lists, timeUnitMinutes } = await cardOf('practitioners', dentist);
    const made = {
      ...{ id: id<never>(29), number: '0003', title, givenName: 'Ny', familyName: 'Prov' },
      ...{ clinicId, companyId, takesPartOnline: true, timeUnitMinutes, lists },
      resourceIds: [chairB, chairA],
    };
    must(await open.clinic.savePractitioner(admin, made));
    expect(await cardOf('practitioners', id(29))).toMatchObject({
      number: '0003',
      resourceIds: [chairB, chairA],
      registeredOn: '2026-11-24',
    });
    const twice = await open.clinic.savePractitioner(admin, { ...made, id: id<never>(28) });
    expect(refusalOf(twice)).toBe('already-exists');
  });

  test('with a malformed number is refused, naming the field', async () => {
    const card = await cardOf('companies', companyId);
    const refused = await open.clinic.saveCompany(admin, { ...card, organisationNumber: '12' });
    expect(refused).toMatchObject({
      refusal: { code: 'invalid', details: { fields: [{ field: 'organisationNumber' }] } },
    });
  });

  test('in use is not erased, and the refusal says where', async () => {
    const used = await open.clinic.deleteResource(admin, chairA);
    expect(used).toMatchObject({ refusal: { code: 'in-use' } });
    expect(refusalOf(await open.clinic.deleteCompany(admin, companyId))).toBe('in-use');
    expect(refusalOf(await open.clinic.deleteOrganisation(admin, organisationId))).toBe('in-use');
    const spare = { id: id<never>(19), clinicId, name: 'Stol C', position: 3 };
    must(await open.clinic.saveResource(admin, spare));
    expect(must(await open.clinic.deleteResource(admin, spare.id)).deleted).toBe(true);
  });
});

describe('out of use', () => {
  const visit = (start: string) => ({
    resourceId: chairA,
    practitionerId: dentist,
    start: at(start),
    templateId: visit30,
    patient: { id: id<never>(71) },
    override: true,
  });

  test('a practitioner gets no new visits and no new shifts, by name; the old ones stay', async () => {
    const booked = must(await open.clinic.book(reception, visit('08:00')));
    const card = await cardOf('practitioners', dentist);
    must(await open.clinic.savePractitioner(admin, { ...card, active: false }));
    expect(await open.clinic.book(reception, visit('09:00'))).toMatchObject({
      refusal: { code: 'not-active', overridable: false, details: { name: 'Doris Prov' } },
    });
    const shift = await open.clinic.insertShift(reception, {
      ...{ resourceId: chairA, practitionerId: dentist },
      ...{ from: local('13:00'), to: local('16:00') },
    });
    expect(refusalOf(shift)).toBe('not-active');
    expect(must(await open.clinic.booking(reception, booked.id)).state).toBe('confirmed');
    must(await open.clinic.cancel(reception, { bookingId: booked.id, reason: 'clinic' }));
  });

  test('a chair takes no new preblocks and is offered no more', async () => {
    await open.site.pair();
    const place = { kindId: internetKind, resourceId: chairA };
    const stretch = { from: local('08:00'), to: local('10:00') };
    must(await open.clinic.placePreblock(reception, { ...place, ...stretch }));
    await open.site.hear();
    must(
      await open.clinic.saveResource(admin, {
        ...(await cardOf('resources', chairA)),
        active: false,
      }),
    );
    expect((await open.site.hear()).map(({ type }) => type)).toContain('WITHDRAW');
    const later = { from: local('10:00'), to: local('11:00') };
    const refused = await open.clinic.placePreblock(reception, { ...place, ...later });
    expect(refused).toMatchObject({ refusal: { code: 'not-active', details: { name: 'Stol A' } } });
  });

  test('a chair stands in the book only on days when something is planned in it', async () => {
    must(
      await open.clinic.saveResource(admin, {
        ...(await cardOf('resources', chairA)),
        active: false,
      }),
    );
    const chairsOn = async (day: LocalDate): Promise<readonly string[]> => {
      const shown = await open.clinic.bookDay(reception, { clinicId, from: day, to: day });
      return must(shown).resources.map(({ name }) => name);
    };
    const planned = DAY as LocalDate;
    expect(await chairsOn(planned)).toEqual(['Stol A', 'Stol B']);
    expect(await chairsOn(addDays(planned, 60))).toEqual(['Stol B']);
  });
});

describe('two editors at once', () => {
  test('the second is told that somebody changed it, and nothing is overwritten', async () => {
    const first = (await open.clinic.templates()).find(({ id: each }) => each === visit30);
    if (first === undefined) throw new Error('no template');
    const saved = (name: string) =>
      open.clinic.saveTemplate(admin, template(visit30, name), first.version);
    must(await saved('Den första'));
    expect(refusalOf(await saved('Den andra'))).toBe('changed-meanwhile');
    const stands = (await open.clinic.templates()).find(({ id: each }) => each === visit30);
    expect(stands?.name).toBe('Den första');
  });

  test('of a card too; and of one that is gone', async () => {
    const card = await cardOf('companies', companyId);
    must(await open.clinic.saveCompany(admin, { ...card, shortName: 'A' }, card.version));
    const second = await open.clinic.saveCompany(admin, { ...card, shortName: 'B' }, card.version);
    expect(refusalOf(second)).toBe('changed-meanwhile');
    const text = { id: id<never>(95), name: 'US', text: 'Undersökning' };
    must(await open.clinic.saveBookText(admin, text));
    const [read] = await open.clinic.bookTexts();
    must(await open.clinic.deleteBookText(admin, text.id));
    const late = await open.clinic.saveBookText(admin, text, read?.version ?? null);
    expect(refusalOf(late)).toBe('changed-meanwhile');
  });
});

test('a draft is told at once whether any Internet preblock allows its category (T2)', async () => {
  const preview = (categoryId: string | null) =>
    open.clinic.previewTemplate({ id: null, categoryId: categoryId as never });
  expect(await preview(id(32))).toEqual({ code: 'no-matching-kind', kinds: [] });
  expect(await preview(id(31))).toEqual({ code: 'no-matching-preblock', kinds: ['E-tid'] });
  expect(await preview(null)).toEqual({ code: null, kinds: [] });
  must(
    await open.clinic.placePreblock(reception, {
      ...{ kindId: internetKind, resourceId: chairA },
      ...{ from: local('08:00'), to: local('10:00') },
    }),
  );
  expect(await preview(id(31))).toEqual({ code: null, kinds: ['E-tid'] });
});

describe('a clinic’s own colour on the site', () => {
  const colour = async () => (await open.clinic.register()).clinics[0]?.siteColour;

  test('is kept until it is taken away, and a change of the card leaves it', async () => {
    expect(await colour()).toBeNull();
    must(await open.clinic.saveSiteColour(admin, clinicId, '#7a1fa2'));
    const [clinic] = (await open.clinic.register()).clinics;
    if (clinic === undefined) throw new Error('there is no clinic');
    must(await open.clinic.saveClinic(admin, { ...clinic, phone: '046-99 99 99' }));
    expect(await colour()).toBe('#7a1fa2');
    must(await open.clinic.saveSiteColour(admin, clinicId, null));
    expect(await colour()).toBeNull();
  });

  test('is refused when it is none, or the clinic is not there', async () => {
    const save = async (...chosen: [typeof clinicId, string]): Promise<string> =>
      refusalOf(await open.clinic.saveSiteColour(admin, ...chosen));
    expect(await save(clinicId, 'red')).toBe('invalid');
    expect(await save(id<typeof clinicId>(99), '#7a1fa2')).toBe('unknown-clinic');
  });
});
