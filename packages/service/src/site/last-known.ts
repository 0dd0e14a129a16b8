import { isSiteDatabaseAway } from '@tidbok/store/site';
import { BoundedMap } from './bounded-map.ts';
import { throughOutage } from './through-outage.ts';

/**
 * Answers a question as it was last answered while the database is away, and waits for the
 * database only where nothing is remembered. For what rarely changes: who the clinics are.
 */
export class LastKnown<Question, Answer> {
  readonly #ask: (question: Question) => Promise<Answer>;
  readonly #answers: BoundedMap<string, Answer>;

  constructor(maxQuestions: number, ask: (question: Question) => Promise<Answer>) {
    this.#ask = ask;
    this.#answers = new BoundedMap(maxQuestions);
  }

  async answer(question: Question): Promise<Answer> {
    const key = JSON.stringify(question);
    try {
      const answer = await this.#ask(question);
      this.#answers.set(key, answer);
      return answer;
    } catch (error) {
      if (!isSiteDatabaseAway(error)) throw error;
      return this.#answers.get(key) ?? throughOutage(() => this.#ask(question));
    }
  }
}
