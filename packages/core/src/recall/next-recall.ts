import type { LocalDate } from '../time/instant.ts';
import { addMonths } from '../time/local-date.ts';

/** The usual interval between recalls, months. */
export const DEFAULT_RECALL_MONTHS = 12;

/**
 * *Flytta nästa rev*: the patient's next recall once this visit is booked, the interval counted
 * from the visit's day; in a month that lacks the day, its last.
 */
export function moveNextRecall(visitOn: LocalDate, intervalMonths: number): LocalDate {
  return addMonths(visitOn, intervalMonths);
}
