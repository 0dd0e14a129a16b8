import { ok } from '@tidbok/core';
import {
  putClinic,
  putCompany,
  putOrganisation,
  putPractice,
  putPractitioner,
  putResource,
  putSharedResource,
} from '@tidbok/store/clinic';
import type { ClinicContext } from './context.ts';
import { openBook } from './open-book.ts';
import type { LoadedRegister } from './register-cache.ts';
import {
  changeSettings,
  deleteSetting,
  deleteTemplate,
  saveBookText,
  saveCategory,
  saveList,
  saveNamed,
  savePreblockKind,
  saveTemplate,
} from './settings-desk.ts';
import type { PracticeSettings, Settings } from './settings.ts';
import { templateWarnings } from './template-warnings.ts';

export function settingsOf(context: ClinicContext): Settings {
  return {
    ...registerSettings(context),
    ...definitions(context),
    templates: () => templatesWithWarnings(context),
    saveTemplate: (by, template) => saveTemplate(context, by, template),
    deleteTemplate: (by, id) => deleteTemplate(context, by, id),
    templateWarnings: async () => [...(await templateWarnings(context)).values()],
    lists: () => read(context, ({ lists }) => lists),
    saveList: (by, list) => saveList(context, by, list),
    deleteList: (_by, id) => deleteSetting(context, 'list', id),
    bookTexts: () => read(context, ({ bookTexts }) => bookTexts),
    saveBookText: (by, text) => saveBookText(context, by, text),
    deleteBookText: (_by, id) => deleteSetting(context, 'book_text', id),
  };
}

type RegisterSettings = Pick<
  Settings,
  | 'register'
  | 'savePractice'
  | 'saveOrganisation'
  | 'saveCompany'
  | 'saveClinic'
  | 'savePractitioner'
  | 'saveResource'
  | 'saveSharedResource'
  | 'deleteClinic'
  | 'deletePractitioner'
>;

function registerSettings(context: ClinicContext): RegisterSettings {
  return {
    register: () => read(context, (register) => register),
    savePractice: (_by, settings) =>
      changeSettings(context, async ({ db, register }) => {
        const { id, zoneId } = register.practice;
        const practice: PracticeSettings = { ...settings, id, zoneId };
        await putPractice(db, practice);
        return ok(practice);
      }),
    saveOrganisation: (_by, card) => saveNamed(context, card, putOrganisation),
    saveCompany: (_by, card) => saveNamed(context, card, putCompany),
    saveClinic: (_by, card) => saveNamed(context, card, putClinic),
    savePractitioner: async (_by, card) => {
      const name = `${card.givenName}${card.familyName}`;
      const saved = await saveNamed(context, { ...card, name }, putPractitioner);
      return saved.ok ? ok(card) : saved;
    },
    saveResource: (_by, card) => saveNamed(context, card, putResource),
    saveSharedResource: (_by, card) => saveNamed(context, card, putSharedResource),
    deleteClinic: (_by, id) => deleteSetting(context, 'clinic', id),
    deletePractitioner: (_by, id) => deleteSetting(context, 'practitioner', id),
  };
}

type Definitions = Pick<
  Settings,
  | 'categories'
  | 'saveCategory'
  | 'deleteCategory'
  | 'preblockKinds'
  | 'savePreblockKind'
  | 'deletePreblockKind'
>;

function definitions(context: ClinicContext): Definitions {
  return {
    categories: () => read(context, ({ categories }) => categories),
    saveCategory: (by, category) => saveCategory(context, by, category),
    deleteCategory: (_by, id) => deleteSetting(context, 'treatment_category', id),
    preblockKinds: () => read(context, ({ kinds }) => kinds),
    savePreblockKind: (by, kind) => savePreblockKind(context, by, kind),
    deletePreblockKind: (_by, id) => deleteSetting(context, 'preblock_kind', id),
  };
}

async function read<T>(context: ClinicContext, pick: (register: LoadedRegister) => T): Promise<T> {
  const book = await openBook(context);
  if (book === null) throw new Error('No practice has been loaded.');
  return pick(book.register);
}

async function templatesWithWarnings(context: ClinicContext) {
  const warnings = await templateWarnings(context);
  return read(context, ({ templates }) =>
    templates.map((template) => ({ ...template, warning: warnings.get(template.id) ?? null })),
  );
}
