import { randomUUID } from 'node:crypto';
import type { PracticeId } from '@tidbok/core';
import {
  lookupAnswerShape,
  lookupContext,
  lookupQuestionShape,
  readLookup,
  type LookupAnswer,
} from '@tidbok/protocol';
import { createSealingKeyPair, openSealedParts, SealError, sealTo } from '@tidbok/seal';
import { loadSealingKey, type Queryable } from '@tidbok/store/site';
import type { LookupQuestion } from '@tidbok/sync';

/** Hands a question to the practice's connection; false: it has none here. */
export type AskClinic = (practiceId: PracticeId, question: LookupQuestion) => boolean;

/** A person waits so long for their clinic's answer. */
const patienceMs = 3_000;
/** Questions to one practice that wait at one time: beyond it the clinic counts as out of reach. */
const maxWaiting = 40;

interface Waiting {
  readonly practiceId: PracticeId;
  readonly answer: (parts: readonly string[] | null) => void;
}

/**
 * What the connected clinics have booked for a person with e-ID (0.9). Nothing of it is kept: the
 * key that opens the answer lives in this process, for this one question.
 */
export class Lookups {
  readonly #db: Queryable;
  readonly #askers = new Set<AskClinic>();
  readonly #waiting = new Map<string, Waiting>();

  constructor(db: Queryable) {
    this.#db = db;
  }

  /** A gateway offers its connections. */
  offer(ask: AskClinic): () => void {
    this.#askers.add(ask);
    return () => {
      this.#askers.delete(ask);
    };
  }

  /** The answer of one practice's clinic, as it came; another practice cannot answer for it. */
  answered(practiceId: PracticeId, lookupId: string, parts: readonly string[] | null): void {
    const waiting = this.#waiting.get(lookupId);
    if (waiting?.practiceId === practiceId) waiting.answer(parts);
  }

  /** null: the clinic is out of reach, or cannot answer. */
  async ask(practiceId: PracticeId, personalIdentityNumber: string): Promise<LookupAnswer | null> {
    const waiting = [...this.#waiting.values()].filter((each) => each.practiceId === practiceId);
    if (this.#askers.size === 0 || waiting.length >= maxWaiting) return null;
    const sealingKey = await loadSealingKey(this.#db, practiceId);
    if (sealingKey === null) return null;
    const lookupId = randomUUID();
    const own = createSealingKeyPair();
    const aad = lookupContext(practiceId, lookupId);
    const text = JSON.stringify(lookupQuestionShape.read({ personalIdentityNumber }, ''));
    const question = {
      lookupId,
      answerKey: own.publicKey,
      sealed: sealTo(sealingKey, text, aad),
    };
    const parts = await this.#parts(practiceId, question);
    if (parts === null) return null;
    try {
      return readLookup(lookupAnswerShape, openSealedParts(own.privateKey, parts, aad));
    } catch (error) {
      if (error instanceof SealError) return null;
      throw error;
    }
  }

  async #parts(
    practiceId: PracticeId,
    question: LookupQuestion,
  ): Promise<readonly string[] | null> {
    const { lookupId } = question;
    let timer: NodeJS.Timeout | null = null;
    const answer = new Promise<readonly string[] | null>((resolve) => {
      this.#waiting.set(lookupId, { practiceId, answer: resolve });
      timer = setTimeout(() => resolve(null), patienceMs);
    });
    try {
      const isAsked = [...this.#askers].some((ask) => ask(practiceId, question));
      return isAsked ? await answer : null;
    } finally {
      if (timer !== null) clearTimeout(timer);
      this.#waiting.delete(lookupId);
    }
  }
}
