import { instant, type Instant } from '@tidbok/core';
import { openClinic, type Clinic, type ImportedPractice } from '@tidbok/service/clinic';
import { migrateClinic } from '@tidbok/store/clinic';
import { createTestDatabase } from '@tidbok/tools/test-database';
import type { Pool } from 'pg';
import { SitePeer } from './site-peer.ts';
import { NOW, reception, smallPractice } from './small-practice.ts';

export interface OpenPractice {
  readonly clinic: Clinic;
  readonly site: SitePeer;
  readonly pool: Pool;
  readonly url: string;
  /** The clinic's clock. */
  now: Instant;
  readonly close: () => Promise<void>;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** The small practice on a database of its own. */
export async function openSmallPractice(
  change: (practice: ImportedPractice) => ImportedPractice = (practice) => practice,
): Promise<OpenPractice> {
  const database = await createTestDatabase({ side: 'clinic', migrate: migrateClinic });
  const clock = { now: NOW };
  const clinic = await openClinic({
    databaseUrl: database.url,
    now: () => instant(clock.now),
    log: quiet,
  });
  const imported = await clinic.importPractice(change(smallPractice()));
  if (!imported.ok) throw new Error(imported.refusal.code);
  await database.pool.query(
    `insert into staff_user (id, sign_in_name, name, created_at) values ($1, $2, $3, now())`,
    [reception.userId, reception.signInName, reception.name],
  );
  return Object.assign(clock, {
    clinic,
    site: new SitePeer(clinic),
    pool: database.pool,
    url: database.url,
    close: async () => {
      await clinic.close();
      await database.drop();
    },
  });
}

/** The value of an outcome that must be one. */
export function must<T>(
  outcome: { ok: true; value: T } | { ok: false; refusal: { code: string } },
): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal.code}`);
  return outcome.value;
}

/** `code`, or `code!` when staff may pass it; `ok` when nothing was refused. */
export function refusalOf(
  outcome: { ok: true } | { ok: false; refusal: { code: string; overridable: boolean } },
): string {
  if (outcome.ok) return 'ok';
  return outcome.refusal.overridable ? `${outcome.refusal.code}!` : outcome.refusal.code;
}
