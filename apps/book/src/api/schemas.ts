import { isLocalDate, type LocalDate } from '@tidbok/core';
import * as v from 'valibot';

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return uuidShape.test(text);
}

/** An id of this API, of whichever kind the caller of the schema says. */
export function id<Id extends string>(): v.GenericSchema<unknown, Id> {
  return v.pipe(
    v.string(),
    v.regex(uuidShape, 'malformed'),
    v.transform((text) => text.toLowerCase() as Id),
  );
}

export const localDate = v.pipe(
  v.string(),
  v.check(isLocalDate, 'not-a-date'),
  v.transform((text) => text as LocalDate),
);

/** RFC 3339; read with the practice's zone later, where an impossible hour is refused. */
export const moment = v.pipe(v.string(), v.minLength(16, 'not-an-instant'), v.maxLength(40));

export const name = v.pipe(v.string(), v.trim(), v.minLength(1, 'required'), v.maxLength(100));
export const shortText = v.pipe(v.string(), v.maxLength(200, 'too-long'));
export const longText = v.pipe(v.string(), v.maxLength(2000, 'too-long'));
export const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'not-a-colour'));
export const whole = v.pipe(v.number(), v.integer('not-a-whole-number'));
export const amount = v.pipe(whole, v.minValue(0, 'too-small'), v.maxValue(1_000_000, 'too-large'));

export const flag = (otherwise: boolean) => v.optional(v.boolean(), otherwise);
