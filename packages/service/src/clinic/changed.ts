import type { LocalDate } from '@tidbok/core';
import type { NotedChange } from '@tidbok/store/clinic';
import type { DayRange } from './practice-transaction.ts';

type Kind = NotedChange['kind'];

/** What a commit changed on some days: which pages read anew. */
export function changed(kind: Kind, range: DayRange, ids: readonly string[]): NotedChange {
  return { kind, from: range.from, to: range.to, ids };
}

export function changedEverywhere(kind: Kind): NotedChange {
  return { kind, from: null, to: null, ids: [] };
}

export function oneDay(date: LocalDate): DayRange {
  return { from: date, to: date };
}
