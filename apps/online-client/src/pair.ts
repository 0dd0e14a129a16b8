import { agentFor, postJson, type JsonAnswer } from '@tidbok/line';
import { PROTOCOL_RANGE } from '@tidbok/protocol';
import type { SyncEnd } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { ensureIdentity } from './identity-key.ts';

/** Why a pairing came to nothing; `code` is stable. */
export class PairingRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface PairRequest {
  readonly siteUrl: string;
  /** The one-time code that the site's operator made. */
  readonly code: string;
}

const Answer = v.object({
  siteInc: v.string(),
  /** 0 for a practice that the site had not met. Sites of before version 2 raise it as well. */
  epoch: v.optional(v.number(), 0),
});
const Problem = v.object({ code: v.string(), detail: v.optional(v.string()) });

const patienceMs = 15_000;

/**
 * Pairs this practice with a site: the public keys go there with the code, and from then on the
 * book announces. Throws `PairingRefused`: `site-not-reached`, or what the site said.
 */
export async function pair(
  clinic: SyncEnd,
  identityFile: string,
  { siteUrl, code }: PairRequest,
): Promise<void> {
  const material = await clinic.pairingMaterial();
  if (!material.ok) {
    throw new PairingRefused(material.refusal.code, 'No practice has been loaded yet.');
  }
  const identity = await ensureIdentity(identityFile);
  const { siteInc, epoch } = await offerKeys(siteUrl, {
    code,
    ...material.value,
    signingPublicKey: identity.publicKey,
    protocol: PROTOCOL_RANGE,
  });
  const remembered = await clinic.rememberPairing({
    siteUrl,
    siteInc,
    installationId: material.value.installationId,
    known: epoch > 0,
  });
  if (!remembered.ok) {
    throw new PairingRefused(remembered.refusal.code, 'The pairing could not be kept.');
  }
}

async function offerKeys(siteUrl: string, body: object): Promise<v.InferOutput<typeof Answer>> {
  const url = new URL('/sync/pair', siteUrl);
  let answer: JsonAnswer;
  try {
    answer = await postJson(url, body, { agent: agentFor(url.href), timeoutMs: patienceMs });
  } catch (error) {
    throw new PairingRefused('site-not-reached', `The site does not answer: ${String(error)}`);
  }
  const { status, body: content } = answer;
  if (status === 201) return v.parse(Answer, content);
  const problem = v.safeParse(Problem, content);
  throw problem.success
    ? new PairingRefused(problem.output.code, problem.output.detail ?? problem.output.code)
    : new PairingRefused('site-not-reached', `The site answered ${status}.`);
}
