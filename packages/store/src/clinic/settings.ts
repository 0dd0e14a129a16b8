import type {
  BookText,
  BookingTemplate,
  Clinic,
  Company,
  Instant,
  ListChoice,
  ListChoices,
  Organisation,
  Practitioner,
  PreblockKind,
  PreblockList,
  Resource,
  SharedResource,
  TemplateList,
  TreatmentCategory,
  UserId,
} from '@tidbok/core';
import type { Queryable } from './database.ts';
import type { PracticeCard } from './register.ts';

type Columns = Readonly<Record<string, unknown>>;

/**
 * One row in, by its id; the same id again changes it, all but the `once` columns. Table and
 * column names are ours.
 */
async function put(
  db: Queryable,
  table: string,
  { once = {}, ...row }: Columns & { readonly once?: Columns },
): Promise<void> {
  const all = { ...row, ...once };
  const names = Object.keys(all);
  const places = names.map((_, i) => `$${i + 1}`).join(', ');
  const updates = Object.keys(row)
    .filter((name) => name !== 'id')
    .map((name) => `${name} = excluded.${name}`)
    .join(', ');
  await db.query(
    `insert into ${table} (${names.join(', ')}) values (${places})
     on conflict (id) do update set ${updates}`,
    Object.values(all),
  );
}

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

export function putPractice(db: Queryable, practice: PracticeCard): Promise<void> {
  return put(db, 'practice', {
    id: practice.id,
    name: practice.name,
    zone_id: practice.zoneId,
    lead_time_minutes: practice.limits.leadTimeMinutes,
    horizon_months: practice.limits.horizonMonths,
    change_deadline: JSON.stringify(practice.limits.changeDeadline),
    near_hours: practice.nearHours,
    offline_selling_hours: practice.offlineSellingHours,
    required_address_fields: practice.requiredAddressFields,
  });
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
  return put(db, 'practitioner', {
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
  });
}

export function putResource(db: Queryable, resource: Resource): Promise<void> {
  const { id, clinicId, name, position } = resource;
  return put(db, 'resource', { id, clinic_id: clinicId, name, position });
}

export function putSharedResource(db: Queryable, resource: SharedResource): Promise<void> {
  const { id, clinicId, name, sign } = resource;
  return put(db, 'shared_resource', { id, clinic_id: clinicId, name, sign });
}

export function putCategory(db: Queryable, category: TreatmentCategory): Promise<void> {
  const { id, name, sign, colour } = category;
  return put(db, 'treatment_category', { id, name, sign, colour });
}

export async function putPreblockKind(db: Queryable, kind: PreblockKind): Promise<void> {
  const { rule } = kind;
  const categories = 'categories' in rule ? rule.categories : null;
  await put(db, 'preblock_kind', {
    id: kind.id,
    name: kind.name,
    text: kind.text,
    code: kind.code,
    colour: kind.colour,
    valid_for: kind.validFor.type,
    practitioner_id: kind.validFor.type === 'personal' ? kind.validFor.practitionerId : null,
    bypass: kind.bypass,
    type: rule.type,
    minimum_amount: rule.type === 'amount' ? rule.minimumAmount : null,
    category_mode: categories?.mode ?? null,
    expires_days_before: kind.expiresDaysBefore,
  });
  await db.query(
    `with gone as (
       delete from preblock_kind_category where kind_id = $1 and category_id <> all ($2::uuid[])
     )
     insert into preblock_kind_category (kind_id, category_id)
     select $1, unnest($2::uuid[]) on conflict do nothing`,
    [kind.id, categories?.ids ?? []],
  );
}

export interface TemplateRegistration {
  readonly by: UserId | null;
  readonly at: Instant;
}

export function putTemplate(
  db: Queryable,
  template: BookingTemplate,
  registration: TemplateRegistration,
): Promise<void> {
  const at = new Date(registration.at);
  return put(db, 'booking_template', {
    id: template.id,
    name: template.name,
    minutes: template.minutes,
    category_id: template.categoryId,
    use_in_book: template.useInBook,
    use_in_recall: template.useInRecall,
    use_online: template.useOnline,
    rebookable: template.rebookable,
    cancellable: template.cancellable,
    book_text: template.bookText,
    summons_card: template.summonsCard,
    move_next_recall: template.moveNextRecall,
    expected_amount: template.expectedAmount,
    pattern_unit_minutes: template.resourcePattern?.unitMinutes ?? null,
    pattern_signs: template.resourcePattern?.signs ?? null,
    retired: template.retired,
    changed_at: at,
    once: { registered_by: registration.by, registered_at: at },
  });
}

export function putBookText(db: Queryable, { id, name, text }: BookText): Promise<void> {
  return put(db, 'book_text', { id, name, text });
}

export async function putList(db: Queryable, list: TemplateList | PreblockList): Promise<void> {
  const { owner } = list;
  await put(db, 'list', {
    id: list.id,
    kind: list.kind,
    name: list.name,
    owner_type: owner.type,
    owner_organisation_id: owner.type === 'organisation' ? owner.id : null,
    owner_company_id: owner.type === 'company' ? owner.id : null,
    owner_practitioner_id: owner.type === 'practitioner' ? owner.id : null,
  });
  await db.query('delete from list_item where list_id = $1', [list.id]);
  const column = list.kind === 'templates' ? 'template_id' : 'preblock_kind_id';
  await db.query(
    `insert into list_item (list_id, kind, position, ${column})
     select $1, $2, ordinality, id from unnest($3::uuid[]) with ordinality as t (id, ordinality)`,
    [list.id, list.kind, list.ids],
  );
}

/** Tables whose rows a settings page may delete. */
export type Deletable =
  | 'clinic'
  | 'practitioner'
  | 'treatment_category'
  | 'preblock_kind'
  | 'booking_template'
  | 'list'
  | 'book_text';

/** False when there was no such row. A row in use raises a foreign key violation. */
export async function deleteRow(db: Queryable, table: Deletable, id: string): Promise<boolean> {
  const result = await db.query(`delete from ${table} where id = $1`, [id]);
  return (result.rowCount ?? 0) > 0;
}

export interface Use {
  /** A table's name in the words of the product. */
  readonly where:
    | 'template'
    | 'preblock-kind'
    | 'preblock'
    | 'list'
    | 'booking'
    | 'organisation'
    | 'company'
    | 'practitioner'
    | 'clinic'
    | 'shift'
    | 'offer'
    | 'resource';
  readonly name: string;
}

const usesOf: Readonly<Record<Deletable, string>> = {
  treatment_category: `
    select 'template' as "where", name from booking_template where category_id = $1
    union all select 'preblock-kind', k.name from preblock_kind k
      join preblock_kind_category c on c.kind_id = k.id where c.category_id = $1`,
  preblock_kind: `
    select 'list' as "where", l.name from list l join list_item i on i.list_id = l.id
      where i.preblock_kind_id = $1
    union all (select 'preblock', to_char(starts_local, 'YYYY-MM-DD HH24:MI') from preblock
      where kind_id = $1 order by starts_local desc limit 20)`,
  booking_template: `
    select 'list' as "where", l.name from list l join list_item i on i.list_id = l.id
      where i.template_id = $1
    union all (select 'booking', to_char(starts_at, 'YYYY-MM-DD') from booking
      where template_id = $1 order by starts_at desc limit 20)`,
  list: `
    select 'organisation' as "where", name from organisation
      where $1 in (template_list_id, online_template_list_id, preblock_list_id)
    union all select 'company', name from company
      where $1 in (template_list_id, online_template_list_id, preblock_list_id)
    union all select 'practitioner', given_name || ' ' || family_name from practitioner
      where $1 in (template_list_id, online_template_list_id, preblock_list_id)`,
  clinic: `
    select 'practitioner' as "where", given_name || ' ' || family_name as name
      from practitioner where clinic_id = $1
    union all select 'resource', name from resource where clinic_id = $1`,
  practitioner: `
    select 'list' as "where", name from list where owner_practitioner_id = $1
    union all select 'preblock-kind', name from preblock_kind where practitioner_id = $1
    union all select 'offer', '' from announced_offer where practitioner_id = $1
    union all (select 'shift', to_char(starts_local, 'YYYY-MM-DD') from shift
      where practitioner_id = $1 order by starts_local desc limit 5)
    union all (select 'booking', to_char(starts_at, 'YYYY-MM-DD') from booking
      where practitioner_id = $1 order by starts_at desc limit 5)`,
  book_text: `select 'booking' as "where", '' as name where false and $1::uuid is null`,
};

/** Where a row is used: what the refusal to delete it says (B5). */
export async function findUses(
  db: Queryable,
  table: Deletable,
  id: string,
): Promise<readonly Use[]> {
  const { rows } = await db.query<{ where: Use['where']; name: string }>(
    `select * from (${usesOf[table]}) uses limit 50`,
    [id],
  );
  return rows;
}

export async function retireTemplate(db: Queryable, id: string): Promise<void> {
  await db.query('update booking_template set retired = true where id = $1', [id]);
}

/** The register changed: caches read it anew. */
export async function bumpRegister(db: Queryable): Promise<void> {
  await db.query('update practice_sync set register_revision = register_revision + 1');
}
