import {
  instant,
  MINUTE_MS,
  ok,
  refuse,
  type ClinicId,
  type HoldId,
  type Outcome,
  type PracticeId,
  type RefusalCode,
} from '@tidbok/core';
import { applyAtSite, countHolds, loadRevisionOfClinic, renewHold } from '@tidbok/store/site';
import { decideHold, needOfSale, type SiteWrite } from '@tidbok/sync';
import { uuidv7 } from '../ids.ts';
import type { SiteContext } from './context.ts';
import { decideAndWrite, type Decided } from './decide-and-write.ts';
import { refuseWithNearest } from './nearest-times.ts';
import { keyedHash } from './sealed-patient.ts';
import { isOpen, readFacts } from './site-facts.ts';
import type { HoldView, TimeChoice } from './site.ts';

const HOLD_MINUTES = 5;

const worthNearest = new Set<RefusalCode>(['time-taken', 'time-held', 'not-offered']);

/** A patient keeps a time while filling in the form: it binds other patients only. */
export async function placeHold(
  context: SiteContext,
  choice: TimeChoice,
  sessionName: string,
): Promise<Outcome<HoldView>> {
  const clinic = await loadRevisionOfClinic(context.pool, choice.clinicId);
  if (clinic === null) return refuse('unknown-clinic', { clinicId: choice.clinicId });
  const { practiceId } = clinic;
  const session = keyedHash(context.secrets, 'session', sessionName);
  const count = await countHolds(context.pool, practiceId, { session, at: context.now() });
  if (count >= context.maxHoldsPerSession) return refuse('rate-limited');
  const holdId = uuidv7(context.now()) as HoldId;
  const held = await decideAndWrite(context, practiceId, () =>
    decide(context, clinic, { ...choice, holdId, session }),
  );
  if (held.ok || !worthNearest.has(held.refusal.code)) return held;
  return refuseWithNearest(context, held.refusal.code, choice);
}

async function decide(
  context: SiteContext,
  clinic: { readonly practiceId: PracticeId; readonly catalogVersion: number },
  command: TimeChoice & { readonly holdId: HoldId; readonly session: string },
): Promise<Decided<HoldView>> {
  const { practiceId, catalogVersion } = clinic;
  const catalog = await context.catalogs.at(practiceId, catalogVersion);
  if (catalog === null) return refuse('unknown-clinic', { clinicId: command.clinicId });
  const loaded = await readFacts(context, practiceId, needOfSale(command, catalog));
  if (loaded === null || !isOpen(loaded.practice.mode)) return refuse('not-offered');
  const now = context.now();
  const expiresAt = instant(now + HOLD_MINUTES * MINUTE_MS);
  const decided = decideHold(loaded.facts, { ...command, expiresAt }, now);
  if (!decided.ok) return decided;
  const value = { holdId: command.holdId, expiresAt };
  return { type: 'write', decision: decided.value.decision, value };
}

/** Once. Refuses `hold-expired` when there is no such living hold that was not renewed before. */
export async function renewOnce(
  { pool, now, wakes }: SiteContext,
  clinicId: ClinicId,
  holdId: HoldId,
): Promise<Outcome<HoldView>> {
  const clinic = await loadRevisionOfClinic(pool, clinicId);
  if (clinic === null) return refuse('unknown-clinic', { clinicId });
  const at = now();
  const wanted = instant(at + HOLD_MINUTES * MINUTE_MS);
  const expiresAt = await renewHold(pool, clinic.practiceId, { holdId, at, expiresAt: wanted });
  if (expiresAt === null) return refuse('hold-expired');
  wakes.committed(clinic.practiceId, false);
  return ok({ holdId, expiresAt });
}

/** Gives the time back; a hold that is gone already is no harm. */
export async function releaseHold(
  { pool, wakes }: SiteContext,
  clinicId: ClinicId,
  holdId: HoldId,
): Promise<Outcome<null>> {
  const clinic = await loadRevisionOfClinic(pool, clinicId);
  if (clinic === null) return refuse('unknown-clinic', { clinicId });
  const writes: SiteWrite[] = [{ type: 'delete-hold', holdId }];
  await applyAtSite(pool, clinic.practiceId, { guards: [], writes });
  wakes.committed(clinic.practiceId, false);
  return ok(null);
}
