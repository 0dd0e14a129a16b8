import { calendarMethod, type Instant, type MessageRules, type VisitMessage } from '@tidbok/core';
import { capitalised, dateWords, visitMessages } from '@tidbok/text';
import { calendarFile, type CalendarParties } from './calendar.ts';
import { addressOf, filledText } from './words.ts';

export interface WrittenEmail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly calendar: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string } | null;
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

/** A message as an e-mail, the same words as plain text and as HTML, and the calendar's file. */
export function writeEmail(
  message: VisitMessage,
  rules: Pick<MessageRules, 'texts'>,
  { parties, stamp }: { readonly parties: CalendarParties; readonly stamp: Instant },
): WrittenEmail {
  const sentences = visitMessages[message.language];
  const said = filledText(message, 'email', rules);
  const parts = {
    said: [said, message.note].filter(Boolean).join('\n\n'),
    facts: factsOf(message),
    // An own text may have put the link where it wants it.
    link: message.link !== null && !said.includes(message.link) ? message.link : null,
  };
  const method = calendarMethod(message.kind);
  const file = calendarFile(message, parties, stamp);
  return {
    subject: sentences.subject[message.kind](message.clinic.name),
    text: asText(message, parts),
    html: asHtml(message, parts),
    calendar: method === null || file === null ? null : { method, content: file },
  };
}

interface Parts {
  readonly said: string;
  readonly facts: readonly Fact[];
  readonly link: string | null;
}

function factsOf(message: VisitMessage): Fact[] {
  const { clinic, language, start, end, kind, practitioner } = message;
  const sentences = visitMessages[language];
  const words = dateWords(language, clinic.zoneId);
  const day = `${capitalised(words.dayAndYear(start))} ${words.hours(start, end)}`;
  const stands = kind !== 'cancellation' && kind !== 'rejection';
  const facts = [
    { name: sentences.when, value: day },
    { name: sentences.with, value: stands ? practitioner : '' },
    { name: sentences.where, value: [clinic.name, addressOf(message)].filter(Boolean).join(', ') },
    { name: sentences.telephone, value: clinic.phone },
  ];
  return facts.filter(({ value }) => value !== '');
}

function asText({ language }: VisitMessage, { said, facts, link }: Parts): string {
  const sentences = visitMessages[language];
  return [
    said,
    facts.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    ...(link === null ? [] : [`${sentences.link}:\n${link}`]),
    `-- \n${sentences.footer}`,
    '',
  ].join('\n\n');
}

/** Plain elements that a screen reader knows, nothing fetched, readable in light and dark. */
function asHtml(message: VisitMessage, { said, facts, link }: Parts): string {
  const sentences = visitMessages[message.language];
  const title = escape(sentences.subject[message.kind](message.clinic.name));
  const paragraphs = said.split(/\n{2,}/).map((part) => escape(part).replaceAll('\n', '<br>'));
  const rows = facts.map(
    ({ name, value }) =>
      '<tr><th scope="row" style="text-align:left;vertical-align:top;padding:4px 16px 4px 0">' +
      `${escape(name)}</th><td style="padding:4px 0">${escape(value)}</td></tr>`,
  );
  const button =
    link === null
      ? ''
      : `<p><a href="${escape(link)}" style="font-weight:bold">${escape(sentences.link)}</a></p>\n`;
  return `<!doctype html>
<html lang="${message.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:36em;\
margin:0 auto;padding:16px">
<h1 style="font-size:20px">${title}</h1>
${paragraphs.map((part) => `<p>${part}</p>`).join('\n')}
<table style="border-collapse:collapse">${rows.join('')}</table>
${button}<p style="font-size:14px">${escape(sentences.footer)}</p>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
