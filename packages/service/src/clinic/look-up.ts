import { HOUR_MS, instant } from '@tidbok/core';
import {
  lookupAnswerShape,
  lookupContext,
  lookupQuestionShape,
  MAX_LOOKUP_VISITS,
  readLookup,
  type LookedUpVisit,
  type LookupAnswer,
} from '@tidbok/protocol';
import { openSealed, sealPartsTo } from '@tidbok/seal';
import { lookUpPatient, readKeys, recordAccess, type LookedUpRow } from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { openBook } from './open-book.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { SyncEnd } from './sync-end.ts';

/** Visits stay in the patient's own list so long after they have been. */
const keptDays = 365;

const NOTHING: LookupAnswer = { known: false, visits: [] };

/**
 * What the book has for a person whom the site has seen an e-ID of. Who asks is sealed to the
 * practice, the answer to that one session of the site. The read is recorded. A person whose
 * details are protected is told nothing over the internet. Null: it cannot be answered.
 */
export async function lookUp(
  context: ClinicContext,
  { lookupId, answerKey, sealed }: Parameters<SyncEnd['lookUp']>[0],
): ReturnType<SyncEnd['lookUp']> {
  const book = await openBook(context);
  const keys = await readKeys(context.pool);
  if (book === null || keys === null) return null;
  const aad = lookupContext(book.practice.practiceId, lookupId);
  const question = readLookup(lookupQuestionShape, openSealed(keys.sealingPrivateKey, sealed, aad));
  if (question === null) return null;
  const since = instant(context.now() - keptDays * 24 * HOUR_MS);
  const found = await lookUpPatient(context.pool, question.personalIdentityNumber, {
    since,
    limit: MAX_LOOKUP_VISITS,
  });
  if (found !== null) {
    const read = { actor: 'site', what: 'my-visits', patientIds: [found.patientId] };
    await recordAccess(context.pool, read);
  }
  const answer = found === null || found.isProtected ? NOTHING : answerOf(book.register, found);
  return sealPartsTo(answerKey, JSON.stringify(lookupAnswerShape.read(answer, '')), aad);
}

function answerOf(register: LoadedRegister, { visits }: LookedUpRow): LookupAnswer {
  return {
    known: true,
    visits: visits.map((visit): LookedUpVisit => {
      const template = register.templates.find(({ id }) => id === visit.templateId);
      const practitioner = register.practitioners.find(({ id }) => id === visit.practitionerId);
      return {
        ...visit,
        templateName: template?.name ?? '',
        practitionerName:
          practitioner === undefined ? '' : `${practitioner.givenName} ${practitioner.familyName}`,
        rebookable: template?.rebookable ?? false,
        cancellable: template?.cancellable ?? false,
      };
    }),
  };
}
