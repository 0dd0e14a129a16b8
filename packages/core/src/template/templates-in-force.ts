import { narrowed } from '../clinic/lists-in-force.ts';
import type { TemplateList } from '../clinic/lists.ts';
import type { BookingTemplate } from './booking-template.ts';

/** Where a template is to be used: its own *Använd i …* flag decides, whatever a list says. */
export type TemplateUse = 'book' | 'recall' | 'online';

/** A template that may be used there. Online also needs a category (T1); retired ones never. */
export function isUsed(template: BookingTemplate, use: TemplateUse): boolean {
  if (template.retired) return false;
  switch (use) {
    case 'book':
      return template.useInBook;
    case 'recall':
      return template.useInRecall;
    case 'online':
      return template.useOnline && template.categoryId !== null;
  }
}

/** What is shown there: a list only narrows, in its order (L3, L4); no list means all. */
export function templatesShown(
  all: readonly BookingTemplate[],
  list: Pick<TemplateList, 'ids'> | null,
  use: TemplateUse,
): readonly BookingTemplate[] {
  return narrowed(all, list).filter((template) => isUsed(template, use));
}
