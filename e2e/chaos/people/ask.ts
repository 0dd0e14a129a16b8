import type { Answer, Problem } from '../../api/http.ts';
import type { Deed, History, Result } from '../history.ts';

type About<T> = Pick<Deed, 'who' | 'what'> &
  Partial<Deed> & {
    /** What a good answer tells. */
    readonly learnt?: (body: T) => Partial<Deed>;
  };

const resultOf = (status: number): Result => {
  if (status === 0 || status >= 500) return 'info';
  return status < 300 ? 'ok' : 'fail';
};

/** Asks, and writes down what came of it; undefined when there was no answer. */
export const asked = async <T>(
  history: History,
  { learnt = () => ({}), ...about }: About<T>,
  request: () => Promise<Answer<T & Problem>>,
): Promise<Answer<T & Problem> | undefined> => {
  const began = history.now();
  const answer = await request().catch(() => undefined);
  const status = answer?.status ?? 0;
  const result = resultOf(status);
  history.add({
    ...about,
    ...(result === 'ok' && answer !== undefined ? learnt(answer.body) : {}),
    began,
    ended: history.now(),
    result,
    status,
    code: result === 'ok' ? undefined : (answer?.body?.code ?? String(status)),
  });
  return answer;
};
