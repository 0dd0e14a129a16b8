import { readFileSync } from 'node:fs';
import { instant, toLocalDate, type Instant, type SubjectId, type Zone } from '@tidbok/core';
import { describe, expect, it } from 'vitest';
import { demoPractice } from '../src/demo/demo-practice.ts';
import { spareIdentityNumbers, testIdentityNumbers } from '../src/demo/patients.ts';

const zone: Zone = {
  id: 'Europe/Stockholm',
  tzdb: 'test',
  transitions: [
    { at: instant(Date.UTC(2025, 9, 26, 1)), offsetMinutes: 60 },
    { at: instant(Date.UTC(2026, 2, 29, 1)), offsetMinutes: 120 },
    { at: instant(Date.UTC(2026, 9, 25, 1)), offsetMinutes: 60 },
    { at: instant(Date.UTC(2027, 2, 28, 1)), offsetMinutes: 120 },
    { at: instant(Date.UTC(2027, 9, 31, 1)), offsetMinutes: 60 },
  ],
};

const wednesday = instant(Date.UTC(2026, 10, 25, 9, 15));

const demo = (now: Instant = wednesday, seed = 1) => demoPractice({ seed, now, zone });

/** WCAG relative luminance of `#rrggbb`. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

describe('the demo practice', () => {
  it('is of the size that was asked for', () => {
    const practice = demo();
    expect(practice.organisations.map(({ name }) => name)).toEqual(['Tandläkargruppen']);
    expect(practice.companies).toHaveLength(2);
    expect(practice.clinics.map(({ address }) => address.town)).toEqual(['Lund', 'Malmö']);
    expect(practice.practitioners).toHaveLength(6);
    expect(practice.resources).toHaveLength(8);
    expect(practice.categories).toHaveLength(9);
    expect(practice.templates).toHaveLength(20);
    expect(practice.patients.length).toBeGreaterThanOrEqual(600);
    expect(practice.bookings.length).toBeGreaterThan(1300);
    expect(practice.bookings.length).toBeLessThan(1800);
  });

  it('is the same for the same seed and day, another for another seed', () => {
    expect(demo()).toEqual(demo());
    const ids = new Set(demo().bookings.map(({ id }) => id));
    expect(demo(wednesday, 2).bookings.some(({ id }) => ids.has(id))).toBe(false);
  });

  it('has preblock kinds of all six types, three of them Internet', () => {
    const types = demo().kinds.map(({ rule }) => rule.type);
    expect(new Set(types)).toEqual(
      new Set(['standard', 'recall', 'patient-free', 'amount', 'treatment', 'internet']),
    );
    expect(types.filter((type) => type === 'internet')).toHaveLength(3);
  });

  it('has lists in force on the organisation, a company and a practitioner', () => {
    const { organisations, companies, practitioners, lists } = demo();
    const known = new Set(lists.map(({ id }) => id));
    for (const cards of [organisations, companies, practitioners]) {
      const chosen = cards
        .flatMap(({ lists: { templateList, onlineTemplateList, preblockList } }) => [
          templateList,
          onlineTemplateList,
          preblockList,
        ])
        .filter((choice) => choice.type === 'list');
      expect(chosen.length).toBeGreaterThan(0);
      expect(chosen.every((choice) => known.has(choice.listId))).toBe(true);
    }
  });

  it('plans shifts and Internet time twelve weeks ahead', () => {
    const { shifts, preblocks, kinds } = demo();
    const internet = new Set(kinds.filter(({ rule }) => rule.type === 'internet').map((k) => k.id));
    const lastDays = [shifts, preblocks.filter(({ kindId }) => internet.has(kindId))].map(
      (planned) =>
        planned
          .map(({ from }) => from.slice(0, 10))
          .sort()
          .at(-1),
    );
    expect(lastDays).toEqual(['2027-02-12', '2027-02-12']);
  });
});

describe('the demo patients', () => {
  it('have only identity numbers that the Tax Agency published as test data', () => {
    const official = readFileSync(
      new URL('../src/demo/test-identity-numbers.txt', import.meta.url),
      'utf8',
    );
    const numbers = demo().patients.map(({ identityNumber }) => identityNumber ?? '');
    expect(numbers.filter((number) => !official.includes(number))).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(spareIdentityNumbers().some((number) => numbers.includes(number))).toBe(false);
    expect(testIdentityNumbers()).toHaveLength(numbers.length + spareIdentityNumbers().length);
  });

  it('are called Prov or Test, so that nobody takes them for real', () => {
    const names = new Set(demo().patients.map(({ givenName }) => givenName));
    expect(names).toEqual(new Set(['Prov', 'Test']));
  });
});

describe('the demo bookings', () => {
  it('never put a chair, a practitioner or a shared resource in two places', () => {
    const bySubject = new Map<SubjectId, { from: number; to: number }[]>();
    for (const { subjectId, during } of demo().bookings.flatMap((each) => each.occupancies)) {
      const taken = bySubject.get(subjectId) ?? [];
      expect(taken.some(({ from, to }) => from < during.to && during.from < to)).toBe(false);
      bySubject.set(subjectId, [...taken, during]);
    }
  });

  it('are done when they lie behind us and still to come when ahead', () => {
    for (const { during, state } of demo().bookings) {
      const ended = ['completed', 'no-show', 'cancelled', 'arrived'].includes(state);
      expect(ended).toBe(during.from <= wednesday);
    }
  });

  it('lie on days when the clinic is open', () => {
    const days = new Set(demo().bookings.map(({ during }) => toLocalDate(zone, during.from)));
    expect(days.has('2026-12-25' as never)).toBe(false);
    expect(days.has('2026-11-28' as never)).toBe(false);
  });
});

describe('the demo colours', () => {
  it('can be read with white on them and on white', () => {
    const { categories, kinds } = demo();
    for (const { name, colour } of [...categories, ...kinds]) {
      const contrast = 1.05 / (luminance(colour) + 0.05);
      expect(contrast, name).toBeGreaterThanOrEqual(4.5);
    }
  });
});
