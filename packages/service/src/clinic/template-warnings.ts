import {
  allowsCategory,
  isUsed,
  toLocalDateTime,
  type BookingTemplate,
  type BookingTemplateId,
  type PreblockKind,
  type TreatmentCategoryId,
} from '@tidbok/core';
import { kindsStillPlaced } from '@tidbok/store/clinic';
import { onlineParts } from './clinic-facts.ts';
import type { ClinicContext } from './context.ts';
import { onlineTemplateIds } from './online-rules.ts';
import { openBook } from './open-book.ts';
import type { LoadedRegister } from './register-cache.ts';
import type { TemplateDraft, TemplatePreview, TemplateWarning } from './settings.ts';

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
  if (!isUsed(template, 'online')) return null;
  return (
    preblockWarning(register, template.categoryId, placed) ?? listWarning(register, template.id)
  );
}

function preblockWarning(
  register: LoadedRegister,
  categoryId: TreatmentCategoryId | null,
  placed: ReadonlySet<string>,
): TemplateWarning['code'] | null {
  const allowing = kindsAllowing(register, categoryId);
  if (allowing.length === 0) return 'no-matching-kind';
  return allowing.some(({ id }) => placed.has(id)) ? null : 'no-matching-preblock';
}

function kindsAllowing(
  register: LoadedRegister,
  categoryId: TreatmentCategoryId | null,
): readonly PreblockKind[] {
  return register.kinds.filter(
    ({ rule }) => rule.type === 'internet' && allowsCategory(rule.categories, categoryId),
  );
}

function listWarning(
  register: LoadedRegister,
  templateId: BookingTemplateId,
): TemplateWarning['code'] | null {
  const practitioners = [...onlineParts(register).practitioners];
  const isListed = practitioners.some((id) => onlineTemplateIds(register, id).includes(templateId));
  return isListed ? null : 'not-in-any-list';
}

/**
 * T2, told while the template is being written: whether any Internet preblock allows the category,
 * and which kinds do. Of a new template nothing is said about lists: it stands in none yet.
 */
export async function previewTemplate(
  context: ClinicContext,
  { id, categoryId }: TemplateDraft,
): Promise<TemplatePreview> {
  const book = await openBook(context);
  if (book === null || categoryId === null) return { code: null, kinds: [] };
  const { register } = book;
  const from = toLocalDateTime(register.zone, context.now());
  const placed = new Set(await kindsStillPlaced(context.pool, from));
  const kinds = kindsAllowing(register, categoryId).map(({ name }) => name);
  const saved = register.templates.find((template) => template.id === id);
  const listed =
    saved === undefined || !isUsed(saved, 'online') ? null : listWarning(register, saved.id);
  return { code: preblockWarning(register, categoryId, placed) ?? listed, kinds };
}
