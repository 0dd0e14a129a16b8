import type {
  BookText,
  BookingTemplate,
  Clinic,
  CanRest,
  CompanyCard,
  Instant,
  MessageSettings,
  OrganisationCard,
  PatternSign,
  PracticeId,
  PractitionerCard,
  PreblockKind,
  PreblockList,
  Resource,
  SharedResource,
  SiteLook,
  TemplateList,
  TreatmentCategory,
} from '@tidbok/core';
import type { AddressField, ChangeDeadline, PatientPolicy } from '@tidbok/protocol';
import type { Queryable } from './database.ts';

export interface PracticeCard {
  readonly id: PracticeId;
  readonly name: string;
  readonly zoneId: string;
  readonly limits: {
    readonly leadTimeMinutes: number;
    readonly horizonMonths: number;
    readonly changeDeadline: ChangeDeadline;
    readonly maxOpenVisits?: number | null;
  };
  /** Left out: as is usual. */
  readonly patients?: PatientPolicy | null;
  readonly nearHours: number;
  readonly offlineSellingHours: number;
  readonly requiredAddressFields: readonly AddressField[];
}

export type TemplateRow = BookingTemplate & {
  readonly registeredBy: string;
  readonly registeredAt: Instant;
  readonly changedAt: Instant;
};

/** Everything that is defined and not planned or booked: a few hundred rows, read whole. */
export interface RegisterRows {
  readonly practice: PracticeCard;
  readonly organisations: readonly OrganisationCard[];
  readonly companies: readonly CompanyCard[];
  readonly clinics: readonly (Clinic & CanRest & SiteLook)[];
  readonly practitioners: readonly PractitionerCard[];
  readonly resources: readonly (Resource & CanRest)[];
  readonly sharedResources: readonly (SharedResource & CanRest)[];
  readonly patternSigns: readonly PatternSign[];
  readonly categories: readonly TreatmentCategory[];
  readonly kinds: readonly PreblockKind[];
  readonly templates: readonly TemplateRow[];
  readonly bookTexts: readonly BookText[];
  readonly lists: readonly (TemplateList | PreblockList)[];
  readonly messages: MessageSettings;
}

const choice = (name: string): string => `case
  when ${name}_inherits then jsonb_build_object('type', 'inherit')
  when ${name}_id is null then jsonb_build_object('type', 'none')
  else jsonb_build_object('type', 'list', 'listId', ${name}_id) end`;

const choices = `jsonb_build_object('templateList', ${choice('template_list')},
  'onlineTemplateList', ${choice('online_template_list')},
  'preblockList', ${choice('preblock_list')})`;

const practiceJson = `jsonb_build_object('id', id, 'name', name, 'zoneId', zone_id,
  'limits', jsonb_build_object('leadTimeMinutes', lead_time_minutes,
    'horizonMonths', horizon_months, 'changeDeadline', change_deadline,
    'maxOpenVisits', max_open_visits),
  'patients', jsonb_build_object('children', books_children,
    'withoutNumber', books_without_number, 'changeByLink', change_by_link),
  'nearHours', near_hours, 'offlineSellingHours', offline_selling_hours,
  'requiredAddressFields', required_address_fields)`;

const addressJson = `jsonb_build_object('street', street, 'postalCode', postal_code, 'town', town)`;

const legalJson = `jsonb_build_object('id', id, 'name', name, 'shortName', short_name,
  'organisationNumber', organisation_number, 'responsibleId', responsible_id,
  'registeredOn', registered_on, 'active', active, 'contact', jsonb_build_object(
    'title', contact_title, 'givenName', contact_given_name, 'familyName', contact_family_name),
  'address', ${addressJson}, 'economy', jsonb_build_object(
    'bankgiro', bankgiro, 'plusgiro', plusgiro, 'paymentDays', payment_days),
  'lists', ${choices})`;

const companyJson = `(${legalJson} || jsonb_build_object('organisationId', organisation_id,
  'usesOrganisationEconomy', uses_organisation_economy))`;

const clinicJson = `jsonb_build_object('id', id, 'organisationId', organisation_id,
  'companyId', company_id, 'name', name, 'address', ${addressJson},
  'phone', phone, 'openingText', opening_text, 'takesPartOnline', takes_part_online,
  'siteColour', site_colour, 'active', active)`;

const practitionerJson = `jsonb_build_object('id', id, 'number', number, 'title', title,
  'givenName', given_name, 'familyName', family_name, 'clinicId', clinic_id,
  'companyId', company_id, 'takesPartOnline', takes_part_online,
  'timeUnitMinutes', time_unit_minutes, 'active', active, 'registeredOn', registered_on,
  'resourceIds', (select coalesce(jsonb_agg(resource_id order by position), '[]')
    from practitioner_resource where practitioner_id = practitioner.id),
  'lists', ${choices})`;

const kindJson = `jsonb_build_object('id', id, 'name', name, 'text', text, 'code', code,
  'colour', colour, 'bypass', bypass, 'expiresDaysBefore', expires_days_before,
  'validFor', case when practitioner_id is null then jsonb_build_object('type', 'resources')
    else jsonb_build_object('type', 'personal', 'practitionerId', practitioner_id) end,
  'rule', case
    when type = 'amount' then jsonb_build_object('type', type, 'minimumAmount', minimum_amount)
    when category_mode is not null then jsonb_build_object('type', type, 'categories',
      jsonb_build_object('mode', category_mode, 'ids', (
        select coalesce(jsonb_agg(category_id order by category_id), '[]')
        from preblock_kind_category where kind_id = preblock_kind.id)))
    else jsonb_build_object('type', type) end)`;

const templateJson = `jsonb_build_object('id', t.id, 'name', t.name, 'minutes', minutes,
  'categoryId', category_id, 'useInBook', use_in_book, 'useInRecall', use_in_recall,
  'useOnline', use_online, 'rebookable', rebookable, 'cancellable', cancellable,
  'bookText', book_text, 'summonsCard', summons_card, 'moveNextRecall', move_next_recall,
  'expectedAmount', expected_amount, 'resourcePattern', case when pattern_signs is not null
    then jsonb_build_object('unitMinutes', pattern_unit_minutes, 'signs', pattern_signs) end,
  'admits', jsonb_build_object('newPatients', new_patients_online, 'fromAge', from_age,
    'toAge', to_age),
  'retired', retired, 'registeredBy', coalesce(u.name, ''),
  'registeredAt', ms_of(registered_at), 'changedAt', ms_of(changed_at))`;

const listJson = `jsonb_build_object('id', id, 'kind', kind, 'name', name,
  'owner', case owner_type when 'all' then jsonb_build_object('type', 'all')
    else jsonb_build_object('type', owner_type, 'id',
      coalesce(owner_organisation_id, owner_company_id, owner_practitioner_id)) end,
  'ids', (select coalesce(jsonb_agg(coalesce(template_id, preblock_kind_id) order by position),
    '[]') from list_item where list_id = list.id))`;

const messagesJson = `jsonb_build_object('email', email, 'sms', sms, 'smsSender', sms_sender,
  'replyTo', reply_to, 'reminderHours', reminder_hours, 'remindAll', remind_all,
  'decision', case when decided_by is not null then jsonb_build_object('decidedBy', decided_by,
    'decidedOn', decided_on, 'text', decision_text) end,
  'texts', (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'channel', channel,
    'language', language, 'text', text) order by kind, channel, language), '[]')
    from message_text))`;

const all = (json: string, from: string, order: string): string =>
  `(select coalesce(jsonb_agg(${json} order by ${order}), '[]') from ${from})`;

const registerQuery = `select jsonb_build_object(
  'practice', (select ${practiceJson} from practice),
  'organisations', ${all(legalJson, 'organisation', 'name, id')},
  'companies', ${all(companyJson, 'company', 'name, id')},
  'clinics', ${all(clinicJson, 'clinic', 'name, id')},
  'practitioners', ${all(practitionerJson, 'practitioner', 'number, id')},
  'resources', ${all(
    `jsonb_build_object('id', id, 'clinicId', clinic_id, 'name', name, 'position', position,
      'active', active)`,
    'resource',
    'clinic_id, position, name, id',
  )},
  'sharedResources', ${all(
    `jsonb_build_object('id', id, 'clinicId', clinic_id, 'name', name, 'sign', sign,
      'active', active)`,
    'shared_resource',
    'clinic_id, sign',
  )},
  'patternSigns', ${all(
    `jsonb_build_object('id', id, 'sign', sign, 'name', name, 'needs', needs)`,
    'pattern_sign',
    `case sign when '/' then 0 when '.' then 1 else 2 end, name, id`,
  )},
  'categories', ${all(
    `jsonb_build_object('id', id, 'name', name, 'sign', sign, 'colour', colour)`,
    'treatment_category',
    'name, id',
  )},
  'kinds', ${all(kindJson, 'preblock_kind', 'name, id')},
  'templates', ${all(
    templateJson,
    'booking_template t left join staff_user u on u.id = t.registered_by',
    't.name, t.id',
  )},
  'bookTexts', ${all(
    `jsonb_build_object('id', id, 'name', name, 'text', text)`,
    'book_text',
    'name, id',
  )},
  'lists', ${all(listJson, 'list', 'name, id')},
  'messages', (select ${messagesJson} from message_settings)
) as register`;

interface NoPractice {
  readonly practice: null;
}

/** null before a practice has been loaded. */
export async function loadRegister(db: Queryable): Promise<RegisterRows | null> {
  const { rows } = await db.query<{ register: RegisterRows | NoPractice }>({
    name: 'load-register',
    text: registerQuery,
    values: [],
  });
  const register = rows[0]?.register;
  return register === undefined || register.practice === null ? null : register;
}
