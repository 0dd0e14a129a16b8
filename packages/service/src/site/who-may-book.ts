import {
  ageOn,
  GUARDIAN_UNTIL_AGE,
  isOfAge,
  PersonalIdentityNumber,
  refuse,
  toLocalDate,
  type Instant,
  type PracticeId,
  type Refused,
  type Zone,
} from '@tidbok/core';
import { USUAL_PATIENT_POLICY } from '@tidbok/protocol';
import { patientKey } from '@tidbok/seal';
import { countPatientVisits } from '@tidbok/store/site';
import type { SiteCatalog } from '@tidbok/sync';
import type { SiteContext } from './context.ts';
import type { BookOnlineInput, PatientInput } from './site.ts';

/** Whole years on the day of a visit; null where the birth date is not known. */
function ageAt(patient: PatientInput, zone: Zone, start: Instant): number | null {
  const day = toLocalDate(zone, start);
  if (patient.bornOn !== undefined) return ageOn(patient.bornOn, day);
  const form = { hyphen: 'optional', today: day } as const;
  const number = PersonalIdentityNumber.parse(patient.personalIdentityNumber, form);
  return number.ok ? number.value.ageOn(day) : null;
}

/**
 * Null when the practice and the template let this person book. Refuses `age-not-allowed`,
 * `children-by-phone`, `number-needed`; for who has proved who they are `too-many-open` and
 * `new-patients-not-taken`; `sign-in-needed` where only that proof could tell. Without it no answer
 * depends on whether anybody knows the number.
 */
export async function whyNotThisPerson(
  context: SiteContext,
  practiceId: PracticeId,
  { site, input }: { readonly site: SiteCatalog; readonly input: BookOnlineInput },
): Promise<Refused | null> {
  const typed = whyNotAsTyped(site, input);
  if (typed !== null) return typed;
  if (!takesNewPatients(site, input)) {
    const refused = await whyNotNew(context, practiceId, input);
    if (refused !== null) return refused;
  }
  const most = site.catalog.limits.maxOpenVisits ?? null;
  return whyTooMany(context, practiceId, { input, most });
}

/** True when nothing has to be asked of anybody to let somebody book who has typed this. */
export function mayAnybodyLike(site: SiteCatalog, input: BookOnlineInput): boolean {
  const isCounted = (site.catalog.limits.maxOpenVisits ?? null) !== null;
  const mustAsk = !takesNewPatients(site, input) || (isCounted && input.isVerified === true);
  return !mustAsk && whyNotAsTyped(site, input) === null;
}

function takesNewPatients({ rules }: SiteCatalog, { templateId }: BookOnlineInput): boolean {
  return rules.templates.get(templateId)?.admits?.newPatients !== false;
}

/** What the number, or the date of birth, says by itself. */
function whyNotAsTyped(
  { catalog, rules, zone }: SiteCatalog,
  { patient, start, templateId }: BookOnlineInput,
): Refused | null {
  const policy = catalog.patients ?? USUAL_PATIENT_POLICY;
  const admits = rules.templates.get(templateId)?.admits ?? null;
  if (patient.personalIdentityNumber === '' && !policy.withoutNumber) {
    return refuse('number-needed');
  }
  const age = ageAt(patient, zone, start);
  if (age !== null && age < GUARDIAN_UNTIL_AGE && !policy.children) {
    return refuse('children-by-phone');
  }
  if (isOfAge(admits, age)) return null;
  return refuse('age-not-allowed', {
    fromAge: admits?.fromAge ?? null,
    toAge: admits?.toAge ?? null,
  });
}

/** Only for patients: who has proved who they are is looked for in the clinic's register. */
async function whyNotNew(
  context: SiteContext,
  practiceId: PracticeId,
  { patient, isVerified = false }: BookOnlineInput,
): Promise<Refused | null> {
  if (!isVerified) return refuse('sign-in-needed');
  const answer = await context.lookups.ask(practiceId, patient.personalIdentityNumber);
  if (answer === null) return refuse('clinic-not-reached');
  return answer.known ? null : refuse('new-patients-not-taken');
}

async function whyTooMany(
  { pool, secrets, now }: SiteContext,
  practiceId: PracticeId,
  { input, most }: { readonly input: BookOnlineInput; readonly most: number | null },
): Promise<Refused | null> {
  const { patient, isVerified = false } = input;
  if (most === null || !isVerified) return null;
  const key = patientKey(secrets.patientKeySecret, practiceId, patient.personalIdentityNumber);
  const open = await countPatientVisits(pool, { practiceId, key, since: now() });
  return open < most ? null : refuse('too-many-open', { most });
}
