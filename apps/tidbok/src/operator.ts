import { migrateClinic, openClinicPool } from '@tidbok/store/clinic';
import { migrateSite, openSitePool } from '@tidbok/store/site';
import { openClinic, type Clinic, type ClinicLog } from '@tidbok/service/clinic';
import { clockFrom } from './clock.ts';
import type { Settings } from './settings.ts';
import { openDatabase, type Database, type Side } from './supervisor/databases.ts';

/** What a command works on. Each half is opened when it is first asked for. */
export type Operator = {
  readonly settings: Settings;
  readonly databaseUrl: (side: Side) => Promise<string>;
  readonly clinic: () => Promise<Clinic>;
  readonly close: () => Promise<void>;
};

const quiet: ClinicLog = {
  info: () => undefined,
  warn: () => undefined,
  error: (about, message) => console.error(message, JSON.stringify(about)),
};

/**
 * Opens the databases of these settings: the operator's own, those of a supervisor that runs, or
 * the embedded ones, started for as long as the command takes.
 */
export function openOperator(settings: Settings): Operator {
  const databases = new Map<Side, Promise<Database>>();
  let clinic: Promise<Clinic> | undefined;

  const databaseUrl = async (side: Side): Promise<string> => {
    const opening = databases.get(side) ?? openDatabase(settings, side);
    databases.set(side, opening);
    return (await opening).url;
  };
  const open = async (): Promise<Clinic> => {
    const url = await databaseUrl('clinic');
    await bringUpToDate('clinic', url);
    return openClinic({
      databaseUrl: url,
      now: clockFrom(settings.nowFile),
      log: quiet,
      maxConnections: 4,
    });
  };
  return {
    settings,
    databaseUrl,
    clinic: () => (clinic ??= open()),
    close: async () => {
      await clinic?.then((opened) => opened.close()).catch(() => undefined);
      for (const opening of databases.values()) {
        await opening.then(({ server }) => server?.release()).catch(() => undefined);
      }
    },
  };
}

/** Runs the migrations that this side's database has not had. */
export async function bringUpToDate(side: Side, databaseUrl: string): Promise<void> {
  const options = { databaseUrl, maxConnections: 1, onBroken: () => undefined };
  const pool = side === 'clinic' ? openClinicPool(options) : openSitePool(options);
  try {
    await (side === 'clinic' ? migrateClinic(pool) : migrateSite(pool));
  } finally {
    await pool.end();
  }
}
