import type { TreatmentCategoryId } from '../foundation/ids.ts';
import type { CategoryRule, PreblockKind, PreblockType } from './preblock.ts';

/** What of a visit decides whether it fits a preblock (B2). */
export interface FittingVisit {
  /** *Använd i revision* of its template. */
  readonly useInRecall: boolean;
  readonly categoryId: TreatmentCategoryId | null;
  /** Kronor. */
  readonly expectedAmount: number | null;
}

/** *Tillåt* the ticked, *Tillåt ej* all but them. A visit without a category is never allowed. */
export function allowsCategory(
  rule: CategoryRule,
  categoryId: TreatmentCategoryId | null,
): boolean {
  if (categoryId === null) return false;
  return rule.ids.includes(categoryId) === (rule.mode === 'allow');
}

/** Whether the visit fits the type's rule (B2). */
export function fits(rule: PreblockType, visit: FittingVisit): boolean {
  switch (rule.type) {
    case 'standard':
      return true;
    case 'recall':
      return visit.useInRecall;
    case 'patient-free':
      return false;
    case 'amount':
      return visit.expectedAmount !== null && visit.expectedAmount >= rule.minimumAmount;
    case 'treatment':
    case 'internet':
      return allowsCategory(rule.categories, visit.categoryId);
  }
}

/** What comes of booking the visit over a preblock of this kind: in, asked about, or not. */
export type PreblockAnswer = 'lets-through' | 'asks' | 'refuses';

export function answerTo(kind: PreblockKind, visit: FittingVisit): PreblockAnswer {
  if (fits(kind.rule, visit)) return 'lets-through';
  return kind.bypass ? 'asks' : 'refuses';
}
