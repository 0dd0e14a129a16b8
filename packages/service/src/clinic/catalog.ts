import { createHash } from 'node:crypto';
import type { ClinicId, MessageRules, MessageSettings } from '@tidbok/core';
import type { Catalog, CatalogLogo } from '@tidbok/protocol';
import type { ClinicWrite } from '@tidbok/sync';
import { setCatalogHash } from '@tidbok/store/clinic';
import { onlineParts } from './clinic-facts.ts';
import { logosOnSite } from './logos-on-site.ts';
import { onlineTemplate, onlineTemplateIds } from './online-rules.ts';
import type { PracticeTransaction } from './practice-transaction.ts';
import type { LoadedRegister } from './register-cache.ts';

/** What the site may know of the practice: no internal text, no code, no patient. */
export function catalogOf(
  register: LoadedRegister,
  logos: ReadonlyMap<ClinicId, CatalogLogo>,
): Catalog {
  const { practice } = register;
  const online = onlineParts(register);
  const clinics = register.clinics.filter((clinic) => clinic.takesPartOnline && clinic.active);
  const clinicIds = new Set(clinics.map(({ id }) => id));
  return {
    practiceId: practice.id,
    practiceName: practice.name,
    zoneId: practice.zoneId,
    limits: practice.limits,
    patients: practice.patients ?? null,
    nearHours: practice.nearHours,
    offlineSellingHours: practice.offlineSellingHours,
    requiredAddressFields: practice.requiredAddressFields,
    organisations: register.organisations.map(({ id, name }) => ({ id, name })),
    companies: register.companies.map(({ id, name }) => ({ id, name })),
    clinics: clinics.map((clinic) => ({
      ...clinicOnSite(clinic),
      logo: logos.get(clinic.id) ?? null,
    })),
    practitioners: register.practitioners
      .filter(({ id }) => online.practitioners.has(id))
      .map(({ id, clinicId, companyId, title, givenName, familyName }) => ({
        id,
        clinicId,
        companyId,
        title,
        name: `${givenName} ${familyName}`,
        templateIds: onlineTemplateIds(register, id),
      })),
    resources: register.resources
      .filter(({ id }) => online.resources.has(id))
      .map(({ id, clinicId, name }) => ({ id, clinicId, name })),
    sharedResources: register.sharedResources
      .filter(({ clinicId, active }) => active && clinicIds.has(clinicId))
      .map(({ id, clinicId, sign }) => ({ id, clinicId, sign })),
    preblockKinds: register.kinds.flatMap(({ id, rule }) =>
      rule.type === 'internet' ? [{ id, categories: rule.categories }] : [],
    ),
    templates: register.templates
      .map((template) => onlineTemplate(register, template))
      .filter((template) => template !== undefined),
    messages: messageRules(register.messages),
  };
}

/** Null until the practice has decided to write to its patients, and by which way. */
export function messageRules(settings: MessageSettings): MessageRules | null {
  const { decision, email, sms, smsSender, replyTo, texts } = settings;
  if (decision === null || !(email || sms)) return null;
  return { email, sms, smsSender, replyTo, texts };
}

function clinicOnSite(clinic: LoadedRegister['clinics'][number]): Catalog['clinics'][number] {
  const { id, organisationId, companyId, name, address, phone, openingText } = clinic;
  const { siteColour: colour } = clinic;
  return { id, organisationId, companyId, name, address, phone, openingText, colour };
}

/** A CATALOG entry when the site has another catalogue than this; nothing before a pairing. */
export async function catalogWrites(tx: PracticeTransaction): Promise<readonly ClinicWrite[]> {
  // While the book recovers nothing is told: the catalogue goes with what follows the answer.
  if (tx.practice.mode === 'unpaired' || tx.practice.recovery !== null) return [];
  const catalog = catalogOf(tx.register, await logosOnSite(tx.db));
  const hash = createHash('sha256').update(JSON.stringify(catalog)).digest('hex');
  if (hash === tx.practice.catalogHash) return [];
  await setCatalogHash(tx.db, hash);
  return [{ type: 'append', entry: { type: 'CATALOG', catalog }, at: tx.now }];
}
