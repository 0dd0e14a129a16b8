import type {
  Address,
  Clinic,
  Company,
  CompanyCard,
  LegalDetails,
  ListChoice,
  ListChoices,
  Organisation,
  OrganisationCard,
  PatternSign,
  Practitioner,
  PractitionerCard,
  Resource,
  SharedResource,
} from '@tidbok/core';
import type { Queryable } from './database.ts';
import { put, type Columns } from './put-row.ts';

function choiceColumns(name: string, choice: ListChoice): Columns {
  return {
    [`${name}_inherits`]: choice.type === 'inherit',
    [`${name}_id`]: choice.type === 'list' ? choice.listId : null,
  };
}

function listColumns(lists: ListChoices): Columns {
  return {
    ...choiceColumns('template_list', lists.templateList),
    ...choiceColumns('online_template_list', lists.onlineTemplateList),
    ...choiceColumns('preblock_list', lists.preblockList),
  };
}

/** What stands on a card beside its lists: on the cards of an organisation and of a company. */
function legalColumns(card: LegalDetails): Columns {
  return {
    organisation_number: card.organisationNumber,
    short_name: card.shortName,
    responsible_id: card.responsibleId,
    active: card.active,
    contact_title: card.contact.title,
    contact_given_name: card.contact.givenName,
    contact_family_name: card.contact.familyName,
    ...addressColumns(card.address),
    bankgiro: card.economy.bankgiro,
    plusgiro: card.economy.plusgiro,
    payment_days: card.economy.paymentDays,
    once: { registered_on: card.registeredOn },
  };
}

function addressColumns({ street, postalCode, town }: Address): Columns {
  return { street, postal_code: postalCode, town };
}

/** The whole card. The shorter `putOrganisation` leaves what it does not know as it stands. */
export function putOrganisationCard(db: Queryable, card: OrganisationCard): Promise<void> {
  const { id, name, lists } = card;
  return put(db, 'organisation', { id, name, ...listColumns(lists), ...legalColumns(card) });
}

export function putCompanyCard(db: Queryable, card: CompanyCard): Promise<void> {
  return put(db, 'company', {
    id: card.id,
    organisation_id: card.organisationId,
    name: card.name,
    uses_organisation_economy: card.usesOrganisationEconomy,
    ...listColumns(card.lists),
    ...legalColumns(card),
  });
}

export async function putPractitionerCard(db: Queryable, card: PractitionerCard): Promise<void> {
  await put(db, 'practitioner', {
    ...practitionerColumns(card),
    active: card.active,
    once: { registered_on: card.registeredOn },
  });
  await db.query('delete from practitioner_resource where practitioner_id = $1', [card.id]);
  await db.query(
    `insert into practitioner_resource (practitioner_id, resource_id, position)
     select $1, id, ordinality from unnest($2::uuid[]) with ordinality as t (id, ordinality)`,
    [card.id, card.resourceIds],
  );
}

/** Cards that may be put out of use. */
export type Resting = 'clinic' | 'resource' | 'shared_resource';

export async function setInUse(
  db: Queryable,
  table: Resting,
  { id, active }: { readonly id: string; readonly active: boolean },
): Promise<void> {
  await db.query(`update ${table} set active = $2 where id = $1`, [id, active]);
}

export function putPatternSign(
  db: Queryable,
  { id, sign, name, needs }: PatternSign,
): Promise<void> {
  return put(db, 'pattern_sign', { id, sign, name, needs });
}

export function putOrganisation(db: Queryable, { id, name, lists }: Organisation): Promise<void> {
  return put(db, 'organisation', { id, name, ...listColumns(lists) });
}

export function putCompany(db: Queryable, company: Company): Promise<void> {
  return put(db, 'company', {
    id: company.id,
    organisation_id: company.organisationId,
    name: company.name,
    short_name: company.shortName,
    organisation_number: company.organisationNumber,
    ...listColumns(company.lists),
  });
}

export function putClinic(db: Queryable, clinic: Clinic): Promise<void> {
  return put(db, 'clinic', {
    id: clinic.id,
    organisation_id: clinic.organisationId,
    company_id: clinic.companyId,
    name: clinic.name,
    street: clinic.address.street,
    postal_code: clinic.address.postalCode,
    town: clinic.address.town,
    phone: clinic.phone,
    opening_text: clinic.openingText,
    takes_part_online: clinic.takesPartOnline,
  });
}

export function putPractitioner(db: Queryable, practitioner: Practitioner): Promise<void> {
  return put(db, 'practitioner', practitionerColumns(practitioner));
}

function practitionerColumns(practitioner: Practitioner): Columns & { readonly id: string } {
  return {
    id: practitioner.id,
    number: practitioner.number,
    title: practitioner.title,
    given_name: practitioner.givenName,
    family_name: practitioner.familyName,
    clinic_id: practitioner.clinicId,
    company_id: practitioner.companyId,
    takes_part_online: practitioner.takesPartOnline,
    time_unit_minutes: practitioner.timeUnitMinutes,
    ...listColumns(practitioner.lists),
  };
}

export function putResource(db: Queryable, resource: Resource): Promise<void> {
  const { id, clinicId, name, position } = resource;
  return put(db, 'resource', { id, clinic_id: clinicId, name, position });
}

/** A sign that the clinic has not named yet gets the resource's own name. */
export async function putSharedResource(db: Queryable, resource: SharedResource): Promise<void> {
  const { id, clinicId, name, sign } = resource;
  await db.query(
    `insert into pattern_sign (id, sign, name, needs) values (gen_random_uuid(), $1, $2, 'shared')
     on conflict (sign) do nothing`,
    [sign, name],
  );
  await put(db, 'shared_resource', { id, clinic_id: clinicId, name, sign });
}
