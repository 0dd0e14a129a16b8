import { createHash, randomInt, randomUUID } from 'node:crypto';
import { HOUR_MS, instant, ok, refuse, type Outcome } from '@tidbok/core';
import { insertPairingCode, pairPractice } from '@tidbok/store/site';
import type { SiteContext } from './context.ts';
import type { PairAnswer, PairingCode, PairRequest } from './site.ts';

const codeHours = 24;
/** Nothing that looks like something else when read aloud: 30 signs, 12 of them: 58 bits. */
const signs = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'.replace('U', '');
const groups = 3;
const groupLength = 4;

/** A one-time code that the site's operator tells one clinic; only its hash is kept. */
export async function createPairingCode(
  { pool, now }: SiteContext,
  practiceName: string,
): Promise<PairingCode> {
  const code = Array.from({ length: groups }, randomGroup).join('-');
  const at = now();
  const expiresAt = instant(at + codeHours * HOUR_MS);
  await insertPairingCode(pool, { codeHash: hashOfCode(code), practiceName, at, expiresAt });
  return { code, expiresAt };
}

function randomGroup(): string {
  return Array.from({ length: groupLength }, () => signs.charAt(randomInt(signs.length))).join('');
}

function hashOfCode(code: string): string {
  const plain = code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  return createHash('sha256').update(`tidbok-pairing\n${plain}`).digest('hex');
}

/** Uses the code up and remembers the practice with its keys. Refuses `pairing-code-invalid`. */
export async function pair(
  { pool, now, log }: SiteContext,
  request: PairRequest,
): Promise<Outcome<PairAnswer>> {
  const { practiceId, practiceName, installationId, sealingPublicKey, signingPublicKey } = request;
  const paired = await pairPractice(pool, hashOfCode(request.code), {
    practiceId,
    name: practiceName,
    installationId,
    sealingPublicKey,
    signingPublicKey,
    clinicInc: request.clinicHead.inc,
    siteInc: randomUUID(),
    at: now(),
  });
  if (paired.type === 'code-invalid') return refuse('pairing-code-invalid');
  log.info({ practiceId, installationId, epoch: paired.epoch }, 'A practice was paired.');
  return ok({ epoch: paired.epoch, siteInc: paired.siteInc });
}
