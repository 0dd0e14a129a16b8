import { isRefusalCode, refusalSentence, type BookMessages, type Locale } from '@tidbok/text';
import { formatLocalTime } from '@tidbok/core';
import type { HistoryLine } from '../calls/book-shapes.ts';
import { dayName } from '../grid/describe.ts';
import { wallTime } from '../grid/wall-clock.ts';

interface Reader {
  readonly locale: Locale;
  readonly say: BookMessages;
  readonly zoneId: string;
  readonly chairs: readonly { readonly id: string; readonly name: string }[];
}

type Place = Pick<HistoryLine, 'start' | 'resourceId'>;

function lookUp(words: Readonly<Record<string, string>>, name: string): string {
  return Object.entries(words).find(([key]) => key === name)?.[1] ?? name;
}

/** `2026-11-25 14:05`. */
export function momentWords(at: number, zoneId: string): string {
  const { date, minute } = wallTime(at, zoneId);
  return `${date} ${formatLocalTime(minute)}`;
}

function placeWords({ start, resourceId }: Place, { locale, zoneId, chairs }: Reader): string {
  const { date, minute } = wallTime(start, zoneId);
  const chair = chairs.find(({ id }) => id === resourceId)?.name ?? '';
  return `${dayName(date, locale).toLocaleLowerCase('sv')} ${formatLocalTime(minute)} ${chair}`;
}

function valueWords(value: string | number | boolean | null, { say }: Reader): string {
  if (typeof value === 'boolean') return value ? say.dialog.yes : say.dialog.no;
  return value === null || value === '' ? say.visit.empty : String(value);
}

/** What was done, without who and when: `Flyttad från … till …`. */
export function actWords(line: HistoryLine, reader: Reader): string {
  const { visit } = reader.say;
  const parts = [lookUp(visit.acts, line.what)];
  if (line.movedFrom !== null) {
    parts.push(visit.movedFrom(placeWords(line.movedFrom, reader), placeWords(line, reader)));
  }
  if (line.reason !== null && line.movedFrom === null) {
    parts.push(`(${lookUp(visit.reasons, line.reason)})`);
  }
  const fields = Object.entries(line.fields).map(([name, { from, to }]) =>
    visit.fieldChanged(
      lookUp(visit.fields, name),
      valueWords(from, reader),
      valueWords(to, reader),
    ),
  );
  const passed = line.overridden.map((code) =>
    isRefusalCode(code) ? refusalSentence(code, reader.locale) : code,
  );
  const more = [...fields, ...passed].join('; ');
  return more === '' ? parts.join(' ') : `${parts.join(' ')}: ${more}`;
}
