import { describe, expect, it } from 'vitest';
import {
  listInForce,
  narrowed,
  templatesShown,
  type BookingTemplate,
  type Cards,
  type ListChoice,
  type ListId,
  type ListInForce,
} from '../src/index.ts';
import { templateWith } from './practice.ts';

const INHERIT: ListChoice = { type: 'inherit' };
const NONE: ListChoice = { type: 'none' };
const list = (id: string): ListChoice => ({ type: 'list', listId: id as ListId });

function cards(practitioner: ListChoice, company: ListChoice, organisation: ListChoice): Cards {
  const card = (choice: ListChoice): Cards['company'] => ({
    lists: { templateList: NONE, onlineTemplateList: choice, preblockList: NONE },
  });
  return {
    practitioner: card(practitioner),
    company: card(company),
    organisation: card(organisation),
  };
}

describe('the list in force (L4)', () => {
  it.for<[string, ListChoice, ListChoice, ListChoice, ListInForce | null]>([
    [
      'the practitioner’s own',
      list('p'),
      list('c'),
      list('o'),
      { listId: 'p' as ListId, from: 'practitioner' },
    ],
    [
      'the company’s, inherited',
      INHERIT,
      list('c'),
      list('o'),
      { listId: 'c' as ListId, from: 'company' },
    ],
    [
      'the organisation’s, inherited twice',
      INHERIT,
      INHERIT,
      list('o'),
      { listId: 'o' as ListId, from: 'organisation' },
    ],
    ['none, chosen by the practitioner', NONE, list('c'), list('o'), null],
    ['none, chosen by the company', INHERIT, NONE, list('o'), null],
    ['none, chosen by the organisation', INHERIT, INHERIT, NONE, null],
    ['none, when nobody chose', INHERIT, INHERIT, INHERIT, null],
  ])('is %s', ([, practitioner, company, organisation, expected]) => {
    expect(listInForce(cards(practitioner, company, organisation), 'onlineTemplateList')).toEqual(
      expected,
    );
  });

  it('is chosen for each of the three places by itself', () => {
    expect(listInForce(cards(list('p'), NONE, NONE), 'templateList')).toBeNull();
    expect(listInForce(cards(list('p'), NONE, NONE), 'preblockList')).toBeNull();
  });
});

describe('what a list shows', () => {
  const exam = templateWith({ name: 'Undersökning' });
  const acute = templateWith({ name: 'Akut' });
  const recall = templateWith({ name: 'Revision', useInRecall: true, useOnline: false });
  const all: BookingTemplate[] = [exam, acute, recall];

  it('is its own templates in its own order', () => {
    expect(narrowed(all, { ids: [acute.id, exam.id] })).toEqual([acute, exam]);
  });

  it('is everything when no list is in force', () => {
    expect(narrowed(all, null)).toEqual(all);
  });

  it('is nothing when the list is empty', () => {
    expect(narrowed(all, { ids: [] })).toEqual([]);
  });

  it('leaves out what the register has lost', () => {
    expect(narrowed([exam], { ids: [acute.id, exam.id] })).toEqual([exam]);
  });

  it('is narrowed by the template’s own flags, which still hold', () => {
    const ids = { ids: [recall.id, acute.id] };
    expect(templatesShown(all, ids, 'online')).toEqual([acute]);
    expect(templatesShown(all, ids, 'book')).toEqual([recall, acute]);
    expect(templatesShown(all, null, 'recall')).toEqual([recall]);
  });

  it('never shows a retired template, nor one without a category online', () => {
    const retired = templateWith({ name: 'Gammal', retired: true });
    const bare = templateWith({ name: 'Utan kategori', categoryId: null });
    expect(templatesShown([retired, bare], null, 'online')).toEqual([]);
    expect(templatesShown([retired, bare], null, 'book')).toEqual([bare]);
  });
});
