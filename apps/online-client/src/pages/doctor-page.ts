import { checkWords, type CheckName } from '@tidbok/text';
import { html, type Html } from '@tidbok/ui/html';
import { frame, wordsOf, type Shown } from './frame.ts';

export interface Finding {
  readonly check: CheckName;
  readonly result: 'ok' | 'warn' | 'fail';
  readonly code: string;
  readonly about: Readonly<Record<string, string | number>>;
}

/** Each stretch of the way, whether it is well, and what to do. */
export function doctorPage(shown: Shown, findings: readonly Finding[]): Html {
  const say = wordsOf(shown).doctor;
  const main = html`<h1>${say.title}</h1>
    <p>${say.intro}</p>
    <p class="buttons"><a class="button" href="/doctor">${say.run}</a></p>
    <div class="scroll" role="region" aria-label="${say.title}" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${say.what}</th>
            <th scope="col">${say.result}</th>
            <th scope="col">${say.says}</th>
          </tr>
        </thead>
        <tbody>
          ${findings.map((finding) => {
            const { what, says } = checkWords(shown.locale, finding);
            return html`<tr class="${finding.result}">
              <th scope="row">${what}</th>
              <td class="result">${say.results[finding.result]}</td>
              <td>${says}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
  return frame(shown, { title: say.title, main });
}
