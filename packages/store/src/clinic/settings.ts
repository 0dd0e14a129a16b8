import {
  EVERYBODY,
  type BookText,
  type BookingTemplate,
  type Instant,
  type PreblockKind,
  type PreblockList,
  type TemplateList,
  type TreatmentCategory,
  type UserId,
} from '@tidbok/core';
import { USUAL_PATIENT_POLICY } from '@tidbok/protocol';
import type { Queryable } from './database.ts';
import { put } from './put-row.ts';
import type { PracticeCard } from './register.ts';

export function putPractice(db: Queryable, practice: PracticeCard): Promise<void> {
  const patients = practice.patients ?? USUAL_PATIENT_POLICY;
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
    max_open_visits: practice.limits.maxOpenVisits ?? null,
    books_children: patients.children,
    books_without_number: patients.withoutNumber,
    change_by_link: patients.changeByLink,
  });
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
  const { newPatients, fromAge, toAge } = template.admits ?? EVERYBODY;
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
    new_patients_online: newPatients,
    from_age: fromAge,
    to_age: toAge,
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
  | 'organisation'
  | 'company'
  | 'clinic'
  | 'resource'
  | 'shared_resource'
  | 'pattern_sign'
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
    | 'shared-resource'
    | 'user'
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

const responsibleFor = `
    union all select 'organisation', name from organisation where responsible_id = $1
    union all select 'company', name from company where responsible_id = $1`;

const usesOf: Readonly<Record<Deletable, string>> = {
  organisation: `
    select 'company' as "where", name from company where organisation_id = $1
    union all select 'clinic', name from clinic where organisation_id = $1
    union all select 'list', name from list where owner_organisation_id = $1`,
  company: `
    select 'practitioner' as "where", given_name || ' ' || family_name as name
      from practitioner where company_id = $1
    union all select 'clinic', name from clinic where company_id = $1
    union all select 'list', name from list where owner_company_id = $1`,
  resource: `
    (select 'shift' as "where", to_char(starts_local, 'YYYY-MM-DD') as name from shift
      where resource_id = $1 order by starts_local desc limit 5)
    union all (select 'preblock', to_char(starts_local, 'YYYY-MM-DD HH24:MI') from preblock
      where resource_id = $1 order by starts_local desc limit 5)
    union all (select 'booking', to_char(starts_at, 'YYYY-MM-DD') from booking
      where resource_id = $1 order by starts_at desc limit 5)
    union all (select 'offer', '' from announced_offer where resource_id = $1 limit 1)`,
  shared_resource: `
    (select 'booking' as "where", to_char(b.starts_at, 'YYYY-MM-DD') as name
      from occupancy o join booking b on b.id = o.booking_id
      where o.subject_id = $1 order by b.starts_at desc limit 5)
    union all select 'template', t.name from booking_template t
      join shared_resource s on position(s.sign in t.pattern_signs) > 0 where s.id = $1`,
  pattern_sign: `
    select 'shared-resource' as "where", s.name from shared_resource s
      join pattern_sign p on p.sign = s.sign where p.id = $1
    union all select 'template', t.name from booking_template t
      join pattern_sign p on position(p.sign in t.pattern_signs) > 0 where p.id = $1`,
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
    union all select 'resource', name from resource where clinic_id = $1
    union all select 'shared-resource', name from shared_resource where clinic_id = $1
    union all select 'user', u.name from staff_user u
      join user_clinic c on c.user_id = u.id where c.clinic_id = $1`,
  practitioner: `
    select 'list' as "where", name from list where owner_practitioner_id = $1
    union all select 'preblock-kind', name from preblock_kind where practitioner_id = $1
    union all (select 'offer', '' from announced_offer where practitioner_id = $1 limit 1)
    union all (select 'shift', to_char(starts_local, 'YYYY-MM-DD') from shift
      where practitioner_id = $1 order by starts_local desc limit 5)
    union all (select 'booking', to_char(starts_at, 'YYYY-MM-DD') from booking
      where practitioner_id = $1 order by starts_at desc limit 5)
    union all select 'user', name from staff_user where practitioner_id = $1${responsibleFor}`,
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
