import { CommandRefused, type Command } from '../command.ts';

const patienceMs = 20_000;

/** Typed at the clinic. The Online Client keeps the keys, so it is the one that pairs. */
export const pair: Command = {
  words: 'pair',
  summary: 'At the clinic: pairs the practice with a site, by the code the site gave.',
  usage: '--code CODE --site URL',
  options: { code: { type: 'string' }, site: { type: 'string' } },
  run: async (operator, given) => {
    const [code, siteUrl] = [given.required('code'), given.required('site')];
    const status = await pairAt(operator.settings.clientPort, { code, siteUrl });
    return { json: status, text: `The practice is paired with ${siteUrl}.` };
  },
};

/** Asks the Online Client of this computer to pair. */
export async function pairAt(
  port: number,
  request: { code: string; siteUrl: string },
): Promise<object> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => {
    throw new CommandRefused(
      'client-not-running',
      `The Online Client does not answer on port ${port}: start it first.`,
    );
  });
  const body = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string };
  if (answer.ok) return body;
  const { code = 'fault', detail = `The Online Client answered ${answer.status}.` } = body;
  throw new CommandRefused(code, detail);
}
