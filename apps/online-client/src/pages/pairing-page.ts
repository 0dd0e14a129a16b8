import type { ClientStatus, SyncState } from '@tidbok/service/clinic';
import { html, type Html } from '@tidbok/ui/html';
import { field, frame, notice, tick, token, wordsOf, type Shown } from './frame.ts';

export interface PairingFacts {
  readonly state: SyncState | null;
  readonly status: ClientStatus;
  readonly hasKey: boolean;
  readonly typed: { readonly siteUrl: string; readonly code: string };
  readonly told: { readonly tone: 'good' | 'danger'; readonly text: string } | null;
}

/** E1: pair by a one-time code, unpair, who is paired. */
export function pairingPage(shown: Shown, facts: PairingFacts): Html {
  const say = wordsOf(shown).pairing;
  const isPaired = facts.status.paired;
  const main = html`<h1>${say.title}</h1>
    ${facts.told !== null && notice(facts.told.tone, facts.told.text)}
    ${isPaired ? who(shown, facts) : html`<p>${say.notPaired}</p>`}
    <section>
      <h2>${isPaired ? say.pairAgainTitle : say.pairTitle}</h2>
      ${isPaired && html`<p>${say.pairAgainHelp}</p>`} ${codeForm(shown, facts)}
    </section>
    ${isPaired && leaving(shown)}`;
  return frame(shown, { title: say.title, main });
}

function who(shown: Shown, { state, status, hasKey }: PairingFacts): Html {
  const { pairing: say, status: names } = wordsOf(shown);
  return html`<dl class="facts">
    <dt>${names.practice}</dt>
    <dd>${status.practice?.name}</dd>
    <dt>${say.pairedWith}</dt>
    <dd>${state?.siteUrl}</dd>
    <dt>${say.installation}</dt>
    <dd><code>${state?.installationId}</code></dd>
    <dt>${say.key}</dt>
    <dd>${hasKey ? say.keyHere : say.keyMissing}</dd>
  </dl>`;
}

function codeForm(shown: Shown, { typed }: PairingFacts): Html {
  const say = wordsOf(shown).pairing;
  return html`<form class="form narrow" method="post" action="/pairing">
    ${token(shown)}
    ${field({
      name: 'siteUrl',
      label: say.siteUrl,
      value: typed.siteUrl,
      type: 'url',
      required: true,
      more: html`placeholder="https://"`,
    })}
    ${field({
      name: 'code',
      label: say.code,
      value: typed.code,
      help: say.codeHelp,
      required: true,
      more: html`autocomplete="one-time-code" autocapitalize="characters" spellcheck="false"`,
    })}
    <button class="button primary">${say.pair}</button>
  </form>`;
}

function leaving(shown: Shown): Html {
  const say = wordsOf(shown).pairing;
  return html`<section>
    <h2>${say.unpairTitle}</h2>
    <p>${say.unpairWhat}</p>
    <form class="form narrow" method="post" action="/pairing/leave">
      ${token(shown)} ${tick('sure', say.unpairSure, { checked: false })}
      <button class="button danger">${say.unpair}</button>
    </form>
  </section>`;
}
