import { describe, expect, it } from 'vitest';
import {
  hrefOf,
  inLanguage,
  readChoices,
  readPick,
  withClinic,
  withTemplate,
  writePick,
} from '../src/journey/choices.ts';

const id = (last: number): string => `019b76da-a800-7000-8000-${String(last).padStart(12, '0')}`;
const address =
  `/tid?clinic=${id(1)}&practitioner=${id(2)}&template=${id(3)}` +
  `&start=2026-12-15T07:30Z&resource=${id(4)}&with=${id(2)}&hold=${id(5)}&until=1797319800` +
  `&part=morning&embed=1&lang=en&weekday=1&weekday=4`;

const choicesAt = (href: string) => readChoices(new URL(href, 'http://site').searchParams);

describe('what is chosen lives in the address', () => {
  it('comes back the same after reload, back, or in another tab', () => {
    expect(hrefOf('/tid', choicesAt(address))).toBe(address);
  });

  it('does not take what is not well-formed for a choice', () => {
    const choices = choicesAt(
      '/tid?clinic=<script>&practitioner=1&template=x&start=yesterday&resource=&lang=xx&hold=1' +
        '&part=night&weekday=0&weekday=8&weekday=x&embed=yes',
    );
    const { filter, embedded, ...chosen } = choices;
    expect(Object.values(chosen).every((choice) => choice === null)).toBe(true);
    expect({ filter, embedded }).toEqual({
      filter: { part: 'all', weekdays: [] },
      embedded: false,
    });
  });

  it.each(['soon', '1.5', '8640000000001', '-8640000000001', '9007199254740991', 'Infinity'])(
    'takes a hold until %s, which no clock shows, for none',
    (until) => {
      expect(choicesAt(`/uppgifter?hold=${id(5)}&until=${until}`).hold).toBeNull();
    },
  );

  it('lets a time go when the practitioner or the treatment becomes another', () => {
    const choices = choicesAt(address);
    const { clinicId, templateId } = choices;
    if (clinicId === null || templateId === null) throw new Error('the address was not read');
    const other = withClinic(choices, clinicId, 'any');
    expect(other).toMatchObject({ time: null, hold: null, left: { clinicId, id: id(5) } });
    expect(choicesAt(hrefOf('/tid', other)).left).toEqual(other.left);
    expect(withTemplate(choices, templateId)).toBe(choices);
  });

  it('keeps a picked time whole on its way through a button', () => {
    const { time } = choicesAt(address);
    if (time === null) throw new Error('the address was not read');
    expect(readPick(writePick(time))).toEqual(time);
    expect(readPick('08:30')).toBeNull();
  });

  it('asks the same of the page in the other language', () => {
    const url = new URL(`http://site/tid?clinic=${id(1)}&week=2026-W51&check=1`);
    expect(inLanguage(url, 'en')).toBe(`/tid?clinic=${id(1)}&week=2026-W51&lang=en`);
  });
});
