import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusal } from '@tidbok/core';
import { readPairRequest } from '@tidbok/gateway';
import { chooseLocale } from '@tidbok/text';
import { refuseWith, sendJson, tellFault, type Api, type Exchange } from './api.ts';
import { RateLimit } from './rate-limit.ts';
import { readBody } from './read-body.ts';

/** Guesses at a one-time code that one address may make in a minute. */
const guessesPerMinute = 20;

/** `POST /sync/pair`: a clinic gives its public keys for a one-time code. */
export function pairingDoor(
  api: Api,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const limit = new RateLimit(guessesPerMinute);
  return async (request, response) => {
    const locale = chooseLocale(null, request.headers['accept-language'] ?? null);
    const exchange = { request, response, locale, requestId: randomUUID() };
    try {
      await pair(api, limit, exchange);
    } catch (error) {
      tellFault(api, exchange, error);
    }
  };
}

async function pair({ site, addressOf }: Api, limit: RateLimit, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    refuseWith(exchange, refusal('method-not-allowed'));
    return;
  }
  const wait = limit.take(addressOf(request), performance.now());
  if (wait > 0) {
    response.setHeader('retry-after', wait);
    refuseWith(exchange, refusal('rate-limited', { retryAfterSeconds: wait }));
    return;
  }
  const body = await readBody(request);
  const asked = body.ok ? readPairRequest(body.value) : body;
  const paired = asked.ok ? await site.pair(asked.value) : asked;
  if (paired.ok) sendJson(exchange, 201, JSON.stringify(paired.value));
  else refuseWith(exchange, paired.refusal);
}
