import * as v from 'valibot';
import { instant, preblockType } from './book-shapes.ts';

const text = v.optional(v.string(), '');
const yesNo = v.optional(v.boolean(), false);
/** How it stood when it was read: sent back with a save, so that nobody's change is lost. */
const version = v.optional(v.string());
const named = { id: v.string(), name: v.string(), version };

export const category = v.object({ ...named, sign: v.string(), colour: v.string() });
export type CategoryDraft = v.InferOutput<typeof category>;

export const bookText = v.object({ ...named, text });
export type BookTextDraft = v.InferOutput<typeof bookText>;

export const preblockKind = v.object({
  ...named,
  text,
  code: text,
  colour: v.string(),
  validFor: v.picklist(['resources', 'personal']),
  practitionerId: v.optional(v.nullable(v.string()), null),
  bypass: v.boolean(),
  type: preblockType,
  minimumAmount: v.optional(v.nullable(v.number()), null),
  categories: v.optional(
    v.nullable(v.object({ mode: v.picklist(['allow', 'deny']), ids: v.array(v.string()) })),
    null,
  ),
  expiresDaysBefore: v.optional(v.nullable(v.number()), null),
});
export type KindDraft = v.InferOutput<typeof preblockKind>;

const warning = v.object({
  code: v.picklist(['no-matching-kind', 'no-matching-preblock', 'not-in-any-list']),
});

export const template = v.object({
  ...named,
  minutes: v.number(),
  categoryId: v.optional(v.nullable(v.string()), null),
  useInBook: yesNo,
  useInRecall: yesNo,
  useOnline: yesNo,
  rebookable: yesNo,
  cancellable: yesNo,
  bookText: text,
  summonsCard: yesNo,
  moveNextRecall: yesNo,
  expectedAmount: v.optional(v.nullable(v.number()), null),
  resourcePattern: v.optional(
    v.nullable(v.object({ unitMinutes: v.number(), signs: v.string() })),
    null,
  ),
  admits: v.optional(
    v.nullable(
      v.object({
        newPatients: v.boolean(),
        fromAge: v.nullable(v.number()),
        toAge: v.nullable(v.number()),
      }),
    ),
    null,
  ),
  retired: yesNo,
  registeredBy: text,
  registeredAt: v.optional(v.nullable(instant), null),
  changedAt: v.optional(v.nullable(instant), null),
  warning: v.optional(v.nullable(warning), null),
});
export type TemplateDraft = v.InferOutput<typeof template>;

export const OWNER_TYPES = ['all', 'organisation', 'company', 'practitioner'] as const;

export const list = v.object({
  ...named,
  kind: v.picklist(['templates', 'preblocks']),
  owner: v.object({
    type: v.picklist(OWNER_TYPES),
    id: v.optional(v.nullable(v.string()), null),
  }),
  ids: v.array(v.string()),
});
export type ListDraft = v.InferOutput<typeof list>;
