import {
  allowsCategory,
  toLocalDateTime,
  type BookingTemplate,
  type BookingTemplateId,
} from '@tidbok/core';
import { kindsStillPlaced } from '@tidbok/store/clinic';
import { onlineParts } from './clinic-facts.ts';
import type { ClinicContext } from './context.ts';
import { onlineTemplate, onlineTemplateIds } from './online-rules.ts';
import { openBook } from './open-book.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { TemplateWarning } from './settings.ts';

/** T2: online templates that the site will not show, and why. */
export async function templateWarnings(
  context: ClinicContext,
): Promise<ReadonlyMap<BookingTemplateId, TemplateWarning>> {
  const book = await openBook(context);
  if (book === null) return new Map();
  const { register } = book;
  const from = toLocalDateTime(register.zone, context.now());
  const placed = new Set(await kindsStillPlaced(context.pool, from));
  const warnings = new Map<BookingTemplateId, TemplateWarning>();
  for (const template of register.templates) {
    const code = warningOf(register, template, placed);
    if (code !== null) warnings.set(template.id, { code, templateId: template.id });
  }
  return warnings;
}

function warningOf(
  register: LoadedRegister,
  template: BookingTemplate,
  placed: ReadonlySet<string>,
): TemplateWarning['code'] | null {
  if (onlineTemplate(template) === undefined) return null;
  const allowing = register.kinds.filter(
    ({ rule }) => rule.type === 'internet' && allowsCategory(rule.categories, template.categoryId),
  );
  if (allowing.length === 0) return 'no-matching-kind';
  if (!allowing.some(({ id }) => placed.has(id))) return 'no-matching-preblock';
  const practitioners = [...onlineParts(register).practitioners];
  const isListed = practitioners.some((id) =>
    onlineTemplateIds(register, id).includes(template.id),
  );
  return isListed ? null : 'not-in-any-list';
}
