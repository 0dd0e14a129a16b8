import { refusalSentence } from '@tidbok/text';
import type { RefusalCode } from '@tidbok/core';
import { html, type Html } from '@tidbok/ui/html';
import { field, frame, notice, token, wordsOf, type Shown } from './frame.ts';

export interface SignInFacts {
  readonly next: string;
  readonly name: string;
  readonly refused: RefusalCode | null;
}

export function signInPage(shown: Shown, { next, name, refused }: SignInFacts): Html {
  const say = wordsOf(shown).signIn;
  const main = html`<h1>${say.title}</h1>
    <p>${say.why}</p>
    ${refused !== null && notice('danger', refusalSentence(refused, shown.locale))}
    <form class="form narrow" method="post" action="/sign-in?next=${encodeURIComponent(next)}">
      ${token(shown)}
      ${field({
        name: 'name',
        label: say.name,
        value: name,
        required: true,
        more: html`autocomplete="username"`,
      })}
      ${field({
        name: 'password',
        label: say.password,
        value: '',
        type: 'password',
        required: true,
        more: html`autocomplete="current-password"`,
      })}
      <button class="button primary">${say.go}</button>
    </form>`;
  return frame(shown, { title: say.title, main });
}

/** A page that says why there is none. */
export function wrongPage(shown: Shown, sentence: string): Html {
  const { wrong } = wordsOf(shown);
  const main = html`<h1>${sentence}</h1>
    <p><a href="/">${wrong.back}</a></p>`;
  return frame(shown, { title: sentence, main });
}
