import { ok, refuse, type Outcome } from '../foundation/refusal.ts';
import type { LocalDate } from '../time/instant.ts';
import { isCalendarDay, localDateOf, yearMonthDay } from '../time/local-date.ts';

/** Whether the hyphen before the last four may be left out: never on the site's form (W5). */
export interface NumberForm {
  readonly hyphen: 'optional' | 'required';
  /** Nobody is born later than today. */
  readonly today: LocalDate;
}

/** Why a number was not accepted, in `details.reason` of the refusal. */
export type NumberFault =
  'required' | 'wrong-shape' | 'wrong-check-digit' | 'not-a-date' | 'future' | 'too-old';

/** Nobody has lived so long: catches a mistyped century, which the check digit does not. */
export const MAX_AGE = 140;

const DOTS = '••••••••-••••';

/**
 * A Swedish personnummer or samordningsnummer, twelve digits with century. Shows as dots wherever
 * it is printed, logged or made into JSON: ask for `digits()` where the number itself is meant.
 */
export class PersonalIdentityNumber {
  readonly #digits: string;

  private constructor(digits: string) {
    this.#digits = digits;
  }

  /**
   * ÅÅÅÅMMDD-XXXX. Refuses `invalid` with `reason` (`NumberFault`). A samordningsnummer has 60
   * added to its day; month 00 and day 60, birth date not known, are accepted there.
   */
  static parse(text: string, form: NumberForm): Outcome<PersonalIdentityNumber> {
    const trimmed = text.trim();
    if (trimmed === '') return fault('required');
    const shape = form.hyphen === 'required' ? /^\d{8}-\d{4}$/ : /^\d{8}-?\d{4}$/;
    if (!shape.test(trimmed)) return fault('wrong-shape');
    const digits = trimmed.replace('-', '');
    if (!hasBirthDate(digits)) return fault('not-a-date');
    if (!hasCheckDigit(digits)) return fault('wrong-check-digit');
    if (earliestBirth(digits) > form.today) return fault('future');
    if (birthOf(digits).year < yearMonthDay(form.today).year - MAX_AGE) return fault('too-old');
    return ok(new PersonalIdentityNumber(digits));
  }

  /** Twelve digits, no hyphen: how it is stored and compared. */
  digits(): string {
    return this.#digits;
  }

  /** `ÅÅÅÅMMDD-XXXX`, for those who may see it. */
  formatted(): string {
    return `${this.#digits.slice(0, 8)}-${this.#digits.slice(8)}`;
  }

  /** `ÅÅÅÅMMDD-••••`: enough to tell patients apart on a screen. */
  masked(): string {
    return `${this.#digits.slice(0, 8)}-••••`;
  }

  isCoordinationNumber(): boolean {
    return dayOf(this.#digits) >= 60;
  }

  /** null where a samordningsnummer leaves the month or the day open. */
  bornOn(): LocalDate | null {
    const born = birthOf(this.#digits);
    return isCalendarDay(born) ? localDateOf(born) : null;
  }

  /** Whole years on the day; null where the birth date is not known. */
  ageOn(day: LocalDate): number | null {
    const bornOn = this.bornOn();
    return bornOn === null ? null : ageOn(bornOn, day);
  }

  equals(other: PersonalIdentityNumber): boolean {
    return this.#digits === other.#digits;
  }

  toString(): string {
    return DOTS;
  }

  toJSON(): string {
    return DOTS;
  }

  get [Symbol.toStringTag](): string {
    return DOTS;
  }

  /** Node's `util.inspect` and `console.log`. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return DOTS;
  }
}

/** Whole years on the day. */
export function ageOn(bornOn: LocalDate, day: LocalDate): number {
  const born = yearMonthDay(bornOn);
  const then = yearMonthDay(day);
  const hadBirthday = then.month * 100 + then.day >= born.month * 100 + born.day;
  return then.year - born.year - (hadBirthday ? 0 : 1);
}

function fault(reason: NumberFault): Outcome<never> {
  return refuse('invalid', { reason });
}

function dayOf(digits: string): number {
  return Number(digits.slice(6, 8));
}

function birthOf(digits: string): { year: number; month: number; day: number } {
  const day = dayOf(digits);
  return {
    year: Number(digits.slice(0, 4)),
    month: Number(digits.slice(4, 6)),
    day: day >= 60 ? day - 60 : day,
  };
}

/** A day of the calendar; a samordningsnummer may leave its month or its day open. */
function hasBirthDate(digits: string): boolean {
  const { year, month, day } = birthOf(digits);
  if (dayOf(digits) < 60) return isCalendarDay({ year, month, day });
  if (month === 0) return day <= 31;
  return day === 0 ? month <= 12 : isCalendarDay({ year, month, day });
}

/** The earliest day that the number may mean. */
function earliestBirth(digits: string): LocalDate {
  const { year, month, day } = birthOf(digits);
  return localDateOf({ year, month: Math.max(month, 1), day: Math.max(month === 0 ? 1 : day, 1) });
}

/** Luhn over YYMMDDNNN, never over the century. */
function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 2; i < 12; i += 1) {
    const digit = digits.charCodeAt(i) - 48;
    const weighed = i % 2 === 0 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
