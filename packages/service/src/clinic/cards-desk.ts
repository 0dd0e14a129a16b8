import {
  checkListChoices,
  checkPatternSign,
  checkPractitionerCard,
  isFixedSign,
  legalFields,
  nameFields,
  ok,
  refuse,
  refuseFields,
  toLocalDate,
  type CanRest,
  type CardOwners,
  type Clinic,
  type Company,
  type CompanyCard,
  type LegalDetails,
  type ListChoices,
  type Organisation,
  type OrganisationCard,
  type Outcome,
  type PatternSign,
  type Practitioner,
  type PractitionerCard,
  type PractitionerId,
  type Resource,
  type SharedResource,
} from '@tidbok/core';
import {
  deleteRow,
  findUses,
  putClinic,
  putCompanyCard,
  putOrganisationCard,
  putPatternSign,
  putPractitionerCard,
  putResource,
  putSharedResource,
  setInUse,
} from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import type { PracticeTransaction } from './practice-transaction.ts';
import type { LoadedRegister } from './register-cache.ts';
import { changeSettings } from './settings-desk.ts';
import type { Seen } from './versions.ts';

/** A card of which only the lean part must be said: the rest stays, or begins empty. */
export type CardInput<Lean, Full extends Lean> = Lean & Partial<Omit<Full, keyof Lean>>;

type Input<Lean, Full extends Lean> = {
  readonly card: CardInput<Lean, Full>;
  readonly seen?: Seen;
};

function blankLegal({ register, now }: PracticeTransaction): Omit<LegalDetails, never> {
  return {
    organisationNumber: '',
    shortName: '',
    responsibleId: null,
    registeredOn: toLocalDate(register.zone, now),
    active: true,
    contact: { title: '', givenName: '', familyName: '' },
    address: { street: '', postalCode: '', town: '' },
    economy: { bankgiro: '', plusgiro: '', paymentDays: null },
  };
}

/** L5. Refuses `invalid`, `unknown-practitioner`, `unknown-list`, `list-not-available` (L1). */
export function saveOrganisation(
  context: ClinicContext,
  { card, seen }: Input<Organisation, OrganisationCard>,
): Promise<Outcome<OrganisationCard>> {
  return changeSettings(
    context,
    async (tx) => {
      const before = tx.register.organisations.find(({ id }) => id === card.id);
      const full: OrganisationCard = { ...blankLegal(tx), ...before, ...card };
      const owners = { organisationId: card.id, companyId: null, practitionerId: null };
      const checked = checkLegal(tx.register, full, owners);
      if (!checked.ok) return checked;
      await putOrganisationCard(tx.db, full);
      return ok(full);
    },
    seen,
  );
}

/** L5. Refuses as an organisation's card does, and `unknown-organisation`. */
export function saveCompany(
  context: ClinicContext,
  { card, seen }: Input<Company, CompanyCard>,
): Promise<Outcome<CompanyCard>> {
  return changeSettings(
    context,
    async (tx) => {
      const before = tx.register.companies.find(({ id }) => id === card.id);
      const usual = { ...blankLegal(tx), usesOrganisationEconomy: true };
      const full: CompanyCard = { ...usual, ...before, ...card };
      const { organisationId } = full;
      const owners = { organisationId, companyId: card.id, practitionerId: null };
      const checked = checkLegal(tx.register, full, owners);
      if (!checked.ok) return checked;
      await putCompanyCard(tx.db, full);
      return ok(full);
    },
    seen,
  );
}

function checkLegal(
  register: LoadedRegister,
  card: LegalDetails & { readonly name: string; readonly lists: ListChoices },
  owners: CardOwners,
): Outcome<unknown> {
  const fields = legalFields(card);
  if (fields.length > 0) return refuseFields(fields);
  if (card.responsibleId !== null && !knows(register, card.responsibleId)) {
    return refuse('unknown-practitioner');
  }
  return checkListChoices(card.lists, register.lists, owners);
}

function knows(register: LoadedRegister, practitionerId: PractitionerId): boolean {
  return register.practitioners.some(({ id }) => id === practitionerId);
}

/** *Registerkort* (L5). A number that is taken is `already-exists`. */
export function savePractitioner(
  context: ClinicContext,
  { card, seen }: Input<Practitioner, PractitionerCard>,
): Promise<Outcome<PractitionerCard>> {
  return changeSettings(
    context,
    async (tx) => {
      const { register, now, db } = tx;
      const before = register.practitioners.find(({ id }) => id === card.id);
      const registeredOn = toLocalDate(register.zone, now);
      const usual = { active: true, registeredOn, resourceIds: [] };
      const full: PractitionerCard = { ...usual, ...before, ...card };
      const checked = checkPractitionerCard(full);
      if (!checked.ok) return checked;
      const company = register.companies.find(({ id }) => id === full.companyId);
      if (company === undefined) return refuse('unknown-company');
      const chosen = checkListChoices(full.lists, register.lists, {
        organisationId: company.organisationId,
        companyId: company.id,
        practitionerId: full.id,
      });
      if (!chosen.ok) return chosen;
      await putPractitionerCard(db, full);
      return ok(full);
    },
    seen,
  );
}

export function saveClinic(
  context: ClinicContext,
  { card, seen }: Input<Clinic, Clinic & CanRest>,
): Promise<Outcome<Clinic & CanRest>> {
  return saveResting(context, { card, ...(seen && { seen }) }, async (tx, full) => {
    await putClinic(tx.db, full);
    await setInUse(tx.db, 'clinic', full);
    return ok(full);
  });
}

export function saveResource(
  context: ClinicContext,
  { card, seen }: Input<Resource, Resource & CanRest>,
): Promise<Outcome<Resource & CanRest>> {
  return saveResting(context, { card, ...(seen && { seen }) }, async (tx, full) => {
    await putResource(tx.db, full);
    await setInUse(tx.db, 'resource', full);
    return ok(full);
  });
}

/** Its sign must be one that needs a shared resource; a new sign is named after it (T4). */
export function saveSharedResource(
  context: ClinicContext,
  { card, seen }: Input<SharedResource, SharedResource & CanRest>,
): Promise<Outcome<SharedResource & CanRest>> {
  return saveResting(context, { card, ...(seen && { seen }) }, async (tx, full) => {
    const sign = tx.register.patternSigns.find((each) => each.sign === full.sign);
    const isOneCharacter = [...full.sign].length === 1 && !/\s/.test(full.sign);
    if (!isOneCharacter || (sign !== undefined && sign.needs !== 'shared')) {
      const reason = isOneCharacter ? 'sign-not-shared' : 'one-character';
      return refuseFields([{ field: 'sign', reason }]);
    }
    await putSharedResource(tx.db, full);
    await setInUse(tx.db, 'shared_resource', full);
    return ok(full);
  });
}

async function saveResting<T extends { readonly id: string; readonly name: string }>(
  context: ClinicContext,
  { card, seen }: { readonly card: T & Partial<CanRest>; readonly seen?: Seen },
  write: (tx: PracticeTransaction, full: T & CanRest) => Promise<Outcome<T & CanRest>>,
): Promise<Outcome<T & CanRest>> {
  return changeSettings(
    context,
    async (tx) => {
      const fields = nameFields(card.name);
      if (fields.length > 0) return refuseFields(fields);
      const { clinics, resources, sharedResources } = tx.register;
      const rows: readonly (CanRest & { readonly id: string })[] = [
        ...clinics,
        ...resources,
        ...sharedResources,
      ];
      const before = rows.find(({ id }) => id === card.id);
      return write(tx, { ...card, active: card.active ?? before?.active ?? true });
    },
    seen,
  );
}

/**
 * T4: a sign's name and what it needs. Refuses `invalid`; and `in-use`, saying where, when another
 * sign or another need would leave resources or templates without their meaning.
 */
export function savePatternSign(
  context: ClinicContext,
  { card, seen }: { readonly card: PatternSign; readonly seen?: Seen },
): Promise<Outcome<PatternSign>> {
  return changeSettings(
    context,
    async (tx) => {
      const checked = checkPatternSign(card);
      if (!checked.ok) return checked;
      const before = tx.register.patternSigns.find(({ id }) => id === card.id);
      if (before !== undefined && isFixedSign(before.sign) && before.sign !== card.sign) {
        return refuseFields([{ field: 'sign', reason: 'cannot-change' }]);
      }
      const uses = before === undefined ? [] : await findUses(tx.db, 'pattern_sign', card.id);
      const bound = uses.filter(
        ({ where }) =>
          (where === 'template' && before?.sign !== card.sign) ||
          (where === 'shared-resource' && card.needs !== 'shared'),
      );
      if (bound.length > 0) return refuse('in-use', { where: bound.map(useOf) });
      await putPatternSign(tx.db, card);
      return ok(card);
    },
    seen,
  );
}

function useOf({ where, name }: { readonly where: string; readonly name: string }) {
  return { where, name };
}

/** Refuses `in-use`, saying where; the two signs that every clinic has stay. */
export function deletePatternSign(
  context: ClinicContext,
  id: PatternSign['id'],
): Promise<Outcome<{ readonly deleted: boolean }>> {
  return changeSettings(context, async (tx) => {
    const sign = tx.register.patternSigns.find((each) => each.id === id);
    if (sign === undefined) return refuse('unknown-sign');
    if (isFixedSign(sign.sign)) return refuseFields([{ field: 'sign', reason: 'cannot-change' }]);
    const uses = await findUses(tx.db, 'pattern_sign', id);
    if (uses.length > 0) return refuse('in-use', { where: uses.map(useOf) });
    return ok({ deleted: await deleteRow(tx.db, 'pattern_sign', id) });
  });
}
