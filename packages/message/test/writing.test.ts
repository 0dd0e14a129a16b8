import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { instant, MESSAGE_KINDS, type VisitMessage } from '@tidbok/core';
import { calendarFile, writeEmail, writeSms } from '@tidbok/message';
import { parties, stamp, visit } from './visit.ts';

const none = { texts: [] };
const kinds = [...MESSAGE_KINDS];

function golden(name: string, content: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (process.env['GOLDEN'] === 'write') writeFileSync(file, content.replaceAll('\r\n', '\n'));
  // Line ends are the repository's own there; on the wire they are checked below.
  expect(content.replaceAll('\r\n', '\n')).toBe(readFileSync(file, 'utf8'));
}

function linesOf(message: VisitMessage): string[] {
  return (calendarFile(message, parties, stamp) ?? '').replace(/\r\n /g, '').split('\r\n');
}

describe('what patients are written', () => {
  it.each(kinds.flatMap((kind) => [[kind, 'sv'] as const, [kind, 'en'] as const]))(
    'says the day, the hour and the clinic in a %s (%s), by e-mail and SMS',
    (kind, language) => {
      const message = { ...visit, kind, language };
      const email = writeEmail(message, none, { parties, stamp });
      const sms = writeSms(message, none);
      const day =
        language === 'sv' ? 'tisdag 15 december kl. 08.30' : 'Tuesday 15 December at 08:30';
      expect(email.text).toContain(day);
      expect(email.html).toContain(day);
      expect(sms.text).toContain(day);
      expect(sms.text).toContain('Tandhälsan City');
      expect(sms.length).toMatchObject({ alphabet: 'gsm7', parts: 1 });
    },
  );

  it.each(kinds)('names neither treatment, practitioner nor patient in the SMS of a %s', (kind) => {
    const own = { kind, channel: 'sms', language: 'sv' } as const;
    // As if such a text had come past the settings.
    const text = '{dag} {behandling} {behandlare}';
    for (const rules of [none, { texts: [{ ...own, text }] }]) {
      const sms = writeSms({ ...visit, kind, note: 'Ring oss.' }, rules);
      expect(sms.text).not.toMatch(/Rotfyllning|Anna|Berg/);
    }
  });

  it('names no treatment in an e-mail unless the clinic’s own text does', () => {
    const email = writeEmail(visit, none, { parties, stamp });
    expect(JSON.stringify(email)).not.toContain('Rotfyllning');
    const text = 'Välkommen på {behandling}.';
    const texts = [{ kind: visit.kind, channel: 'email', language: 'sv', text } as const];
    expect(writeEmail(visit, { texts }, { parties, stamp }).text).toContain(
      'Välkommen på Rotfyllning.',
    );
  });

  it('shows the link once, where the clinic’s text wants it or below', () => {
    const link = 'https://tider.example/t/Zm9v';
    const linked = { ...visit, link };
    const plain = writeEmail(linked, none, { parties, stamp });
    expect(plain.text.split(link)).toHaveLength(2);
    expect(plain.html).toContain(`<a href="${link}"`);
    const text = 'Ändra här: {länk}';
    const texts = [{ kind: visit.kind, channel: 'email', language: 'sv', text } as const];
    expect(writeEmail(linked, { texts }, { parties, stamp }).text.split(link)).toHaveLength(2);
    expect(writeSms(linked, none).text).toMatch(new RegExp(`${link}$`));
  });

  it('writes nothing of a patient’s or clinic’s words as HTML', () => {
    const clinic = { ...visit.clinic, name: '<b>Tand & Co</b>' };
    const { html } = writeEmail({ ...visit, clinic, note: '<script>' }, none, { parties, stamp });
    expect(html).not.toMatch(/<b>|<script>/);
    expect(html).toContain('&lt;b&gt;Tand &amp; Co&lt;/b&gt;');
  });

  it('keeps its text, HTML and calendar file as they were', () => {
    const email = writeEmail({ ...visit, link: 'https://tider.example/t/Zm9v' }, none, {
      parties,
      stamp,
    });
    golden('confirmation.txt', email.text);
    golden('confirmation.html', email.html);
    golden('confirmation.ics', email.calendar?.content ?? '');
    const ended = { ...visit.calendar, sequence: 2 };
    const cancelled = { ...visit, kind: 'cancellation', calendar: ended } as const;
    golden('cancellation.ics', calendarFile(cancelled, parties, stamp) ?? '');
  });
});

describe('the calendar file', () => {
  it('keeps the visit’s name, counts its changes and takes it away at last', () => {
    const moved = {
      ...visit,
      kind: 'change',
      calendar: { ...visit.calendar, sequence: 1 },
    } as const;
    const ended = {
      ...visit,
      kind: 'cancellation',
      calendar: { ...visit.calendar, sequence: 2 },
    } as const;
    const name = `UID:${visit.calendar.uid}@klinik.example`;
    expect(linesOf(visit)).toEqual(expect.arrayContaining(['METHOD:REQUEST', name, 'SEQUENCE:0']));
    expect(linesOf(moved)).toEqual(expect.arrayContaining(['METHOD:REQUEST', name, 'SEQUENCE:1']));
    expect(linesOf(ended)).toEqual(
      expect.arrayContaining(['METHOD:CANCEL', name, 'SEQUENCE:2', 'STATUS:CANCELLED']),
    );
  });

  it('is there for none but a visit that stands or has ended', () => {
    expect(calendarFile({ ...visit, kind: 'preliminary' }, parties, stamp)).toBeNull();
    expect(calendarFile({ ...visit, kind: 'rejection' }, parties, stamp)).toBeNull();
  });

  it.each([
    ['the hour before the clocks go back', '2026-10-25T00:30:00Z', 'söndag 25 oktober kl. 02.30'],
    ['the hour after', '2026-10-25T01:30:00Z', 'söndag 25 oktober kl. 02.30'],
    ['before the clocks go forward', '2027-03-28T00:59:00Z', 'söndag 28 mars kl. 01.59'],
    ['after', '2027-03-28T01:00:00Z', 'söndag 28 mars kl. 03.00'],
  ])('stands in UTC while the words say the wall clock: %s', (_when, iso, said) => {
    const start = instant(Date.parse(iso));
    const message = { ...visit, start, end: instant(start + 1_800_000) };
    const utc = iso.replaceAll(/[-:]/g, '');
    expect(linesOf(message)).toContain(`DTSTART:${utc}`);
    expect(writeEmail(message, none, { parties, stamp }).text).toContain(said);
  });

  it('ends each line as calendars require, none longer than 75 bytes', () => {
    const address = { street: 'Å'.repeat(90), postalCode: '111 22', town: 'Östersund' };
    const clinic = { ...visit.clinic, address };
    const file = calendarFile({ ...visit, clinic }, parties, stamp) ?? '';
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true);
    for (const line of file.split('\r\n')) {
      expect(line).not.toContain('\n');
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    }
  });

  it('tells others who see the calendar no more than that there is a time', () => {
    const file = linesOf(visit).join('\n');
    expect(file).not.toMatch(/Rotfyllning|Anna/);
    expect(file).toContain('CLASS:PRIVATE');
    expect(file).toContain('RSVP=FALSE');
  });
});
