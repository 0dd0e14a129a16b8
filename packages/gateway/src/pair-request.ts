import { refuseFields, ok, type Outcome, type PracticeId } from '@tidbok/core';
import type { PairRequest } from '@tidbok/service/site';
import * as v from 'valibot';

const maxName = 200;
const maxCode = 40;
/** 32 bytes in base64. */
const publicKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/, 'not-a-key'));
const maxInstallation = 64;

/** The body of `POST /sync/pair`. */
const pairRequestShape = v.object({
  code: v.pipe(v.string(), v.minLength(1, 'required'), v.maxLength(maxCode, 'too-long')),
  practiceId: v.pipe(
    v.string(),
    v.uuid('not-an-id'),
    v.transform((id) => id.toLowerCase() as PracticeId),
  ),
  practiceName: v.pipe(v.string(), v.minLength(1, 'required'), v.maxLength(maxName, 'too-long')),
  installationId: v.pipe(
    v.string(),
    v.minLength(1, 'required'),
    v.maxLength(maxInstallation, 'too-long'),
  ),
  sealingPublicKey: publicKey,
  signingPublicKey: publicKey,
  clinicHead: v.object({
    inc: v.pipe(v.string(), v.minLength(1, 'required'), v.maxLength(maxInstallation, 'too-long')),
    seq: v.pipe(v.number(), v.safeInteger('invalid'), v.minValue(0, 'invalid')),
    hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'not-a-hash')),
  }),
});

/** What a clinic sends to pair. Refuses `invalid`, naming each field. */
export function readPairRequest(body: unknown): Outcome<PairRequest> {
  const read = v.safeParse(pairRequestShape, body);
  if (read.success) return ok(read.output);
  return refuseFields(
    read.issues.map((issue) => ({ field: v.getDotPath(issue) ?? '', reason: issue.message })),
  );
}
