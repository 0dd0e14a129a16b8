import type { PatientId } from '@tidbok/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import {
  admin,
  at,
  chairA,
  companyId,
  dentist,
  examination,
  id,
  internetKind,
  kind,
  local,
  reception,
  surgery,
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

test('a category in use is not deleted, and the refusal says where it is used (B5)', async () => {
  const refused = await open.clinic.deleteCategory(admin, examination);
  expect(refused).toMatchObject({ ok: false, refusal: { code: 'in-use' } });
  const where = refused.ok ? [] : refused.refusal.details?.['where'];
  expect(where).toContainEqual({ where: 'template', name: 'Undersökning 30 min' });
  expect(where).toContainEqual({ where: 'preblock-kind', name: 'E-tid' });
});

test('a template for the site needs a category; none ticked on a kind is refused (T1, B3)', async () => {
  const without = template(id(59), 'Utan', { categoryId: null });
  expect(refusalOf(await open.clinic.saveTemplate(admin, without))).toBe('category-required');
  const unticked = kind(id(49), 'Otickad', {
    rule: { type: 'internet', categories: { mode: 'allow', ids: [] } },
  });
  expect(refusalOf(await open.clinic.savePreblockKind(admin, unticked))).toBe(
    'categories-required',
  );
});

test('a template that bookings use is retired, not erased (T5)', async () => {
  must(
    await open.clinic.book(reception, {
      resourceId: chairA,
      practitionerId: dentist,
      start: at('08:00'),
      templateId: visit30,
      patient: { id: id(71) },
      override: false,
    }),
  );
  expect(must(await open.clinic.deleteTemplate(admin, visit30))).toEqual({
    deleted: false,
    retired: true,
  });
  expect(must(await open.clinic.deleteTemplate(admin, visit40)).deleted).toBe(true);
  const again = {
    resourceId: chairA,
    practitionerId: dentist,
    start: at('09:00'),
    templateId: visit30,
    patient: { id: id<PatientId>(71) },
    override: false,
  };
  expect(refusalOf(await open.clinic.book(reception, again))).toBe('template-retired');
});

test('a template that the site may be selling this moment is retired too', async () => {
  await open.site.pair();
  expect(must(await open.clinic.deleteTemplate(admin, visit40))).toEqual({
    deleted: false,
    retired: true,
  });
});

test('the book tells which online templates the site will not show, and why (T2)', async () => {
  expect(await open.clinic.templateWarnings()).toContainEqual({
    code: 'no-matching-kind',
    templateId: surgery60,
  });
  expect(await open.clinic.templateWarnings()).toContainEqual({
    code: 'no-matching-preblock',
    templateId: visit30,
  });
  must(
    await open.clinic.placePreblock(reception, {
      kindId: internetKind,
      resourceId: chairA,
      from: local('08:00'),
      to: local('10:00'),
    }),
  );
  const warned = (await open.clinic.templateWarnings()).map(({ templateId }) => templateId);
  expect(warned).toEqual([surgery60]);
});

test('every hidden time names the rule that hides it', async () => {
  await open.site.pair();
  must(
    await open.clinic.placePreblock(reception, {
      kindId: internetKind,
      resourceId: chairA,
      from: local('08:00'),
      to: local('10:00'),
    }),
  );
  const range = { from: '2026-12-01' as never, to: '2026-12-01' as never };
  const times = await open.clinic.offers({ ...range, templateId: visit30 });
  expect(times.map(({ start, state }) => [start, state])).toEqual([
    [at('08:00'), 'free'],
    [at('08:30'), 'free'],
    [at('09:00'), 'free'],
    [at('09:30'), 'free'],
  ]);
  const hidden = await open.clinic.offers({ ...range, templateId: surgery60 });
  expect(new Set(hidden.map(({ rule }) => rule))).toEqual(new Set(['category-not-allowed']));
});

describe('lists', () => {
  test('a practitioner inherits from company and organisation; the order is kept (L3, L4)', async () => {
    const list = {
      id: id<never>(91),
      kind: 'templates' as const,
      name: 'Bolagets',
      owner: { type: 'company' as const, id: companyId },
      ids: [surgery60, visit30],
    };
    must(await open.clinic.saveList(admin, list));
    const { companies } = await open.clinic.register();
    const [company] = companies;
    if (company === undefined) throw new Error('no company');
    const chosen = { type: 'list' as const, listId: list.id };
    must(
      await open.clinic.saveCompany(admin, {
        ...company,
        lists: { ...company.lists, templateList: chosen },
      }),
    );
    const menu = must(
      await open.clinic.menu(reception, { resourceId: chairA, practitionerId: dentist }),
    );
    expect(menu.templates.map(({ id: templateId }) => templateId)).toEqual([surgery60, visit30]);
    expect(refusalOf(await open.clinic.deleteList(admin, list.id))).toBe('in-use');
  });
});

test('a changed catalogue is told to the site once, and the internal text never', async () => {
  await open.site.pair();
  must(await open.clinic.saveTemplate(admin, template(visit30, 'Ny undersökning')));
  const [told] = await open.site.hearOf('CATALOG');
  expect(told?.catalog.templates.map(({ name }) => name)).toContain('Ny undersökning');
  must(await open.clinic.saveBookText(admin, { id: id(95), name: 'US', text: 'intern' }));
  expect(await open.site.hear()).toEqual([]);
});

test('an Internet kind that allows another category offers its time anew on those terms', async () => {
  await open.site.pair();
  must(
    await open.clinic.placePreblock(reception, {
      kindId: internetKind,
      resourceId: chairA,
      from: local('08:00'),
      to: local('10:00'),
    }),
  );
  await open.site.hear();
  const rule = { type: 'internet', categories: { mode: 'allow', ids: [surgery] } } as const;
  must(await open.clinic.savePreblockKind(admin, kind(internetKind, 'E-tid', { rule })));
  expect((await open.site.hear()).map(({ type }) => type)).toEqual(['CATALOG']);
  must(
    await open.clinic.savePreblockKind(
      admin,
      kind(internetKind, 'E-tid', { rule: { type: 'patient-free' } }),
    ),
  );
  expect((await open.site.hear()).map(({ type }) => type)).toEqual(['CATALOG', 'WITHDRAW']);
});
