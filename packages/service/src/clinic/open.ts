import { migrateClinic, openClinicPool } from '@tidbok/store/clinic';
import type { NewId } from '@tidbok/sync';
import { uuidv7 } from '../ids.ts';
import { accessOf } from './access-methods.ts';
import { ChangeFeed } from './changes.ts';
import type { Clinic, ClinicOptions } from './clinic.ts';
import type { ClinicContext } from './context.ts';
import { deskOf } from './desk-methods.ts';
import { importPractice } from './import-practice.ts';
import { Post } from '../post.ts';
import { clinicMessageBox } from './message-box.ts';
import { messageDeskOf } from './message-desk.ts';
import { movingOf } from './moving/moving.ts';
import { patientDeskOf } from './patient-desk.ts';
import { readsOf } from './read-methods.ts';
import { RegisterCache } from './register-cache.ts';
import { settingsOf } from './settings-methods.ts';
import { noticeRestore } from './resync.ts';
import { syncEndOf } from './sync-methods.ts';
import { trayOf } from './tray-methods.ts';

const defaultConnections = 10;

/** Opens the clinic's half on its database, which is brought up to date first. */
export async function openClinic(options: ClinicOptions): Promise<Clinic> {
  const pool = openClinicPool({
    databaseUrl: options.databaseUrl,
    maxConnections: options.maxConnections ?? defaultConnections,
    onBroken: (error) => {
      options.log.warn({ error: error.message }, 'A connection to the database was lost.');
    },
  });
  try {
    await migrateClinic(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const newId: NewId = <Id extends string>() => uuidv7() as Id;
  const context: ClinicContext = {
    pool,
    databaseUrl: options.databaseUrl,
    now: options.now,
    newId,
    log: options.log,
    registers: new RegisterCache(),
  };
  try {
    await noticeRestore(context);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return clinicOn(context);
}

function clinicOn(context: ClinicContext): Clinic {
  const feed = new ChangeFeed(context);
  const reads = readsOf(context);
  return {
    now: context.now,
    ...deskOf(context),
    ...reads,
    ...settingsOf(context),
    ...accessOf(context),
    ...syncEndOf(context),
    ...patientDeskOf(context),
    ...movingOf(context),
    ...messageDeskOf(context),
    post: (options) => new Post(clinicMessageBox(context, options.leaseMs), options),
    ...trayOf(context),
    changes: (options) => feed.follow(options),
    importPractice: (practice) => importPractice(context, practice),
    check: async () => {
      await context.pool.query('select 1');
    },
    close: async () => {
      await feed.close();
      await context.pool.end();
    },
  };
}
