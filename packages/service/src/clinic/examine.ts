import { askServer } from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { syncState } from './sync-state.ts';
import type { ClinicFinding } from './sync-end.ts';

const oldestPostgres = 15;
const clockToleranceSeconds = 60;

/** The clinic's database and the pairing, for the doctor. Never throws, changes nothing. */
export async function examine(context: ClinicContext): Promise<readonly ClinicFinding[]> {
  try {
    return [await examineDatabase(context), await examinePairing(context)];
  } catch (error) {
    const about = { error: error instanceof Error ? error.message : String(error) };
    return [{ check: 'database', result: 'fail', code: 'database-away', about }];
  }
}

async function examineDatabase({ pool }: ClinicContext): Promise<ClinicFinding> {
  const started = performance.now();
  const { version, at } = await askServer(pool);
  const ms = Math.round(performance.now() - started);
  const check = 'database';
  if (version < oldestPostgres) {
    return { check, result: 'fail', code: 'database-old', about: { version } };
  }
  const seconds = Math.round((at - Date.now()) / 1000);
  return Math.abs(seconds) > clockToleranceSeconds
    ? { check, result: 'fail', code: 'database-clock', about: { seconds } }
    : { check, result: 'ok', code: 'database-well', about: { version, ms } };
}

async function examinePairing(context: ClinicContext): Promise<ClinicFinding> {
  const state = await syncState(context);
  const check = 'pairing';
  return state === null || state.mode === 'unpaired' || state.siteUrl === null
    ? { check, result: 'warn', code: 'not-paired', about: {} }
    : { check, result: 'ok', code: 'paired-well', about: { site: state.siteUrl } };
}
