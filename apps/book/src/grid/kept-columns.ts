import type { BookDay } from '../calls/book-shapes.ts';
import { columnsOf, type Column, type ColumnOptions } from './columns.ts';
import { keepSame } from './keep-same.ts';
import { visibleHours, type Stretch } from './visible-hours.ts';

/**
 * Hours and columns of a book that changes while it is shown. What stays equal stays the very same
 * object, so that drawing touches only what changed.
 */
export class KeptColumns {
  #hours: Stretch | undefined;
  #columns: readonly Column[] = [];

  hours(book: BookDay | null): Stretch {
    const stretches = book === null ? [] : [...book.shifts, ...book.bookings];
    this.#hours = keepSame(this.#hours, visibleHours(stretches));
    return this.#hours;
  }

  columns(book: BookDay | null, options: ColumnOptions): readonly Column[] {
    if (book === null) return [];
    this.#columns = keepSame(this.#columns, columnsOf(book, options));
    return this.#columns;
  }
}
