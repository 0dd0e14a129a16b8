import { MAX_TEXT_LENGTH, isAmount, isColour, nameFields } from '../foundation/field-rules.ts';
import type { PractitionerId } from '../foundation/ids.ts';
import {
  ok,
  refuse,
  refuseFields,
  type FieldRefusal,
  type Outcome,
} from '../foundation/refusal.ts';
import type { PreblockKind, PreblockType } from './preblock.ts';

/** No preblock needs to expire earlier than a year before. */
export const MAX_EXPIRY_DAYS = 365;

/**
 * A kind as it may be saved. Refuses `invalid` (its fields) and `categories-required` (B3: type
 * Behandling or Internet with no category ticked).
 */
export function checkKind(kind: PreblockKind): Outcome<PreblockKind> {
  const fields = [...nameFields(kind.name), ...otherFields(kind)];
  if (fields.length > 0) return refuseFields(fields);
  return lacksCategories(kind.rule) ? refuse('categories-required') : ok(kind);
}

function otherFields({
  text,
  code,
  colour,
  expiresDaysBefore,
  rule,
}: PreblockKind): FieldRefusal[] {
  const fields: FieldRefusal[] = [];
  if (text.length > MAX_TEXT_LENGTH) fields.push({ field: 'text', reason: 'too-long' });
  if (code.length > 50) fields.push({ field: 'code', reason: 'too-long' });
  if (!isColour(colour)) fields.push({ field: 'colour', reason: 'not-a-colour' });
  if (expiresDaysBefore !== null && !isExpiry(expiresDaysBefore)) {
    fields.push({ field: 'expiresDaysBefore', reason: 'out-of-range' });
  }
  if (rule.type === 'amount' && !(isAmount(rule.minimumAmount) && rule.minimumAmount > 0)) {
    fields.push({ field: 'minimumAmount', reason: 'not-an-amount' });
  }
  return fields;
}

function isExpiry(days: number): boolean {
  return Number.isInteger(days) && days >= 1 && days <= MAX_EXPIRY_DAYS;
}

function lacksCategories(rule: PreblockType): boolean {
  return 'categories' in rule && rule.categories.ids.length === 0;
}

export interface PlacingPreblock {
  /** What staff gave; empty when nothing. */
  readonly code: string;
  /** Whose book it is placed in: the practitioner on shift or chosen; null when nobody is. */
  readonly practitionerId: PractitionerId | null;
}

/**
 * Whether staff may place this kind here. Refuses `preblock-code-required` (B1: without its code,
 * or with a wrong one) and `kind-is-personal` (another practitioner's own kind).
 */
export function checkPlacing(kind: PreblockKind, placing: PlacingPreblock): Outcome<PreblockKind> {
  const { validFor } = kind;
  if (validFor.type === 'personal' && validFor.practitionerId !== placing.practitionerId) {
    return refuse('kind-is-personal', { kindId: kind.id });
  }
  return kind.code === '' || kind.code === placing.code
    ? ok(kind)
    : refuse('preblock-code-required', { kindId: kind.id });
}

/** B1: what a new kind of type Internet starts with, as the manual recommends. */
export const NEW_INTERNET_KIND = { validFor: { type: 'resources' }, bypass: true } as const;
