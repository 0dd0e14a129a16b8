import type { IncomingMessage } from 'node:http';
import { formatInstant } from '@tidbok/core';
import { practiceZone, statusJson, type Clinic } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { examineAll } from '../examine.ts';
import { PairingRefused } from '../pair.ts';
import { readBytes } from './form.ts';
import { isFromHere } from './guard.ts';
import { json, problem, type Reply } from './reply.ts';
import type { House } from './routes.ts';

const maxBodyBytes = 4_096;

const PairBody = v.object({
  siteUrl: v.pipe(v.string(), v.url(), v.regex(/^https?:/)),
  code: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)),
});

/** Programs on this computer, and elsewhere those with a token of the staff API. */
export async function mayCall(clinic: Clinic, request: IncomingMessage): Promise<boolean> {
  if (isFromHere(request)) return true;
  const token = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
  return token !== undefined && (await clinic.memberOfToken(token)) !== null;
}

export async function health({ clinic, client }: House): Promise<Reply> {
  try {
    await clinic.check();
  } catch (error) {
    return json(503, { status: 'database-away', detail: String(error) });
  }
  const because = client.stoppedBecause;
  return because === null ? json(200, { status: 'ok' }) : json(503, { status: 'stopped', because });
}

export async function statusCall({ clinic, client, version }: House): Promise<Reply> {
  const [status, alarm] = [await clinic.status(), await clinic.alarm()];
  const zone = await practiceZone(clinic);
  const awaySince = alarm.awaySince === null ? null : formatInstant(zone, alarm.awaySince);
  const more = { ...client.facts, version, alarm: { ...alarm, awaySince } };
  return json(200, { ...statusJson(status, zone), ...more });
}

export async function doctorCall(house: House): Promise<Reply> {
  const findings = await examineAll(house);
  return json(200, { ok: findings.every(({ result }) => result !== 'fail'), findings });
}

/** The operator's command on this computer pairs by this; from elsewhere one signs in. */
export async function pairCall(
  { client, clinic }: House,
  request: IncomingMessage,
): Promise<Reply> {
  if (!isFromHere(request)) return problem(403, 'not-loopback', 'Pair from this computer.');
  if (request.headers['content-type'] !== 'application/json') {
    return problem(415, 'invalid', 'Send application/json.');
  }
  const bytes = await readBytes(request, maxBodyBytes);
  if (bytes === null) return problem(413, 'too-large', 'The body is too large.');
  const text = bytes.toString('utf8');
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), PairBody), text);
  if (!body.success) return problem(422, 'invalid', 'siteUrl and code are needed.');
  try {
    await client.pair(body.output);
  } catch (error) {
    if (error instanceof PairingRefused) return problem(409, error.code, error.message);
    throw error;
  }
  const { practice } = await clinic.status();
  return json(200, { paired: true, practice });
}
