import { describe, expect, it } from 'vitest';
import {
  checkListChoices,
  economyInForce,
  isAvailableTo,
  legalFields,
  type CompanyId,
  type LegalDetails,
  type ListChoices,
  type ListId,
  type LocalDate,
  type OrganisationId,
  type PractitionerId,
} from '../src/index.ts';

const organisationId = 'o' as OrganisationId;
const companyId = 'c' as CompanyId;
const practitionerId = 'p' as PractitionerId;
const card = { organisationId, companyId, practitionerId };

const legal: LegalDetails & { name: string } = {
  name: 'Bolaget AB',
  organisationNumber: '556000-4615',
  shortName: 'BOL',
  responsibleId: null,
  registeredOn: '2026-11-24' as LocalDate,
  active: true,
  contact: { title: 'VD', givenName: 'Ada', familyName: 'Prov' },
  address: { street: '', postalCode: '', town: '' },
  economy: { bankgiro: '123-4567', plusgiro: '12345-6', paymentDays: 30 },
};
const wrong = (some: Partial<typeof legal>) =>
  legalFields({ ...legal, ...some }).map(({ field }) => field);

describe('a list is available (L1)', () => {
  it('to everybody, or to the cards of its own organisation, company or practitioner', () => {
    expect(isAvailableTo({ type: 'all' }, card)).toBe(true);
    expect(isAvailableTo({ type: 'organisation', id: organisationId }, card)).toBe(true);
    expect(isAvailableTo({ type: 'company', id: companyId }, card)).toBe(true);
    expect(isAvailableTo({ type: 'practitioner', id: practitionerId }, card)).toBe(true);
    expect(isAvailableTo({ type: 'organisation', id: 'x' as OrganisationId }, card)).toBe(false);
    expect(isAvailableTo({ type: 'company', id: 'x' as CompanyId }, card)).toBe(false);
    expect(
      isAvailableTo(
        { type: 'practitioner', id: practitionerId },
        { ...card, practitionerId: null },
      ),
    ).toBe(false);
  });

  it('and a card may choose only such a one, of the right kind', () => {
    const listId = 'l' as ListId;
    const choices = (which: keyof ListChoices): ListChoices => ({
      templateList: { type: 'inherit' },
      onlineTemplateList: { type: 'none' },
      preblockList: { type: 'inherit' },
      [which]: { type: 'list', listId },
    });
    const list = { id: listId, kind: 'templates', name: 'Min', owner: { type: 'all' } } as const;
    expect(checkListChoices(choices('templateList'), [list], card).ok).toBe(true);
    expect(checkListChoices(choices('onlineTemplateList'), [list], card).ok).toBe(true);
    expect(checkListChoices(choices('preblockList'), [list], card)).toMatchObject({
      refusal: { code: 'unknown-list', details: { choice: 'preblockList' } },
    });
    const foreign = { ...list, owner: { type: 'company', id: 'x' as CompanyId } } as const;
    expect(checkListChoices(choices('templateList'), [foreign], card)).toMatchObject({
      refusal: { code: 'list-not-available', details: { name: 'Min' } },
    });
  });
});

describe('the card of a company or organisation (L5)', () => {
  it('is saved with its numbers empty or well formed', () => {
    expect(wrong({})).toEqual([]);
    const empty = { bankgiro: '', plusgiro: '', paymentDays: null };
    expect(wrong({ organisationNumber: '', economy: empty })).toEqual([]);
    expect(wrong({ organisationNumber: '5560004615' })).toEqual(['organisationNumber']);
    const odd = { bankgiro: '12', plusgiro: 'x', paymentDays: 400 };
    expect(wrong({ economy: odd })).toEqual(['bankgiro', 'plusgiro', 'paymentDays']);
    expect(wrong({ name: ' ' })).toEqual(['name']);
  });

  it('uses the organisation’s economy when it says so, and its own otherwise', () => {
    const organisation = { economy: { bankgiro: '5050-1055', plusgiro: '', paymentDays: 10 } };
    const own = { ...legal, usesOrganisationEconomy: false };
    expect(economyInForce(own, organisation).paymentDays).toBe(30);
    const shared = { ...legal, usesOrganisationEconomy: true };
    expect(economyInForce(shared, organisation).paymentDays).toBe(10);
  });
});
