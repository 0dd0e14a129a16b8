import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { PersonalIdentityNumber, type Outcome } from '../src/index.ts';
import { date } from './stockholm.ts';

const NUMBERS = readFileSync(new URL('test-identity-numbers.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\d{12}$/.test(line));
const TODAY = date('2026-11-24');

function parse(
  text: string,
  form: { hyphen?: 'optional' | 'required'; today?: string } = {},
): Outcome<PersonalIdentityNumber> {
  return PersonalIdentityNumber.parse(text, {
    hyphen: form.hyphen ?? 'optional',
    today: date(form.today ?? TODAY),
  });
}

function parsed(text: string): PersonalIdentityNumber {
  const outcome = parse(text);
  if (!outcome.ok) throw new Error(`${text} was refused`);
  return outcome.value;
}

function reason(outcome: Outcome<PersonalIdentityNumber>): unknown {
  return outcome.ok ? undefined : outcome.refusal.details?.['reason'];
}

describe('personal identity numbers', () => {
  it('every official test number is accepted', () => {
    expect(NUMBERS.length).toBeGreaterThan(600);
    expect(NUMBERS.filter((number) => !parse(number).ok)).toEqual([]);
  });

  it('every change of a single digit is refused', () => {
    const accepted: string[] = [];
    for (const number of NUMBERS) {
      for (let at = 2; at < 12; at += 1) {
        for (let digit = 0; digit < 10; digit += 1) {
          const changed = `${number.slice(0, at)}${digit}${number.slice(at + 1)}`;
          if (changed !== number && parse(changed).ok) accepted.push(changed);
        }
      }
    }
    expect(accepted).toEqual([]);
  });

  it('the hyphen is optional, or required where the form says so', () => {
    expect(parsed('20231231-2388').digits()).toBe('202312312388');
    expect(parse('20231231-2388', { hyphen: 'required' }).ok).toBe(true);
    expect(reason(parse('202312312388', { hyphen: 'required' }))).toBe('wrong-shape');
  });

  it('a samordningsnummer is accepted, with month 00 or day 60 too', () => {
    expect(parsed('191401682396').isCoordinationNumber()).toBe(true);
    expect(parsed('191401682396').bornOn()).toBe('1914-01-08');
    const unknownMonth = parsed('191500722390');
    expect(unknownMonth.bornOn()).toBeNull();
    expect(unknownMonth.ageOn(TODAY)).toBeNull();
  });

  it.each([
    ['', 'required'],
    ['   ', 'required'],
    ['20231231238', 'wrong-shape'],
    ['231231-2388', 'wrong-shape'],
    ['20231231+2388', 'wrong-shape'],
    ['2023123123888', 'wrong-shape'],
    ["20231231-2388'; drop table patient", 'wrong-shape'],
    ['20231231-2389', 'wrong-check-digit'],
    ['20230230-2384', 'not-a-date'],
    ['20231331-2387', 'not-a-date'],
    ['20230092-2387', 'not-a-date'],
    ['17231231-2388', 'too-old'],
  ])('%s is refused: %s', (text, why) => {
    expect(reason(parse(text))).toBe(why);
  });

  it('nobody is born after today', () => {
    expect(reason(parse('202312312388', { today: '2023-12-30' }))).toBe('future');
    expect(parse('202312312388', { today: '2023-12-31' }).ok).toBe(true);
  });

  it('age counts whole years', () => {
    const number = parsed('199908072391');
    expect(number.ageOn(date('2026-08-06'))).toBe(26);
    expect(number.ageOn(date('2026-08-07'))).toBe(27);
  });

  it('prints as dots everywhere but where it is asked for', () => {
    const number = parsed('202312312388');
    const printed = [
      String(number),
      JSON.stringify({ number }),
      inspect({ number }),
      inspect(number, { showHidden: true, depth: 5 }),
    ];
    for (const text of printed) {
      expect(text).toContain('••••');
      expect(text).not.toMatch(/\d{4}/);
    }
    expect(number.masked()).toBe('20231231-••••');
    expect(number.formatted()).toBe('20231231-2388');
  });
});
