import type { ListId } from '@tidbok/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must, openSmallPractice, refusalOf, type OpenPractice } from './open-small-practice.ts';
import {
  at,
  chairA,
  companyId,
  dentist,
  id,
  internetKind,
  local,
  recall30,
  reception,
  surgery60,
  visit30,
  visit40,
} from './small-practice.ts';

let practice: OpenPractice;
const listId = id<ListId>(91);

beforeEach(async () => {
  practice = await openSmallPractice((small) => ({
    ...small,
    companies: small.companies.map((company) => ({
      ...company,
      lists: { ...company.lists, onlineTemplateList: { type: 'list', listId } },
    })),
    lists: [
      {
        ...{ id: listId, kind: 'templates', name: 'Nätet', ids: [visit30, surgery60, recall30] },
        owner: { type: 'company', id: companyId },
      },
    ],
  }));
});
afterEach(async () => {
  await practice.close();
});

async function whyAt(from: string, to: string) {
  const here = must(await practice.clinic.why({ resourceId: chairA, from: at(from), to: at(to) }));
  const codes = new Map(
    here.lines.map((line) => [
      line.templateId,
      [...(line.state === 'free' ? ['free'] : []), ...line.objections.map(({ code }) => code)],
    ]),
  );
  return { here, codes };
}

async function publish(): Promise<void> {
  must(
    await practice.clinic.placePreblock(reception, {
      ...{ kindId: internetKind, resourceId: chairA, from: local('08:00'), to: local('10:00') },
    }),
  );
}

test('each template’s answer names its own rule: mark, list and its owner, category, or none', async () => {
  await practice.site.pair();
  await publish();
  const { here, codes } = await whyAt('08:00', '08:30');
  expect(codes.get(visit30)).toEqual(['free']);
  expect(codes.get(visit40)).toEqual(['template-not-in-list']);
  expect(codes.get(surgery60)).toContain('category-not-allowed');
  expect(codes.get(recall30)).toContain('template-not-online');
  const rules = here.lines.flatMap(({ objections }) => objections);
  expect(rules.find(({ code }) => code === 'template-not-in-list')?.details).toMatchObject({
    ...{ owner: 'company', listId },
  });
  expect(rules.find(({ code }) => code === 'template-not-online')?.details).toMatchObject({
    reason: 'mark',
  });
  expect(here).toMatchObject({ practitionerIds: [dentist], preblocks: [{ kindId: internetKind }] });
});

test('time without a preblock, without a shift, and not yet announced says just that', async () => {
  expect((await whyAt('10:30', '11:00')).codes.get(visit30)).toEqual(['no-preblock']);
  await publish();
  expect((await whyAt('08:00', '08:30')).codes.get(visit30)).toEqual(['not-announced']);
  expect((await whyAt('08:00', '08:30')).here.sync).toMatchObject({ mode: 'unpaired' });
  expect((await whyAt('17:00', '17:30')).here.practitionerIds).toEqual([]);
});

test('time that the site was asked to give back is told to be on its way, and booked time as taken', async () => {
  await practice.site.pair();
  await publish();
  const { items } = must(
    await practice.clinic.placePreblock(reception, {
      ...{ kindId: internetKind, resourceId: chairA, from: local('10:00'), to: local('11:00') },
    }),
  );
  const preblockId = items[0]?.id ?? id(0);
  must(await practice.clinic.removePreblock(reception, { preblockId, series: 'one' }));
  expect((await whyAt('10:00', '10:30')).codes.get(visit30)).toEqual(['free', 'being-withdrawn']);

  must(
    await practice.clinic.book(reception, {
      ...{ resourceId: chairA, practitionerId: dentist, start: at('11:00'), override: false },
      ...{ templateId: visit30, patient: { id: id(71) } },
    }),
  );
  must(
    await practice.clinic.placePreblock(reception, {
      ...{ kindId: internetKind, resourceId: chairA, from: local('11:00'), to: local('12:00') },
    }),
  );
  expect((await whyAt('11:00', '11:30')).codes.get(visit30)?.[0]).toBe('time-taken');
});

test('the site’s silence beyond its selling limit is told, and near time as near', async () => {
  await practice.site.pair();
  const { here } = await whyAt('08:00', '08:30');
  expect(here.sync).toMatchObject({ mode: 'paired', connected: false, isPastSellingLimit: true });
  expect(here.sync.isNear).toBe(false);
});

test('a chair that nobody knows, and a stretch that ends before it starts, are refused', async () => {
  const nowhere = { resourceId: id<typeof chairA>(999), from: at('08:00'), to: at('09:00') };
  expect(refusalOf(await practice.clinic.why(nowhere))).toBe('unknown-resource');
  const backward = { resourceId: chairA, from: at('09:00'), to: at('08:00') };
  expect(refusalOf(await practice.clinic.why(backward))).toBe('invalid');
});
