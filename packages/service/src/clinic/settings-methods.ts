import { ok } from '@tidbok/core';
import { putPractice } from '@tidbok/store/clinic';
import {
  deletePatternSign,
  saveClinic,
  saveCompany,
  saveOrganisation,
  savePatternSign,
  savePractitioner,
  saveResource,
  saveSharedResource,
} from './cards-desk.ts';
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
  savePreblockKind,
  saveTemplate,
} from './settings-desk.ts';
import type { PracticeSettings, Register, Settings } from './settings.ts';
import { previewTemplate, templateWarnings } from './template-warnings.ts';
import { versioned, type Seen, type SettingTable } from './versions.ts';

export function settingsOf(context: ClinicContext): Settings {
  return {
    ...registerSettings(context),
    ...definitions(context),
    templates: () => templatesWithWarnings(context),
    saveTemplate: (by, template, seen) => saveTemplate(context, template, { by, seen }),
    deleteTemplate: (by, id) => deleteTemplate(context, by, id),
    templateWarnings: async () => [...(await templateWarnings(context)).values()],
    previewTemplate: (draft) => previewTemplate(context, draft),
    lists: () => read(context, ({ lists }) => versioned(lists)),
    saveList: (by, list, seen) => saveList(context, list, { by, seen }),
    deleteList: (_by, id) => deleteSetting(context, 'list', id),
    bookTexts: () => read(context, ({ bookTexts }) => versioned(bookTexts)),
    saveBookText: (by, text, seen) => saveBookText(context, text, { by, seen }),
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
  | 'savePatternSign'
  | 'deleteOrganisation'
  | 'deleteCompany'
  | 'deleteResource'
  | 'deleteSharedResource'
  | 'deletePatternSign'
  | 'deleteClinic'
  | 'deletePractitioner'
>;

function registerSettings(context: ClinicContext): RegisterSettings {
  return {
    register: () => read(context, withVersions),
    savePractice: (_by, settings) =>
      changeSettings(context, async ({ db, register }) => {
        const { id, zoneId } = register.practice;
        const { maxOpenVisits = null } = register.practice.limits;
        const patients = settings.patients ?? register.practice.patients ?? null;
        const limits = { maxOpenVisits, ...settings.limits };
        const practice: PracticeSettings = { ...settings, limits, patients, id, zoneId };
        await putPractice(db, practice);
        return ok(practice);
      }),
    saveOrganisation: (_by, card, seen) =>
      saveOrganisation(context, { card, ...seenAs('organisations', card.id, seen) }),
    saveCompany: (_by, card, seen) =>
      saveCompany(context, { card, ...seenAs('companies', card.id, seen) }),
    saveClinic: (_by, card, seen) =>
      saveClinic(context, { card, ...seenAs('clinics', card.id, seen) }),
    savePractitioner: (_by, card, seen) =>
      savePractitioner(context, { card, ...seenAs('practitioners', card.id, seen) }),
    saveResource: (_by, card, seen) =>
      saveResource(context, { card, ...seenAs('resources', card.id, seen) }),
    saveSharedResource: (_by, card, seen) =>
      saveSharedResource(context, { card, ...seenAs('sharedResources', card.id, seen) }),
    savePatternSign: (_by, card, seen) =>
      savePatternSign(context, { card, ...seenAs('patternSigns', card.id, seen) }),
    deleteOrganisation: (_by, id) => deleteSetting(context, 'organisation', id),
    deleteCompany: (_by, id) => deleteSetting(context, 'company', id),
    deleteResource: (_by, id) => deleteSetting(context, 'resource', id),
    deleteSharedResource: (_by, id) => deleteSetting(context, 'shared_resource', id),
    deletePatternSign: (_by, id) => deletePatternSign(context, id),
    deleteClinic: (_by, id) => deleteSetting(context, 'clinic', id),
    deletePractitioner: (_by, id) => deleteSetting(context, 'practitioner', id),
  };
}

function seenAs(
  table: SettingTable,
  id: string,
  version: string | null | undefined,
): { readonly seen?: Seen } {
  return typeof version === 'string' ? { seen: { table, id, version } } : {};
}

function withVersions(register: LoadedRegister): Register {
  return {
    practice: register.practice,
    organisations: versioned(register.organisations),
    companies: versioned(register.companies),
    clinics: versioned(register.clinics),
    practitioners: versioned(register.practitioners),
    resources: versioned(register.resources),
    sharedResources: versioned(register.sharedResources),
    patternSigns: versioned(register.patternSigns),
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
    categories: () => read(context, ({ categories }) => versioned(categories)),
    saveCategory: (by, category, seen) => saveCategory(context, category, { by, seen }),
    deleteCategory: (_by, id) => deleteSetting(context, 'treatment_category', id),
    preblockKinds: () => read(context, ({ kinds }) => versioned(kinds)),
    savePreblockKind: (by, kind, seen) => savePreblockKind(context, kind, { by, seen }),
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
    versioned(templates).map((template) => ({
      ...template,
      warning: warnings.get(template.id) ?? null,
    })),
  );
}
