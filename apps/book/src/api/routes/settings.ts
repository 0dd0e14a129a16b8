import type {
  BookTextId,
  BookingTemplate,
  BookingTemplateId,
  CompanyId,
  ListId,
  ListOwner,
  OrganisationId,
  PractitionerId,
  PreblockKind,
  PreblockKindId,
  PreblockType,
  TreatmentCategoryId,
} from '@tidbok/core';
import type { AnyList } from '@tidbok/service/clinic';
import * as v from 'valibot';
import { amount, colour, flag, id, longText, name, shortText, whole } from '../schemas.ts';
import { crudRoutes } from './crud.ts';
import type { Route } from '../route.ts';

const category = v.object({ name, sign: shortText, colour });

const kindShape = v.object({
  name,
  text: v.optional(longText, ''),
  code: v.optional(shortText, ''),
  colour,
  validFor: v.optional(v.picklist(['resources', 'personal']), 'resources'),
  practitionerId: v.optional(v.nullable(id<PractitionerId>()), null),
  bypass: v.optional(v.boolean()),
  type: v.picklist(['standard', 'recall', 'patient-free', 'amount', 'treatment', 'internet']),
  minimumAmount: v.optional(v.nullable(amount), null),
  categories: v.optional(
    v.nullable(
      v.object({
        mode: v.picklist(['allow', 'deny']),
        ids: v.pipe(v.array(id<TreatmentCategoryId>()), v.maxLength(200)),
      }),
    ),
    null,
  ),
  expiresDaysBefore: v.optional(v.nullable(whole), null),
});

function ruleOf(body: v.InferOutput<typeof kindShape>): PreblockType {
  switch (body.type) {
    case 'amount':
      return { type: 'amount', minimumAmount: body.minimumAmount ?? 0 };
    case 'treatment':
    case 'internet':
      return { type: body.type, categories: body.categories ?? { mode: 'allow', ids: [] } };
    case 'standard':
    case 'recall':
    case 'patient-free':
      return { type: body.type };
  }
}

/** B1: a new kind of type Internet starts with *Resurser* and *kringgå: Ja*. */
function kindOf(kindId: PreblockKindId, body: v.InferOutput<typeof kindShape>): PreblockKind {
  return {
    id: kindId,
    name: body.name,
    text: body.text,
    code: body.code,
    colour: body.colour,
    validFor:
      body.validFor === 'personal' && body.practitionerId !== null
        ? { type: 'personal', practitionerId: body.practitionerId }
        : { type: 'resources' },
    bypass: body.bypass ?? body.type === 'internet',
    rule: ruleOf(body),
    expiresDaysBefore: body.expiresDaysBefore,
  };
}

function kindBody({ rule, validFor, ...kind }: PreblockKind): object {
  return {
    ...kind,
    validFor: validFor.type,
    practitionerId: validFor.type === 'personal' ? validFor.practitionerId : null,
    type: rule.type,
    minimumAmount: rule.type === 'amount' ? rule.minimumAmount : null,
    categories: 'categories' in rule ? rule.categories : null,
  };
}

const templateShape = v.object({
  name,
  minutes: whole,
  categoryId: v.optional(v.nullable(id<TreatmentCategoryId>()), null),
  useInBook: flag(true),
  useInRecall: flag(false),
  useOnline: flag(false),
  rebookable: flag(false),
  cancellable: flag(false),
  bookText: v.optional(longText, ''),
  summonsCard: flag(false),
  moveNextRecall: flag(false),
  expectedAmount: v.optional(v.nullable(amount), null),
  resourcePattern: v.optional(
    v.nullable(v.object({ unitMinutes: whole, signs: v.pipe(v.string(), v.maxLength(720)) })),
    null,
  ),
  admits: v.optional(
    v.nullable(
      v.object({
        newPatients: v.boolean(),
        fromAge: v.nullable(whole),
        toAge: v.nullable(whole),
      }),
    ),
    null,
  ),
  retired: flag(false),
});

function templateOf(
  templateId: BookingTemplateId,
  body: v.InferOutput<typeof templateShape>,
): BookingTemplate {
  return { ...body, id: templateId };
}

const listShape = v.object({
  kind: v.picklist(['templates', 'preblocks']),
  name,
  owner: v.optional(
    v.object({
      type: v.picklist(['all', 'organisation', 'company', 'practitioner']),
      id: v.optional(v.nullable(id<string>()), null),
    }),
    { type: 'all' },
  ),
  ids: v.pipe(v.array(id<string>()), v.maxLength(500)),
});

function ownerOf({ type, id: ownerId }: { type: ListOwner['type']; id: string | null }): ListOwner {
  switch (type) {
    case 'all':
      return { type };
    case 'organisation':
      return { type, id: (ownerId ?? '') as OrganisationId };
    case 'company':
      return { type, id: (ownerId ?? '') as CompanyId };
    case 'practitioner':
      return { type, id: (ownerId ?? '') as PractitionerId };
  }
}

function listOf(listId: ListId, body: v.InferOutput<typeof listShape>): AnyList {
  const common = { id: listId, name: body.name, owner: ownerOf(body.owner) };
  return body.kind === 'templates'
    ? { ...common, kind: 'templates', ids: body.ids as BookingTemplateId[] }
    : { ...common, kind: 'preblocks', ids: body.ids as PreblockKindId[] };
}

/** Categories, kinds, templates, lists and book texts: the same five verbs each. */
export const settingsRoutes: readonly Route[] = [
  ...crudRoutes({
    path: '/treatment-categories',
    what: 'treatment category',
    unknown: 'unknown-category',
    shape: category,
    read: (categoryId: TreatmentCategoryId, { name: called, sign, colour: shown }) => ({
      id: categoryId,
      name: called,
      sign,
      colour: shown,
    }),
    show: (value) => value,
    list: (clinic) => clinic.categories(),
    save: (clinic, value, { by, seen }) => clinic.saveCategory(by, value, seen),
    remove: (clinic, by, categoryId) => clinic.deleteCategory(by, categoryId),
  }),
  ...crudRoutes({
    path: '/preblock-kinds',
    what: 'preblock kind',
    unknown: 'unknown-kind',
    shape: kindShape,
    read: kindOf,
    show: kindBody,
    list: (clinic) => clinic.preblockKinds(),
    save: (clinic, value, { by, seen }) => clinic.savePreblockKind(by, value, seen),
    remove: (clinic, by, kindId) => clinic.deletePreblockKind(by, kindId),
  }),
  ...crudRoutes({
    path: '/booking-templates',
    what: 'booking template',
    unknown: 'unknown-template',
    shape: templateShape,
    read: templateOf,
    show: (value) => value,
    list: (clinic) => clinic.templates(),
    save: (clinic, value, { by, seen }) => clinic.saveTemplate(by, value, seen),
    remove: (clinic, by, templateId) => clinic.deleteTemplate(by, templateId),
  }),
  ...crudRoutes({
    path: '/lists',
    what: 'list',
    unknown: 'unknown-list',
    shape: listShape,
    read: listOf,
    show: (value) => value,
    list: (clinic) => clinic.lists(),
    save: (clinic, value, { by, seen }) => clinic.saveList(by, value, seen),
    remove: (clinic, by, listId) => clinic.deleteList(by, listId),
  }),
  ...crudRoutes({
    path: '/book-texts',
    what: 'book text',
    unknown: 'unknown-book-text',
    shape: v.object({ name, text: longText }),
    read: (textId: BookTextId, body) => ({ ...body, id: textId }),
    show: (value) => value,
    list: (clinic) => clinic.bookTexts(),
    save: (clinic, value, { by, seen }) => clinic.saveBookText(by, value, seen),
    remove: (clinic, by, textId) => clinic.deleteBookText(by, textId),
  }),
];
