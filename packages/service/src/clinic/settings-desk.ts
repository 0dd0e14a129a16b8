import {
  checkCategory,
  checkTemplate,
  ok,
  refuse,
  usableSigns,
  type BookText,
  type BookingTemplate,
  type BookingTemplateId,
  type Outcome,
  type PreblockKind,
  type TreatmentCategory,
} from '@tidbok/core';
import {
  bumpRegister,
  deleteRow,
  findUses,
  putBookText,
  putCategory,
  putList,
  putPreblockKind,
  putTemplate,
  retireTemplate,
  type Deletable,
} from '@tidbok/store/clinic';
import { announceAll } from './announce-range.ts';
import { changedEverywhere } from './changed.ts';
import type { ClinicContext } from './context.ts';
import { inPractice, type PracticeTransaction } from './practice-transaction.ts';
import { readRegister } from './register-cache.ts';
import { checkBookText, checkKindHere, checkList } from './settings-rules.ts';
import type { AnyList } from './settings.ts';
import type { StaffMember } from './staff.ts';
import { stillAsSeen, type Seen } from './versions.ts';

/**
 * One change of the settings: written, then the offers and the catalogue that follow from it are
 * announced in the same transaction. Refuses `changed-meanwhile` when what is changed is no longer
 * as it was `seen`.
 */
export async function changeSettings<T>(
  context: ClinicContext,
  work: (tx: PracticeTransaction) => Promise<Outcome<T>>,
  seen: Seen | undefined = undefined,
): Promise<Outcome<T>> {
  return inPractice(context, async (tx) => {
    const fresh = seen === undefined ? ok(null) : stillAsSeen(tx.register, seen);
    if (!fresh.ok) return fresh;
    const done = await work(tx);
    if (!done.ok) return done;
    await settle(tx);
    return done;
  });
}

/** Who saves, and the version of the row that they had read; null: whatever stands. */
interface Saving {
  readonly by: StaffMember;
  readonly seen?: string | null | undefined;
}

async function settle(tx: PracticeTransaction): Promise<void> {
  // Deferred constraints speak now, before anything is announced.
  await tx.db.query('set constraints all immediate');
  await bumpRegister(tx.db);
  const register = await readRegister(tx.db);
  if (register === null) throw new Error('The register is gone.');
  await announceAll(tx.withRegister(register), [changedEverywhere('settings')]);
}

export function saveCategory(
  context: ClinicContext,
  category: TreatmentCategory,
  { seen = null }: Saving,
): Promise<Outcome<TreatmentCategory>> {
  const colour = category.colour.toLowerCase();
  return changeSettings(
    context,
    async (tx) => {
      const checked = checkCategory({ ...category, colour });
      if (checked.ok) await putCategory(tx.db, checked.value);
      return checked;
    },
    { table: 'categories', id: category.id, version: seen },
  );
}

export function savePreblockKind(
  context: ClinicContext,
  kind: PreblockKind,
  { by, seen = null }: Saving,
): Promise<Outcome<PreblockKind>> {
  return changeSettings(
    context,
    async (tx) => {
      const checked = checkKindHere(tx.register, by, {
        ...kind,
        colour: kind.colour.toLowerCase(),
      });
      if (checked.ok) await putPreblockKind(tx.db, checked.value);
      return checked;
    },
    { table: 'kinds', id: kind.id, version: seen },
  );
}

export function saveTemplate(
  context: ClinicContext,
  template: BookingTemplate,
  { by, seen = null }: Saving,
): Promise<Outcome<BookingTemplate>> {
  return changeSettings(
    context,
    async (tx) => {
      const { patternSigns, sharedResources } = tx.register;
      const signs = usableSigns(patternSigns, sharedResources);
      const checked = checkTemplate({ ...template, name: template.name.trim() }, signs);
      if (checked.ok) {
        await putTemplate(tx.db, checked.value, { by: by.userId, at: tx.now });
      }
      return checked;
    },
    { table: 'templates', id: template.id, version: seen },
  );
}

interface DeletedTemplate {
  readonly deleted: boolean;
  readonly retired: boolean;
}

/**
 * T5: a template that bookings use, or that the site may be selling this moment, is retired; one
 * in lists is refused, saying in which.
 */
export function deleteTemplate(
  context: ClinicContext,
  _by: StaffMember,
  id: BookingTemplateId,
): Promise<Outcome<DeletedTemplate>> {
  return changeSettings<DeletedTemplate>(context, async (tx) => {
    const template = tx.register.templates.find((each) => each.id === id);
    if (template === undefined) return refuse('unknown-template');
    const uses = await findUses(tx.db, 'booking_template', id);
    const mayBeSold = tx.practice.mode !== 'unpaired' && template.useOnline;
    const lists = uses.filter((use) => use.where === 'list');
    if (lists.length > 0) return refuse('in-use', { where: lists.map(useOf) });
    if (uses.length > 0 || mayBeSold) {
      await retireTemplate(tx.db, id);
      return ok({ deleted: false, retired: true });
    }
    await deleteRow(tx.db, 'booking_template', id);
    return ok({ deleted: true, retired: false });
  });
}

export function saveList(
  context: ClinicContext,
  list: AnyList,
  { seen = null }: Saving,
): Promise<Outcome<AnyList>> {
  return changeSettings(
    context,
    async (tx) => {
      const checked = checkList(tx.register, list);
      if (checked.ok) await putList(tx.db, checked.value);
      return checked;
    },
    { table: 'lists', id: list.id, version: seen },
  );
}

export function saveBookText(
  context: ClinicContext,
  text: BookText,
  { seen = null }: Saving,
): Promise<Outcome<BookText>> {
  return changeSettings(
    context,
    async (tx) => {
      const checked = checkBookText(text);
      if (checked.ok) await putBookText(tx.db, checked.value);
      return checked;
    },
    { table: 'bookTexts', id: text.id, version: seen },
  );
}

const unknownOf = {
  organisation: 'unknown-organisation',
  company: 'unknown-company',
  resource: 'unknown-resource',
  shared_resource: 'unknown-shared-resource',
  pattern_sign: 'unknown-sign',
  clinic: 'unknown-clinic',
  practitioner: 'unknown-practitioner',
  treatment_category: 'unknown-category',
  preblock_kind: 'unknown-kind',
  booking_template: 'unknown-template',
  list: 'unknown-list',
  book_text: 'unknown-book-text',
} as const;

/** Deletes what nothing uses; otherwise `in-use`, saying where (B5). */
export function deleteSetting(
  context: ClinicContext,
  table: Deletable,
  id: string,
): Promise<Outcome<{ readonly deleted: boolean }>> {
  return changeSettings(context, async (tx) => {
    const uses = await findUses(tx.db, table, id);
    if (uses.length > 0) return refuse('in-use', { where: uses.map(useOf) });
    const deleted = await deleteRow(tx.db, table, id);
    return deleted ? ok({ deleted }) : refuse(unknownOf[table]);
  });
}

function useOf({ where, name }: { readonly where: string; readonly name: string }) {
  return { where, name };
}
