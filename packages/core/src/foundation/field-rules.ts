import type { FieldRefusal } from './refusal.ts';

export const MAX_NAME_LENGTH = 100;
export const MAX_TEXT_LENGTH = 2000;

/** Whether the name of something in a register can be saved. */
export function nameFields(name: string): FieldRefusal[] {
  if (name.trim() === '') return [{ field: 'name', reason: 'required' }];
  return name.length > MAX_NAME_LENGTH ? [{ field: 'name', reason: 'too-long' }] : [];
}

/** `#rrggbb`. */
export function isColour(colour: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(colour);
}

/** Whole kronor, 0 to a million. */
export function isAmount(amount: number): boolean {
  return Number.isInteger(amount) && amount >= 0 && amount <= 1_000_000;
}
