import type { Instant } from '@tidbok/core';
import type { NewId } from '@tidbok/sync';
import type { openClinicPool } from '@tidbok/store/clinic';
import type { ClinicLog } from './clinic.ts';
import type { RegisterCache } from './register-cache.ts';

/** What every use case of the clinic is given. */
export interface ClinicContext {
  readonly pool: ReturnType<typeof openClinicPool>;
  readonly databaseUrl: string;
  readonly now: () => Instant;
  readonly newId: NewId;
  readonly log: ClinicLog;
  readonly registers: RegisterCache;
}
