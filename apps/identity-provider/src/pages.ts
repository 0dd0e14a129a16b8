import type { BankIdSaying } from '@tidbok/identity';
import { identityMessages, type Locale } from '@tidbok/text';
import { html, type Html } from '@tidbok/ui/html';
import type { TestPerson } from './test-persons.ts';

interface Page {
  readonly locale: Locale;
  readonly body: Html;
  /** Reloads the page where no script keeps it fresh, seconds. */
  readonly refreshSeconds?: number;
  readonly script?: boolean;
}

/** A whole page, small enough to need nothing but its own style and script. */
export function page({ locale, body, refreshSeconds, script = false }: Page): string {
  const { title } = identityMessages[locale];
  const fresh =
    refreshSeconds === undefined
      ? html``
      : html`<noscript><meta http-equiv="refresh" content="${refreshSeconds}" /></noscript>`;
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="/login.css" />
        ${fresh}${script ? html`<script type="module" src="/login.js"></script>` : html``}
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`.text;
}

function leave(locale: Locale, uid: string): Html {
  return html`<form method="post" action="/login/${uid}/leave">
    <button class="quiet">${identityMessages[locale].leave}</button>
  </form>`;
}

export function testPage(locale: Locale, uid: string, persons: readonly TestPerson[]): string {
  const texts = identityMessages[locale].test;
  const body = html`<p class="banner">${texts.banner}</p>
    <h1>${texts.heading}</h1>
    <p class="lead">${texts.lead}</p>
    <form method="post" action="/login/${uid}/as">
      <ul>
        ${persons.map(
          ({ givenName, familyName, personalIdentityNumber }, index) =>
            html`<li>
              <button class="card" name="person" value="${index}">
                <strong>${texts.logInAs(`${givenName} ${familyName}`)}</strong>
                <small
                  >${personalIdentityNumber.slice(0, 8)}-${personalIdentityNumber.slice(8)}</small
                >
              </button>
            </li>`,
        )}
      </ul>
    </form>
    ${leave(locale, uid)}`;
  return page({ locale, body });
}

/** Which device the BankID is on. */
export function waysPage(locale: Locale, uid: string): string {
  const texts = identityMessages[locale].bankId;
  const body = html`<h1>${texts.heading}</h1>
    <p class="lead">${texts.lead}</p>
    <form method="post" action="/login/${uid}/start">
      <ul>
        <li>
          <button class="card" name="way" value="same-device">
            <strong>${texts.sameDevice}</strong>
          </button>
        </li>
        <li>
          <button class="card" name="way" value="qr">
            <strong>${texts.otherDevice}</strong><small>${texts.otherDeviceHint}</small>
          </button>
        </li>
      </ul>
    </form>
    ${leave(locale, uid)}`;
  return page({ locale, body });
}

export interface Waiting {
  readonly saying: BankIdSaying;
  readonly hasQr: boolean;
  /** Opens the app on this device. */
  readonly launch: string | null;
}

export function waitingPage(locale: Locale, uid: string, waiting: Waiting): string {
  const texts = identityMessages[locale];
  const qr = html`<img
    id="qr"
    src="/login/${uid}/qr.svg"
    alt="${texts.bankId.qrAlt}"
    width="240"
    height="240"
    ${waiting.hasQr ? html`` : html`hidden`}
  />`;
  const open =
    waiting.launch === null
      ? html``
      : html`<a class="primary" id="launch" href="${waiting.launch}">${texts.bankId.openApp}</a>
          <p class="hint">${texts.bankId.goBack}</p>`;
  const body = html`<h1>${texts.bankId.heading}</h1>
    <div id="login" data-state="/login/${uid}/state" data-qr="/login/${uid}/qr.svg">
      <p class="lead" id="saying" role="status">${texts.sayings[waiting.saying]}</p>
      ${waiting.launch === null ? qr : open}
    </div>
    ${leave(locale, uid)}`;
  return page({ locale, body, refreshSeconds: 2, script: true });
}

export function failedPage(locale: Locale, uid: string, saying: BankIdSaying): string {
  const texts = identityMessages[locale];
  const body = html`<h1>${texts.bankId.failed}</h1>
    <p class="lead" role="alert">${texts.sayings[saying]}</p>
    <form method="post" action="/login/${uid}/again">
      <button class="primary">${texts.bankId.again}</button>
    </form>
    ${leave(locale, uid)}`;
  return page({ locale, body });
}

export function expiredPage(locale: Locale): string {
  const texts = identityMessages[locale].expired;
  const body = html`<h1>${texts.heading}</h1>
    <p class="lead">${texts.lead}</p>
    <p>${texts.hint}</p>`;
  return page({ locale, body });
}
