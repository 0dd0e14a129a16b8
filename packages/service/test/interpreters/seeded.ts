import { openClinic } from '@tidbok/service/clinic';
import { migrateClinic } from '@tidbok/store/clinic';
import { insertPairingCode, migrateSite, pairPractice } from '@tidbok/store/site';
import { createTestDatabase, type TestDatabase } from '@tidbok/tools/test-database';
import {
  at,
  catalog,
  chairs,
  examination,
  id,
  kind,
  kindUntilTheDayBefore,
  people,
  practiceId,
  staff,
  visit30,
  visitWithXray,
  xray,
} from '../../../sync/test/practice.ts';
import { smallPractice, template } from '../clinic/small-practice.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const places = { clinicInc: 'clinic-1', siteInc: 'site-1' };

/** More patients than any run numbers. */
const patients = 3_000;

/** A book that holds the sync tests' practice, paired, its log and plan empty. */
export async function clinicDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
  const clinic = await openClinic({
    databaseUrl: database.url,
    now: () => at(0, '08:00'),
    log: quiet,
  });
  const imported = await clinic.importPractice(samePractice());
  await clinic.close();
  if (!imported.ok) throw new Error(imported.refusal.code);
  await seedPeople(database);
  await database.pool.query(
    `update practice_sync set mode = 'paired', inc = $1, head = 0,
       head_hash = repeat('0', 64), site_inc = $2, site_cursor = 0`,
    [places.clinicInc, places.siteInc],
  );
  await database.pool.query('delete from clinic_log');
  return database;
}

async function seedPeople({ pool }: TestDatabase): Promise<void> {
  await pool.query(
    `insert into staff_user (id, sign_in_name, name) values ($1, 'rut', 'Rut Reception')`,
    [staff.userId],
  );
  const ids = Array.from({ length: patients }, (_, i) => id('patien', i));
  await pool.query(
    `insert into patient (id, given_name, family_name) select i, 'Tolvan', 'Tolvansson'
     from unnest($1::uuid[]) i`,
    [ids],
  );
}

/** As `catalog` shows it. */
function samePractice() {
  const base = smallPractice();
  const [organisation] = catalog.organisations;
  const [company] = catalog.companies;
  const [clinic] = catalog.clinics;
  if (organisation === undefined || company === undefined || clinic === undefined) {
    throw new Error('the catalogue is empty');
  }
  const owner = { organisationId: organisation.id, companyId: company.id };
  return {
    ...base,
    practice: { ...base.practice, id: practiceId },
    organisations: base.organisations.map((each) => ({ ...each, id: organisation.id })),
    companies: base.companies.map((each) => ({
      ...each,
      id: company.id,
      organisationId: organisation.id,
    })),
    clinics: base.clinics.map((each) => ({ ...each, id: clinic.id, ...owner })),
    practitioners: base.practitioners.map((each, i) => ({
      ...each,
      id: i === 0 ? people[0] : people[1],
      clinicId: clinic.id,
      companyId: company.id,
    })),
    resources: base.resources.map((each, i) => ({
      ...each,
      id: i === 0 ? chairs[0] : chairs[1],
      clinicId: clinic.id,
    })),
    sharedResources: [],
    categories: base.categories.slice(0, 1).map((each) => ({ ...each, id: examination })),
    kinds: [kind, { ...kindUntilTheDayBefore, name: 'Internet till dagen före' }],
    templates: [visit30, visitWithXray].map((templateId) => ({
      ...template(templateId, `Besök ${templateId}`),
      categoryId: examination,
    })),
    shifts: [],
    patients: [],
  };
}

/** A site where the practice has just paired; `xray` is known to it by name only. */
export async function siteDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase({ side: 'site', migrate: migrateSite });
  const now = at(0, '08:00');
  const expiresAt = at(1, '08:00');
  const codeHash = `code for ${xray}`;
  await insertPairingCode(database.pool, { codeHash, practiceName: 'Prov', at: now, expiresAt });
  const paired = await pairPractice(database.pool, codeHash, {
    practiceId,
    name: 'Prov',
    installationId: 'this-computer',
    sealingPublicKey: 'a2V5',
    signingPublicKey: 'a2V5',
    ...places,
    at: now,
  });
  if (paired.type !== 'paired') throw new Error(paired.type);
  await database.pool.query('update practice_sync set revision = 0, epoch = 0');
  return database;
}
