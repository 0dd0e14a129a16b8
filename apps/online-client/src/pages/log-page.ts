import type { Instant } from '@tidbok/core';
import { dateWords } from '@tidbok/text';
import { html, type Html } from '@tidbok/ui/html';
import type { LoggedEvent } from '../event-log.ts';
import { frame, wordsOf, type Shown } from './frame.ts';

export interface LogFacts {
  readonly events: readonly LoggedEvent[];
  readonly zoneId: string;
}

/** What has happened: ids and codes only. The program's own words are English. */
export function logPage(shown: Shown, { events, zoneId }: LogFacts): Html {
  const say = wordsOf(shown).log;
  const words = dateWords(shown.locale, zoneId);
  const rows = events.map(
    ({ at, level, message, about }) =>
      html`<tr class="${level}">
        <th scope="row">${words.day(at as Instant)} ${words.clock(at as Instant)}</th>
        <td lang="en">
          ${message} ${level !== 'info' && html`<strong>${say.levels[level]}</strong>`}
        </td>
        <td lang="en"><code>${aboutWords(about)}</code></td>
      </tr>`,
  );
  const main = html`<h1>${say.title}</h1>
    <p>${say.intro}</p>
    ${
      events.length === 0
        ? html`<p class="empty">${say.none}</p>`
        : html`<div class="scroll" role="region" aria-label="${say.title}" tabindex="0">
            <table>
              <thead>
                <tr>
                  <th scope="col">${say.when}</th>
                  <th scope="col">${say.what}</th>
                  <th scope="col">${say.about}</th>
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </div>`
    }`;
  return frame(shown, { title: say.title, main });
}

function aboutWords(about: object): string {
  return Object.entries(about)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' · ');
}
