import {
  isLocalDate,
  isLocalDateTime,
  type FieldRefusal,
  type LocalDate,
  type LocalDateTime,
} from '@tidbok/core';
import type { TableRow } from './read-file.ts';

const maxText = 500;

/** The cells of one row by the fields that they were said to be, with what is wrong of them. */
export class Cells {
  readonly faults: FieldRefusal[] = [];
  readonly #row: TableRow;
  readonly #mapping: Readonly<Record<string, string | null>>;

  constructor(row: TableRow, mapping: Readonly<Record<string, string | null>>) {
    this.#row = row;
    this.#mapping = mapping;
    if (row.isRagged) this.fault('row', 'wrong-number-of-cells');
  }

  fault(field: string, reason: string): void {
    this.faults.push({ field, reason });
  }

  text(field: string): string {
    const column = this.#mapping[field];
    const text = column === null || column === undefined ? '' : (this.#row.cells[column] ?? '');
    if (text.length <= maxText) return text.trim();
    this.fault(field, 'too-long');
    return '';
  }

  required(field: string): string {
    const text = this.text(field);
    if (text === '' && !this.#row.isRagged) this.fault(field, 'required');
    return text;
  }

  whole(field: string, { least, most }: { least: number; most: number }): number | null {
    const text = this.text(field);
    if (text === '') return null;
    const value = Number(text.replace(/\s*(min|mån|m)\.?$/i, ''));
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    this.fault(field, Number.isNaN(value) ? 'not-a-number' : 'out-of-range');
    return null;
  }

  date(field: string): LocalDate | null {
    const text = this.text(field);
    if (text === '') return null;
    const date = readDate(text);
    if (date === null) this.fault(field, 'not-a-date');
    return date;
  }

  yes(field: string): boolean {
    return /^(ja|j|yes|y|true|1|x|skyddad.*|sekretess.*)$/i.test(this.text(field));
  }

  /** A moment on the wall clock: in one cell, or a time whose day stands in the cell `date`. */
  moment(field: string): LocalDateTime | null {
    const text = this.text(field);
    if (text === '') return null;
    const [first = '', second = ''] = text.split(/[T\s]+/);
    const day = second === '' ? this.text('date') : first;
    const date = readDate(day === '' ? first : day);
    const time = readTime(second === '' ? first : second);
    const local = date === null || time === null ? null : `${date}T${time}`;
    if (local !== null && isLocalDateTime(local)) return local;
    this.fault(field, 'not-a-time');
    return null;
  }
}

/** `2026-12-01`, `20261201`, `1/12 2026`, `01.12.2026`: the day before the month. */
export function readDate(text: string): LocalDate | null {
  const compact = /^(\d{4})[-./]?(\d{2})[-./]?(\d{2})$/.exec(text.trim());
  const reversed = /^(\d{1,2})[-./](\d{1,2})[-./\s](\d{4})$/.exec(text.trim());
  const parts = compact
    ? [compact[1], compact[2], compact[3]]
    : reversed && [reversed[3], reversed[2], reversed[1]];
  const date = parts?.map((part) => (part ?? '').padStart(2, '0')).join('-') ?? '';
  return isLocalDate(date) ? date : null;
}

/** `08:00`, `8.00`, `0800`, seconds or not. */
function readTime(text: string): string | null {
  const found = /^(\d{1,2})[:.]?(\d{2})(?:[:.]\d{2})?$/.exec(text.trim());
  return found === null ? null : `${(found[1] ?? '').padStart(2, '0')}:${found[2] ?? ''}`;
}
