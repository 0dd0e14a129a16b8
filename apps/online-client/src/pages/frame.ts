import type { StaffMember } from '@tidbok/service/clinic';
import { clientMessages, type ClientMessages, type Locale } from '@tidbok/text';
import { html, type Html } from '@tidbok/ui/html';

/** What every page is told. */
export interface Shown {
  readonly locale: Locale;
  readonly member: StaffMember | null;
  readonly formToken: string;
  /** The page's own address, for the way back. */
  readonly path: string;
  /** Cases that need a person. */
  readonly cases: number;
}

export interface PageContent {
  readonly title: string;
  readonly main: Html;
  /** The page asks for itself again every few seconds. */
  readonly live?: boolean;
}

export function wordsOf({ locale }: Pick<Shown, 'locale'>): ClientMessages {
  return clientMessages[locale];
}

const pages = ['status', 'tray', 'sheet', 'pairing', 'clinics', 'limits', 'doctor', 'log'] as const;

const paths: Readonly<Record<(typeof pages)[number], string>> = {
  status: '/',
  tray: '/tray',
  sheet: '/day-sheet',
  pairing: '/pairing',
  clinics: '/clinics',
  limits: '/limits',
  doctor: '/doctor',
  log: '/log',
};

/** A whole page. Without scripts a live one asks the browser to reload it. */
export function frame(shown: Shown, { title, main, live = false }: PageContent): Html {
  const say = wordsOf(shown);
  const reload = html`<noscript><meta http-equiv="refresh" content="10" /></noscript>`;
  return html`<!doctype html>
    <html lang="${shown.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Tidbok ${say.title}</title>
        ${live && reload}
        <link rel="stylesheet" href="/tokens.css" />
        <link rel="stylesheet" href="/client.css" />
        <script src="/live.js" type="module"></script>
      </head>
      <body>
        <a class="skip" href="#content">${say.skip}</a>
        <header>
          <a class="brand" href="/">Tidbok <span>${say.title}</span></a>
          ${person(shown)}
        </header>
        <nav aria-label="${say.nav.label}">
          <ul role="list">
            ${pages.map((name) => link(shown, name))}
          </ul>
        </nav>
        <main
          id="content"
          tabindex="-1"
          ${live && html`data-live data-silent="${say.status.silent}"`}
        >
          ${main}
        </main>
      </body>
    </html>`;
}

function link(shown: Shown, name: (typeof pages)[number]): Html {
  const { nav } = wordsOf(shown);
  const isHere = shown.path === paths[name];
  const count = name === 'tray' && shown.cases > 0;
  return html`<li>
    <a href="${paths[name]}" ${isHere && html`aria-current="page"`}>
      ${nav[name]} ${count && html`<strong class="count">${shown.cases}</strong>`}
    </a>
  </li>`;
}

function person(shown: Shown): Html {
  const say = wordsOf(shown);
  const other = shown.locale === 'sv' ? 'en' : 'sv';
  const next = encodeURIComponent(shown.path);
  const language = html`<a
    class="tool"
    href="/language/${other}?next=${next}"
    hreflang="${other}"
    lang="${other}"
    >${say.otherLanguage}</a
  >`;
  if (shown.member === null) {
    return html`<div class="person">
      ${language}<a class="tool" href="/sign-in?next=${next}">${say.signIn.go}</a>
    </div>`;
  }
  return html`<div class="person">
    <span>${say.signIn.as(shown.member.name)}</span>${language}
    <form method="post" action="/sign-out">
      ${token(shown)}<button class="tool">${say.signIn.out}</button>
    </form>
  </div>`;
}

/** Goes into each form: what comes back without it is not from a page of ours. */
export function token({ formToken }: Pick<Shown, 'formToken'>): Html {
  return html`<input type="hidden" name="token" value="${formToken}" />`;
}

export function notice(tone: 'good' | 'warn' | 'danger', text: string | Html): Html {
  const role = tone === 'good' ? 'status' : 'alert';
  return html`<div class="notice ${tone}" role="${role}"><p>${text}</p></div>`;
}

export interface FieldOf {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly help?: string;
  readonly wrong?: string | undefined;
  readonly type?: 'text' | 'url' | 'tel' | 'number' | 'time' | 'password';
  readonly required?: boolean;
  readonly more?: Html;
}

/** A labelled line to fill in, with its help and what was wrong with it. */
export function field(of: FieldOf): Html {
  const { name, label, value, help, wrong, type = 'text', required = false, more } = of;
  const told = [help && `${name}-help`, wrong && `${name}-wrong`].filter(Boolean).join(' ');
  return html`<div class="line">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      ${required && html`required`}
      ${told !== '' && html`aria-describedby="${told}"`}
      ${wrong !== undefined && html`aria-invalid="true"`}
      ${more}
    />
    ${help !== undefined && html`<p class="help" id="${name}-help">${help}</p>`}
    ${wrong !== undefined && html`<p class="wrong" id="${name}-wrong">${wrong}</p>`}
  </div>`;
}

/** A box to tick. */
export function tick(name: string, label: string, on: { checked: boolean; value?: string }): Html {
  const { checked, value = 'yes' } = on;
  return html`<label class="tick">
    <input type="checkbox" name="${name}" value="${value}" ${checked && html`checked`} />
    <span>${label}</span>
  </label>`;
}
