import { isRefusalCode, refusalSentence } from '@tidbok/text';
import { readIdentity } from '../identity-key.ts';
import { PairingRefused } from '../pair.ts';
import { wordsOf } from '../pages/frame.ts';
import { pairingPage, type PairingFacts } from '../pages/pairing-page.ts';
import { page, seeOther, type Reply } from './reply.ts';
import type { Asked, Route } from './routes.ts';

type Told = PairingFacts['told'];

async function shownPairing(
  { house, shown }: Asked,
  { told, typed }: Partial<Pick<PairingFacts, 'told' | 'typed'>>,
  code = 200,
): Promise<Reply> {
  const [state, status, key] = await Promise.all([
    house.clinic.syncState(),
    house.clinic.status(),
    readIdentity(house.identityFile).catch(() => null),
  ]);
  const facts = {
    state,
    status,
    hasKey: key !== null,
    typed: typed ?? { siteUrl: state?.siteUrl ?? '', code: '' },
    told: told ?? null,
  };
  return page(pairingPage(shown, facts), code);
}

function pairing(asked: Asked): Promise<Reply> {
  const say = wordsOf(asked.shown).pairing;
  const { searchParams } = asked.url;
  const text = searchParams.has('done') ? say.done : say.unpaired;
  const isTold = searchParams.has('done') || searchParams.has('left');
  const told = isTold ? ({ tone: 'good', text } as const) : null;
  return shownPairing(asked, { told });
}

async function pair(asked: Asked): Promise<Reply> {
  const { house, form } = asked;
  const typed = { siteUrl: form.text('siteUrl'), code: form.text('code') };
  const isUrl = /^https?:/.test(typed.siteUrl) && URL.canParse(typed.siteUrl);
  if (!isUrl || typed.code === '' || typed.code.length > 64) {
    return refused(asked, typed, 'invalid');
  }
  try {
    await house.client.pair(typed);
  } catch (error) {
    if (error instanceof PairingRefused) return refused(asked, typed, error.code);
    throw error;
  }
  return seeOther('/pairing?done');
}

function refused(asked: Asked, typed: PairingFacts['typed'], code: string): Promise<Reply> {
  const text = isRefusalCode(code) ? refusalSentence(code, asked.shown.locale) : code;
  const told: Told = { tone: 'danger', text };
  return shownPairing(asked, { told, typed }, 409);
}

async function leave(asked: Asked): Promise<Reply> {
  const say = wordsOf(asked.shown).pairing;
  if (asked.form.text('sure') !== 'yes') {
    return shownPairing(asked, { told: { tone: 'danger', text: say.unpairNeedsTick } }, 422);
  }
  const left = await asked.house.client.leave();
  if (left.ok) return seeOther('/pairing?left');
  const text = refusalSentence(left.refusal.code, asked.shown.locale);
  return shownPairing(asked, { told: { tone: 'danger', text } }, 409);
}

export const pairingRoutes: readonly Route[] = [
  { method: 'GET', path: '/pairing', admits: 'admin', answer: pairing },
  { method: 'POST', path: '/pairing', admits: 'admin', answer: pair },
  { method: 'POST', path: '/pairing/leave', admits: 'admin', answer: leave },
];
