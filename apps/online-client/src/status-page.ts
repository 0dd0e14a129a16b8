import { formatInstant, type Instant, type Zone } from '@tidbok/core';
import type { ClientStatus } from '@tidbok/service/clinic';
import { clientMessages, type ClientMessages, type Locale } from '@tidbok/text';

export interface StatusPage {
  readonly status: ClientStatus;
  readonly zone: Zone;
  readonly locale: Locale;
}

/** The whole state at a glance, without scripts; it reloads itself every five seconds. */
export function statusPage({ status, zone, locale }: StatusPage): string {
  const text = clientMessages[locale];
  const time = (at: Instant | null): string =>
    at === null ? text.never : formatInstant(zone, at).slice(0, 19).replace('T', ' ');
  const rows: readonly (readonly [string, string])[] = [
    [text.practice, status.practice?.name ?? text.nothing],
    [text.clinics, status.clinics.map(({ name }) => name).join(', ') || text.nothing],
    [text.connectedSince, time(status.connectedSince)],
    [text.lastExchange, time(status.lastExchangeAt)],
    [text.waitingOut, String(status.waitingOut)],
    [text.waitingIn, String(status.waitingIn)],
    [text.frontier, time(status.frontier)],
    [text.needsPerson, String(status.needsPerson.length || text.nothing)],
  ];
  const other = locale === 'sv' ? 'en' : 'sv';
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5"><title>${text.title} · Tidbok</title>
<link rel="stylesheet" href="/status.css">
</head>
<body><main>
<h1>Tidbok <span>${text.title}</span></h1>
<p class="${status.connected ? 'well' : 'away'}" role="status">${lead(status, text)}</p>
${hint(status, text)}
<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${escape(value)}</dd>`).join('\n')}</dl>
<p><a href="/?lang=${other}" hreflang="${other}" lang="${other}">${text.otherLanguage}</a></p>
</main></body></html>`;
}

function lead(status: ClientStatus, text: ClientMessages): string {
  if (status.mode === 'halted') return text.halted;
  if (!status.paired) return text.notPaired;
  return status.connected ? text.connected : text.notConnected;
}

function hint(status: ClientStatus, text: ClientMessages): string {
  if (!status.paired) {
    return `<p>${text.howToPair}<br><code>npm run tidbok -- pair --code …</code></p>`;
  }
  return status.connected ? '' : `<p>${text.whileAway}</p>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export const STATUS_STYLE = `:root{color-scheme:light dark;--ink:#1c2730;--ink-2:#4f5b64;
--paper:#fbfaf8;--line:#e4e0d8;--well:#0b6b62;--away:#9a5b00;--focus:#1f5fd0}
@media (prefers-color-scheme:dark){:root{--ink:#eceae5;--ink-2:#b4bcc2;--paper:#14191d;
--line:#333b42;--well:#5cc8bb;--away:#f0b35c;--focus:#8db5ff}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:40rem;margin:0 auto;padding:32px 16px}
h1{font-size:22px;color:var(--well)}h1 span{color:var(--ink-2);font-weight:400}
p[role=status]{font-weight:600}.well{color:var(--well)}.away{color:var(--away)}
.well::before{content:"● "}.away::before{content:"○ "}
dl{display:grid;grid-template-columns:minmax(9rem,auto) 1fr;gap:8px 24px;
border-top:1px solid var(--line);padding-top:16px;font-variant-numeric:tabular-nums}
dt{color:var(--ink-2)}dd{margin:0}a{color:var(--well)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
@media (max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}`;
